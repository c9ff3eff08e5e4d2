"""Words that the rules for names know: titles, roles, bodies, first names."""

from functools import cache
from pathlib import Path

import names

PRONOUNS = frozenset(
    """he him his himself she her hers herself they them their theirs themselves it its
    itself""".split()
)

MALE_TITLES = frozenset(
    "mr mister sir lord king prince sheikh imam father brother duke baron".split()
)
FEMALE_TITLES = frozenset("mrs ms miss madam dame lady queen princess sister duchess".split())
HONORIFICS = frozenset("mr mister mrs ms miss".split())
"""Titles that say nothing but that a name follows."""
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        """dr doctor prof professor rev reverend sen senator rep representative gov governor pres
    president judge justice gen general col colonel maj major capt captain lt lieutenant
    sgt sergeant cpl corporal adm admiral sec secretary chancellor minister premier mayor
    councillor councilman councilwoman congressman congresswoman ambassador bishop
    archbishop cardinal pope rabbi coach attorney detective constable inspector
    superintendent chairman chairwoman speaker hon honourable honorable ex former then st
    saint""".split()
    )
)
"""Words before a name that are no part of it."""

ROLE_NOUNS = frozenset(
    """activist actor actress adviser advisor agent aide ally ambassador analyst anchor
    archbishop architect artist astronaut athlete attorney author bishop boss boxer broker
    builder candidate captain cardinal chair chairman chairperson chairwoman champion
    chancellor chief cleric clerk coach colonel columnist comedian commander commentator
    commissioner congressman congresswoman constable consul consultant contractor convener
    coordinator councillor councilman councilwoman counsel critic curator dean defendant
    defender delegate deputy designer detective developer dictator diplomat director
    doctor driver ecologist economist editor emperor engineer envoy epidemiologist
    executive expert farmer father fighter filmmaker footballer forecaster founder
    frontrunner general geologist glaciologist goalkeeper governor guard guru head
    historian host hydrologist incumbent inspector investigator investor journalist judge
    justice king landlady landlord lawmaker lawyer leader lecturer legislator lieutenant
    lobbyist major manager marshal mayor mediator medic midfielder minister monarch mother
    mp musician negotiator nominee novelist nurse officer official ombudsman opponent
    organiser organizer owner painter paediatrician pastor pediatrician philosopher
    physician physicist pilot player poet politician pollster premier president priest
    prince princess principal producer professor prosecutor protester publisher queen
    rabbi rapper rector referee registrar reporter representative researcher rival scholar
    scientist secretary senator sergeant sheriff singer skipper sociologist solicitor
    spokesman spokesperson spokeswoman star strategist striker student suspect
    superintendent surgeon teacher technologist treasurer trustee tycoon vicar victim
    volunteer whistleblower winger witness writer""".split()
)
"""Heads of noun phrases that stand for one person."""

OFFICES = TITLES & ROLE_NOUNS - {"justice"}
"""Titles that are written like a name where they stand for whoever holds them: "the President"."""

ROLE_ACRONYMS = {
    "pm": ("prime", "minister"),
    "cm": ("chief", "minister"),
    "ceo": ("chief", "executive"),
    "cfo": ("chief", "financial", "officer"),
    "ag": ("attorney", "general"),
    "vp": ("vice", "president"),
    "mp": ("mp",),
    "potus": ("president",),
}

BODY_NOUNS = frozenset(
    """academy administration agency airline alliance army assembly association authority bank
    board brand broadcaster bureau business cabinet campaign carrier chain chamber charity
    church club coalition college commission committee commune company confederation
    congress consortium cooperative corporation council court department embassy executive
    federation firm forum foundation fund gallery government group guild hospital house
    institute institution journal jury league legislature magazine maker manufacturer mill
    ministry mosque movement museum network newspaper operator opposition organisation
    organization outlet panel paper parliament party police prosecution publisher regime
    regulator retailer school senate service side society squad startup state studio
    supplier syndicate team town tribunal trust union university watchdog youth""".split()
)
"""Heads of noun phrases that stand for a body of people which can speak."""

