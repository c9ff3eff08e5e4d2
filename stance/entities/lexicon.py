"""Words that the rules for names know: titles, roles, bodies, first names."""

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

NO_PEOPLE = frozenset(
    """africa america amazon apple arab arabs asia athens atlanta baghdad beijing
    berlin bible bitcoin boston brexit brooklyn brussels cairo chicago christian christians
    christianity christmas cleveland dallas delhi denver detroit dublin easter
    edinburgh europe facebook ferguson fox google guardian hamas harvard hezbollah hollywood
    houston internet isis islam islamabad israeli israelis istanbul jerusalem jew jews kabul kiev
    kyiv kremlin labour latino latinos lisbon london madrid manchester manhattan
    melbourne miami microsoft mormon moscow mumbai muslim muslims nazi nazis netflix oxford
    palestine paris pentagon philadelphia pope prague quran reuters rome scotland seattle seoul
    shia shias shiite shiites sikh stockholm sunni sunnis sydney taliban tehran
    tesla tokyo toronto twitter uber vatican vienna wales warsaw washington
    westminster yale yahoo
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho
    illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas
    utah vermont wisconsin wyoming
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    northern southern eastern western
    afghan affordable army barcelona britain britons catholic catholics congressional conservative
    conservatives cuban damascus democratic england european europeans fed federal god hispanics
    instagram iraqi islamic korean liberal liberals marines medicaid medicare mosul navy
    obamacare pyongyang republican saudi soviet treasury turkey verizon wikileaks youtube""".split()
) | {
    *("al qaeda", "associated press", "black lives matter", "capitol hill", "downing street"),
    *(
        "los angeles",
        "middle east",
        "middle eastern",
        "new hampshire",
        "new jersey",
        "new mexico",
        "new york",
    ),
    *("federal reserve", "homeland security", "planned parenthood", "social security"),
    *("north carolina", "north dakota", "north korean", "rhode island", "san diego"),
    *("san francisco", "silicon valley"),
    *("south carolina", "south dakota", "wall street", "west virginia"),
}
"""Capitalised words that are no person's name on their own, besides countries and languages."""

HUMAN_LABELS = frozenset({"PERSON"})
BODY_LABELS = frozenset({"ORG", "GPE", "NORP"})
NAME_LABELS = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
)
