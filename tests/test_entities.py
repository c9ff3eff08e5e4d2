"""From mentions to names: who "he", "the minister" and "the CM" are, and what claims are about."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.articles.paragraphs import dateline, paragraphs
from stance.claims.claim import Claim, Span
from stance.entities import ArticleEntities
from stance.entities.language import parse
from stance.entities.mentions import stands_for
from stance.errors import InputError

FUND = (
    "VARNHOLM, March 4 (Eastmark Newswire) – Defense Minister Ilsa Tarnow on Tuesday backed a "
    "border fund, calling it “the least we owe them”.\n\n"
    "“We have asked these people to wait for eleven years,” Tarnow said.\n\n"
    "The defense minister said that the army had no roads. She denied that the money was late.\n\n"
    "Marek Dovrin, who leads the opposition Civic Union, accused Petr Halvane, the prime minister "
    "of Eastmark, of buying votes.\n\n"
    "“The PM has found a border six months before polling day,” Dovrin told reporters. “He is "
    "gambling with our money.”\n\n"
    "The State Audit Chamber (SAC), which is independent, warned that the fund was too large. The "
    "SAC will report in May. The chamber said it was not alone.\n"
)


def span(text: str, words: str, after: str = "") -> Span:
    start = text.index(words, text.index(after) + len(after) if after else 0)
    return start, start + len(words)


def claim(text: str, content: str, speaker: str, cue: str = "", after: str = "") -> Claim:
    return Claim(
        content=(span(text, content, after),),
        speaker=(span(text, speaker, after),) if speaker else (),
        cue=(span(text, cue, after),) if cue else (),
        kind="direct" if content[0] in '“"' else "indirect",
        score=1.0,
    )


CLAIMS = [
    claim(FUND, "“the least we owe them”", "Defense Minister Ilsa Tarnow", "calling"),
    claim(FUND, "“We have asked these people to wait for eleven years,”", "Tarnow", "said"),
    claim(FUND, "that the army had no roads", "The defense minister", "said"),
    claim(FUND, "that the money was late", "She", "denied"),
    claim(FUND, "of buying votes", "Marek Dovrin", "accused"),
    claim(FUND, "“He is gambling with our money.”", "Dovrin", "told reporters", "polling day,”"),
    claim(FUND, "that the fund was too large", "which", "warned"),
    claim(FUND, "it was not alone", "The chamber", "said"),
]


@pytest.fixture(scope="module")
def fund() -> ArticleEntities:
    return ArticleEntities.from_text(FUND, CLAIMS)


def test_speakers_have_names(fund: ArticleEntities) -> None:
    assert fund.speakers == [
        "Ilsa Tarnow",  # title and full name
        "Ilsa Tarnow",  # surname
        "Ilsa Tarnow",  # office
        "Ilsa Tarnow",  # pronoun
        "Marek Dovrin",
        "Marek Dovrin",
        "State Audit Chamber",  # relative pronoun
        "State Audit Chamber",  # the noun of its name
    ]


def test_targets_have_names(fund: ArticleEntities) -> None:
    accused = {t.name: t for t in fund.targets(4)}
    assert "Petr Halvane" in accused, "the cue takes the accused, the content does not name him"
    assert "Marek Dovrin" not in accused
    assert FUND[slice(*accused["Petr Halvane"].span)] == accused["Petr Halvane"].mention
    quoted = {t.name: t.mention for t in fund.targets(5)}
    assert quoted["Petr Halvane"] == "He", "nor is he the one who is quoted"


def test_a_topic_beside_names_is_one_that_the_article_comes_back_to() -> None:
    text = (
        "Ali Baran met Jan Sorel on Monday to save the tunnel. The tunnel is late. "
        "While Baran listened, Sorel said that the tunnel was a scandal of the first order.\n\n"
        "“This excuse is a fairy tale,” added Nora Feld."
    )
    claims = [
        claim(text, "that the tunnel was a scandal of the first order", "Sorel", "said"),
        claim(text, "“This excuse is a fairy tale,”", "Nora Feld", "added"),
    ]
    entities = ArticleEntities.from_text(text, claims)
    names = [t.name for t in entities.targets(0)]
    assert "Ali Baran" in names, "the sentence names him, neither content nor cue does"
    assert "tunnel" in names
    assert not any("scandal" in name or "order" in name for name in names)
    # Nobody is named in it: what it names once is all there is.
    assert any("excuse" in t.name for t in entities.targets(1))


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lund praised Daniel Prowse. “That young man tried,” she said as Ana Ruiz listened.",
        "As Ana Ruiz listened, Maria Lund praised Daniel Prowse. “That young man tried,” she said.",
    ],
)
def test_a_quotation_carries_on_with_whom_the_claim_before_is_about(text: str) -> None:
    claims = [
        claim(text, "Daniel Prowse", "Maria Lund", "praised"),
        claim(text, "“That young man tried,”", "she", "said"),
    ]
    names = [t.name for t in ArticleEntities.from_text(text, claims).targets(1)]
    assert "Daniel Prowse" in names


def test_an_office_in_capitals() -> None:
    text = (
        "Ali Baran, the chief minister of the Karsa Province (KP), met envoys. "
        "“The KP CM is wrong,” said Interior Minister Jan Sorel."
    )
    entities = ArticleEntities.from_text(text, [claim(text, "“The KP CM is wrong,”", "Jan Sorel")])
    assert [t.name for t in entities.targets(0)] == ["Ali Baran"]


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("The President said", "Orla Venn"),
        ("the Secretary,", "Idris Kole"),
        ("the law", "Harbour Dues Act"),
        ("the accord", "Skelmore Accord"),
        ("DOJ had", "Justice Department"),
        ("Republican from Ohio", "Republicans"),
    ],
)
def test_what_stands_for_a_name(mention: str, name: str) -> None:
    text = (
        "President Orla Venn and Secretary of State Idris Kole met on Monday to defend the Harbour "
        "Dues Act and the Skelmore Accord. The President said that the law was fair. Kole praised "
        "the accord. Reporters asked the Secretary, who was leaving, about the Justice "
        "Department. The DOJ had objected. The Republicans called it a mistake. One "
        "Republican from Ohio disagreed."
    )
    entities = ArticleEntities.from_text(text)
    start = text.index(mention)
    words = mention.removeprefix("The ").removeprefix("the ").split()[0].rstrip(",")
    at = start + mention.index(words)
    found = entities.same_as((at, at + len(words)))
    assert name in [" ".join(text[slice(*other)].split()) for other in found]


def test_two_people_of_one_surname_stay_apart() -> None:
    text = "Anna Holt met Peter Holt. Mr Holt said no. Ms Holt said yes."
    entities = ArticleEntities.from_text(
        text, [claim(text, "no", "Mr Holt", "said"), claim(text, "yes", "Ms Holt", "said")]
    )
    assert entities.speakers == ["Peter Holt", "Anna Holt"], "the titles tell"


def test_a_surname_means_whom_the_article_is_about() -> None:
    text = (
        "Bobby Holt runs the bank. Bobby Holt said no. His son Peter Holt was there. Holt said yes."
    )
    entities = ArticleEntities.from_text(text, [claim(text, "yes", "Holt", "was there. ")])
    assert entities.speakers == ["Bobby Holt"]


def test_names_keep_initials_and_lose_titles() -> None:
    for text, name in (
        ("Loretta E. Lund said no. “No,” said Lund.", "Loretta E. Lund"),
        ("J.D. Roth met Ana Ruiz. “No,” said Roth.", "J.D. Roth"),
        ("Jim Justice is governor. “No,” said Mr. Justice.", "Jim Justice"),
        ("The crowd cheered for Malcolm X.\n\n“No,” said Malcolm X in Boston.", "Malcolm X"),
        (
            "Crooked Vera Lund, he calls her. Vera Lund smiled. Vera Lund won. “No,” said Lund.",
            "Vera Lund",
        ),
    ):
        start = text.index("“No,”")
        speaker = text[start + len("“No,” said ") :].removesuffix(" in Boston.").rstrip(".")
        said = Claim(((start, start + 5),), (span(text, speaker, "said "),), (), "direct", 1.0)
        found = ArticleEntities.from_text(text, [said])
        assert found.speakers == [name]


def test_narrated_stances_lie_outside_claims() -> None:
    text = "Norlake Steel sued Brema Ports on Monday. Ana Ruiz said that Brema Ports had cheated."
    entities = ArticleEntities.from_text(
        text, [claim(text, "that Brema Ports had cheated", "Ana Ruiz", "said")]
    )
    pairs = [(p.speaker, p.target, text[p.start : p.end]) for p in entities.narrated_pairs()]
    assert pairs == [("Norlake Steel", "Brema Ports", "Norlake Steel sued Brema Ports on Monday.")]


def test_a_quotation_that_names_nobody_carries_the_target_on() -> None:
    text = "Maria Lund praised Daniel Prowse. “That young man tried,” she said."
    claims = [
        claim(text, "Daniel Prowse", "Maria Lund", "praised"),
        claim(text, "“That young man tried,”", "she", "said"),
    ]
    entities = ArticleEntities.from_text(text, claims)
    assert entities.speakers == ["Maria Lund", "Maria Lund"]
    assert "Daniel Prowse" in [t.name for t in entities.targets(1)]


def test_a_later_paragraph_of_a_quotation_keeps_its_speaker() -> None:
    text = "“It began badly,” said Ted Garroway.\n\n“It has been through two wars.\n\n“It stays.”"
    claims = [
        claim(text, "“It began badly,”", "Ted Garroway", "said"),
        claim(text, "“It has been through two wars.", ""),
        claim(text, "“It stays.”", ""),
    ]
    entities = ArticleEntities.from_text(text, claims)
    assert entities.speakers[1:] == [None, None], "other words stand between"
    joined = text.replace(" said Ted Garroway.", "")
    claims = [
        claim(joined, "“It began badly,”", ""),
        claim(joined, "“It has been through two wars.", ""),
    ]
    assert ArticleEntities.from_text(joined, claims).speakers == [None, None]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "“No,” said Ann Lowry.\n\nTom Keane shook his head. “They will never do it.”",
            "Tom Keane",
        ),
        ("“No,” said Ann Lowry.\n\n“They will never do it.” Tom Keane sat down.", "Tom Keane"),
        ("Tom Keane sat down.\n\n“They will never do it.”", None),
        ("Tom Keane said it was over. “They will never do it.”", None),
    ],
    ids=["before", "after", "another paragraph", "a sentence that reports"],
)
def test_a_quotation_without_cue_belongs_to_who_acts_beside_it(
    text: str, speaker: str | None
) -> None:
    claims = [claim(text, "“They will never do it.”", "")]
    if "Lowry" in text:
        claims.insert(0, claim(text, "“No,”", "Ann Lowry", "said"))
    if "over" in text:
        claims.insert(0, claim(text, "it was over", "Tom Keane", "said"))
    assert ArticleEntities.from_text(text, claims).speakers[-1] == speaker


def test_an_apposition_names_a_speaker() -> None:
    text = "Ann Lowry said so. Her rival, Tom Keane, said it was a pity."
    claims = [claim(text, "it was a pity", "Her rival", "said")]
    assert ArticleEntities.from_text(text, claims).speakers == ["Tom Keane"]


def test_no_speaker_is_a_pronoun() -> None:
    text = "Nobody knew. He said it was late. They denied it. I think so. Some agreed it was."
    claims = [
        claim(text, "it was late", "He", "said"),
        claim(text, "it", "They", "denied", "late."),
        claim(text, "so", "I", "think", "it."),
        claim(text, "it was", "Some", "agreed", "so."),
    ]
    assert ArticleEntities.from_text(text, claims).speakers == [None] * 4


@pytest.mark.parametrize(
    ("acronym", "words"),
    [
        ("SAC", "State Audit Chamber"),
        ("TTP", "Tehreek-e-Taliban Pakistan"),
        ("FBI", "Federal Bureau of Investigation"),
        ("NCF", "Nurses' and Carers' Federation"),
    ],
)
def test_acronyms(acronym: str, words: str) -> None:
    assert stands_for(acronym, words.split())
    assert not stands_for(acronym[::-1] + "X", words.split())


def test_datelines() -> None:
    first = FUND.splitlines()[0]
    assert first[dateline(first) :].startswith("Defense Minister")
    assert dateline("PENCE: Well, look.") == 0
    assert dateline("The SAC - an office - said so.") == 0


@given(st.text(alphabet="aB. \n”", max_size=120))
def test_paragraphs_cover_the_text(text: str) -> None:
    spans = paragraphs(text)
    assert "".join(text[start:end] for start, end in spans) == text


def test_wrapped_lines_are_one_paragraph_and_a_headline_is_its_own() -> None:
    wrapped = (
        "a line that was wrapped at some column of the page and goes on\nhere too until\nits end.\n"
    )
    assert len(paragraphs(wrapped * 1)) == 1
    headline = "Council splits\nThe council of the city was split over the harbour tunnel again.\n"
    assert len(paragraphs(headline)) == 2


@settings(max_examples=25)
@given(st.text(max_size=150))
def test_offsets_survive_any_text(text: str) -> None:
    doc = parse(text)
    assert len(doc.text) == len(text)
    entities = ArticleEntities(text, doc, [])
    for start, end in entities.sentences:
        assert 0 <= start < end <= len(text)


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(InputError, match="xx_none"):
        parse("A text.", "xx_none")


def test_short_first_names() -> None:
    text = (
        "Gregory B. Tarnow denied it. “He lied,” Ivo Dovrin said. A lawyer of Greg Tarnow's "
        "answered. Later Ilsa Dovrin spoke. Jim Tarnow, a brother, was silent."
    )
    entities = ArticleEntities.from_text(text)
    assert {"Gregory B. Tarnow", "Ivo Dovrin", "Ilsa Dovrin", "Jim Tarnow"} <= entities.named()
    assert "Greg Tarnow" not in entities.named()
    siblings = ArticleEntities.from_text("Erica Tarnow said that Eric Tarnow was ill in Varnholm.")
    assert {"Erica Tarnow", "Eric Tarnow"} <= siblings.named()


def test_members_of_congress_have_their_usual_names() -> None:
    text = "Senator Charles E. Schumer spoke. Schumer left. “No,” James Clyburn said."
    entities = ArticleEntities.from_text(text)
    assert {"Chuck Schumer", "Jim Clyburn"} <= entities.named()
    assert span(text, "Schumer", "spoke. ") in entities.same_as(span(text, "Charles E. Schumer"))
    known = ArticleEntities.from_text(text, known=["Charles Schumer"])
    assert "Charles Schumer" in known.named(), "the user's name for him"
    # Elsewhere somebody else may have the name.
    elsewhere = ArticleEntities.from_text("The baker Charles E. Schumer spoke in Varnholm.")
    assert "Charles E. Schumer" in elsewhere.named()


def test_the_table_of_usual_names_can_be_made_again(tmp_path: Path) -> None:
    def member(first: str, last: str, usual: str, end: str = "2015-01-03") -> dict[str, object]:
        return {
            "id": {"wikipedia": usual},
            "name": {"first": first, "last": last},
            "terms": [{"end": end}],
        }

    members = [
        member("Gregory", "Tarnow", "Greg Tarnow (politician)"),
        member("Robert", "Dovrín", "Bob Dovrín"),
        member("Garland", "Halvane", "Andy Halvane"),  # no short form
        member("Robert", "Smith", "Bob Smith"),  # common
        member("Thomas", "Stoke", "Tom Stoke", "1950-01-03"),
    ]
    for file in ("legislators-current.json", "legislators-historical.json", "executive.json"):
        (tmp_path / file).write_text(json.dumps(members if "current" in file else []))
    command = [sys.executable, "scripts/usual_names.py", str(tmp_path)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.stdout.splitlines() == ["Gregory\tTarnow\tGreg", "Robert\tDovrin\tBob"]
    (tmp_path / "executive.json").write_text("{")
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert broken.returncode == 2
    assert broken.stderr.startswith(f"usual_names: {tmp_path / 'executive.json'}")


def test_bodies_of_the_united_states_have_one_name() -> None:
    text = "The U.S. Army said no. The United States Army has AIRBUS Group helicopters, it said."
    entities = ArticleEntities.from_text(text)
    assert "United States Army" in entities.named()
    again = span(text, "United States Army")
    assert again in entities.same_as(span(text, "U.S. Army")), entities.same_as(again)
    assert not any("United States Group" in name for name in entities.named())