LAW_NOUNS = frozenset("act amendment bill law legislation statute".split())
"""Heads of noun phrases that stand for a law, whatever its name ends with."""

TREATY_NOUNS = frozenset("accord agreement charter convention deal pact treaty".split())
"""Heads of noun phrases that stand for what is named so."""

ROLE_BEGINNINGS = frozenset(
    """attorney chief defence defense deputy finance first foreign health home interior justice
    lieutenant prime vice""".split()
)
"""First words of an office written like a name: "Prime Minister"."""

NAME_ENDINGS = BODY_NOUNS | frozenset(
    """city corp corporation county daily fc gazette group herald holdings inc industries limited
    llc ltd motors news partners plc post province region systems technologies terminals
    times town tribune united village wanderers""".split()
)
"""Last words of names that no person bears."""

FIRMS = frozenset(
    "company firm maker manufacturer carrier retailer supplier business startup".split()
)
"""Bodies whose names rarely hold the noun itself."""

MALE_NOUNS = frozenset(
    """man boy father son brother husband uncle nephew grandfather gentleman actor king prince
    chairman spokesman congressman councilman businessman policeman landlord widower
    boyfriend priest""".split()
)
FEMALE_NOUNS = frozenset(
    """woman girl mother daughter sister wife aunt niece grandmother lady actress queen princess
    chairwoman spokeswoman congresswoman councilwoman businesswoman policewoman landlady
    widow girlfriend midwife""".split()
)

PERSON_NOUNS = ROLE_NOUNS | MALE_NOUNS | FEMALE_NOUNS
"""Nouns for one person."""

# The commonest first names of English-language news; an article's own pronouns and titles count
# for more.
MALE_NAMES = frozenset(
    """aaron adam ahmed alan albert alex alexander ali andrew anthony arthur ben benjamin bernard
    bernie bill bob boris brad brian bruce carl charles chris christopher colin craig
    daniel dave david dennis dominic donald doug douglas ed edward emmanuel eric ernest
    frank fred gareth gary george gerald giles gordon graham greg gregory harold harry
    henry howard hugh hugo ian imran ivan jack jacob jake james jamie jason jeff jeffrey
    jeremy jerry jim joe john jon jonathan jose joseph josh joshua juan justin keith ken
    kenneth kevin khawaja kyle larry lee len leonard lewis louis luis luke marco marcus
    mario mark martin matt matthew michael miguel mike mitch mitt mohammad mohammed
    muhammad nathan neil nicholas nick nigel oliver omar oscar owen patrick paul pedro
    peter petr phil philip pierre ralph ray raymond richard rick rob robert roger ron
    ronald roy russell ryan sam samuel scott sean sergei shane simon stephen steve steven
    stuart ted terry thomas tim timothy todd tom tony trevor victor vincent vladimir
    walter warren wayne wesley will william xavier yusuf""".split()
)
FEMALE_NAMES = frozenset(
    """abigail aisha alexandra alice alison amanda amy andrea angela anita ann anna anne annie
    barbara beatrice bella beth betty bridget camilla carla carly carmen carol caroline
    catherine charlotte cheryl chloe christina christine cindy claire clara condoleezza
    cynthia daisy dawn deirdre deborah debbie denise diana diane donna doris dorothy elaine
    eleanor elena elizabeth ella ellen emily emma esther eva evelyn fatima fiona florence
    frances gabriela gail georgia gillian gina gloria grace hannah harriet heather heidi
    helen hillary holly ilsa ines ingrid irene isabel ivanka jane janet janice jean
    jennifer jenny jessica jill joan joanna josephine joyce judith judy julia julie karen
    kate katherine kathleen kathy katie kellyanne kim kirsten kristen laura lauren leila
    leslie lily linda lisa liz louise lucy lydia lynn madeleine maggie maria marie marta
    martha mary maureen megan melania melissa mia michelle miranda monica nadia nancy
    naomi natalie nicola nicole nikki nina nora olga olivia pamela patricia paula penny
    phoebe priya rachel rebecca rita rosa rose ruth sally samantha sandra sarah sharon
    sheila shirley silvia sofia sonia sophia sophie stella stephanie sue susan suzanne
    sylvia tanya teresa tess theresa tina tracy tulsi ursula valerie vanessa vera veronica
    victoria virginia wendy yvonne zoe""".split()
)

FUNCTION_WORDS = frozenset(
    """a all an and another any anybody anyone are be both but by can did do does each either
    everybody everyone few for from had has have how i if in into is many may me more most must my
    neither no nobody none not of on or our others own same several shall should some somebody
    someone such than that the these this those to us was we were what when where which who whom
    whose why will with would you your""".split()
)
"""Words that are part of no person's name, however they are written, but after a first name."""

TOPIC_NOUNS = frozenset(
    """abortion access aid alert border budget capitol care change climate contract control crisis
    crime cut debt deficit economy education election electric energy equality freedom gas gun guns
    health healthcare housing immigration inequality justice labour liberty life lives lockdown
    marijuana market marriage matter migration money movement office oil peace pension people policy
    pollution poverty power prison racism reform relief religion research resistance rights safety
    science security social speech statement summit tariff tax taxes terror terrorism trade travel
    treatment vaccine vaccines violence voters voting wage war warming water welfare women workers
    world""".split()
)
"""Words that names of topics and bodies are made of, and no person's."""

NO_PEOPLE = frozenset(
    """affordable afghan africa alabama alaska amazon america apple april arab arabs arizona
    arkansas army asia athens atlanta august baghdad barcelona beijing berlin bible bitcoin
    boeing boston brexit britain britons brooklyn brussels cairo california catholic catholics
    chicago christian christianity christians christmas cleveland colorado congressional
    connecticut conservative conservatives cuban dallas damascus december delaware delhi
    democratic denver detroit dublin easter eastern edinburgh england europe european europeans
    facebook february fed federal ferguson florida fox friday gaza god google greenpeace
    guardian hamas harvard hawaii hezbollah hispanics hollywood houston idaho illinois indiana
    instagram internet iowa iraqi isis islam islamabad islamic israeli israelis istanbul january
    jerusalem jew jews july june kabul kansas kentucky kiev korean kremlin kyiv labour latino
    latinos liberal liberals lisbon london louisiana madrid maine manchester manhattan march
    marines maryland massachusetts may medicaid medicare melbourne miami michigan microsoft
    minnesota mississippi missouri monday montana mormon moscow mosul mumbai muslim muslims navy
    nazi nazis nebraska netflix nevada northern november obamacare october ohio oklahoma oregon
    oxford palestine paris pennsylvania pentagon philadelphia pope prague pyongyang quran
    republican reuters rome saturday saudi scotland seattle seoul september shia shias shiite
    shiites sikh southern soviet stockholm sunday sunni sunnis sydney taliban tehran tennessee
    tesla texas thursday tokyo toronto treasury tuesday turkey twitter uber utah vatican verizon
    vermont vienna virginia wales warsaw washington wednesday western westminster wikileaks
    wisconsin wyoming yahoo yale youtube""".split()
) | {
    *("al qaeda", "al shabaab", "associated press", "boko haram", "downing street", "hong kong"),
    *("los angeles", "middle east", "middle eastern", "planned parenthood", "rhode island"),
    *("silicon valley", "wall street"),
}
"""Capitalised words that are no person's name on their own, besides countries and languages."""

HUMAN_LABELS = frozenset({"PERSON"})
BODY_LABELS = frozenset({"ORG", "GPE", "NORP"})
NAME_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
)


@cache
def census_names(kind: str) -> dict[str, float]:
    """Return the names of the 1990 census of the United States, in lower case, and of each the
    percentage of people who bear it.

    Args:
        kind: "first:male" or "first:female", of that gender; "last", of all.
    """
    lines = Path(names.FILES[kind]).read_text(encoding="ascii").splitlines()
    return {name.lower(): float(share) for name, share, *_ in map(str.split, lines)}
