"""Who somebody is does not change what the classifier reads: people have stand-ins."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stance
from stance.classifier.pair import Pair
from stance.classifier.people import hide_people, personal_name


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Nadia Rourke", "Nadia Rourke"),
        ("President Rourke’s", "Rourke"),
        ("Sen. Ulla van Dijk", "Ulla van Dijk"),
        ("Bill Judge", "Bill Judge"),
        ("Okonkwo-Byrne", "Okonkwo-Byrne"),
        ("the minister", None),
        ("He", None),
        ("Finland", None),
        ("Norwegian", None),
        ("Democrats", None),
        ("U.S.", None),
        ("NATO", None),
        ("Harrow City Council", None),
        ("Water Bill", None),
        ("May", None),
        ("Abortion", None),
        ("Voters", None),
        ("Climate Change", None),
        ("Virginia Democrats", None),
        ("Everyone", None),
        ("Collins", "Collins"),
        ("St. Louis", None),
        ("Rents should be frozen", None),
        ("'", None),
    ],
)
def test_whose_name_it_is(name: str, person: str | None) -> None:
    assert personal_name(name) == person


def test_a_stand_in_stands_wherever_the_name_does() -> None:
    text = (
        "Nadia Rourke said Kemal Aydin failed. Aydin shrugged; "
        "Rourke's aides, in Rourkeville, did too."
    )
    hidden = hide_people(Pair("Kemal Aydin", text, "Nadia Rourke", (0, 12), (38, 43)))
    assert hidden.text == (
        "Smith said Jones failed. Jones shrugged; Smith's aides, in Rourkeville, did too."
    )
    assert (hidden.speaker, hidden.target) == ("Smith", "Jones")
    assert hidden.speaker_span and hidden.text[slice(*hidden.speaker_span)] == "Smith"
    assert hidden.target_span == (25, 30)


def test_whom_the_text_does_not_mention_keeps_the_name() -> None:
    pair = Pair("Kemal Aydin", "He has failed us all.")
    assert hide_people(pair) == pair
    pronoun = hide_people(Pair("Kemal Aydin", "He has failed us all.", target_span=(0, 2)))
    assert (pronoun.target, pronoun.text) == ("Smith", "He has failed us all.")


def test_a_stand_in_is_nobody_whom_the_text_names() -> None:
    hidden = hide_people(Pair("Aydin", "Aydin met Ms Smith.", target_span=(0, 5)))
    assert hidden.text == "Jones met Ms Smith."


@pytest.mark.parametrize(
    ("speaker", "target", "text", "hidden"),
    [
        (
            "Ilse Rourke",
            "Tom Rourke",
            "Ilse Rourke met Tom Rourke. Rourke lied, she said.",
            "Smith met Jones. Rourke lied, she said.",
        ),
        ("Rourke", "Tom Rourke", "Rourke said Tom Rourke had won.", "Smith said Smith had won."),
        (
            "Tom Rourke Jr.",
            "the Will Party",
            "Tom Rourke Jr. met the Will Party. Other Jr. players came.",
            "Smith met the Will Party. Other Jr. players came.",
        ),
        (
            "Mary White",
            "Aydin",
            "Mary White told Aydin that the White House will wait.",
            "Smith told Jones that the White House will wait.",
        ),
        ("Nadia Rourke", "Aydin", "Nadia\nRourke met Aydin.", "Smith met Jones."),
        ("Rourke", "ROURKE's plan", "ROURKE's plan, said Rourke, works.", None),
        (
            "Aydin",
            "Nadia Rourke",
            "Smith, Jones, Brown, Taylor and Wilson saw Aydin thank Nadia Rourke.",
            "Smith, Jones, Brown, Taylor and Wilson saw Johnson thank Walker.",
        ),
    ],
)
def test_names_that_are_hard_to_tell_apart(
    speaker: str, target: str, text: str, hidden: str | None
) -> None:
    spans = [
        (text.index(name), text.index(name) + len(name)) if name in text else None
        for name in (speaker, target)
    ]
    if spans[0] is None:
        spans[0] = (0, text.index(" met"))
    found = hide_people(Pair(target, text, speaker, *spans))
    if hidden is None:
        assert (found.speaker, found.target) == ("Smith", "ROURKE's plan")
    else:
        assert found.text == hidden


def test_a_name_within_the_other_is_hidden_too() -> None:
    text = "Nadia Rourke defended her plan."
    found = hide_people(Pair("Nadia Rourke's plan", text, "Nadia Rourke", (0, 12), (22, 30)))
    assert (found.speaker, found.target) == ("Smith", "Smith's plan")


def test_an_empty_name_stays_empty() -> None:
    found = hide_people(Pair("", "Rourke left.", "Rourke", (0, 6), (0, 6)))
    assert (found.speaker, found.target) == ("Smith", "")


def test_a_topic_written_small_is_no_person() -> None:
    pair = Pair("Zonko", "She is for zonko.", target_span=(11, 16))
    assert hide_people(pair) == pair


def test_asking_the_classifier_loads_no_parser() -> None:
    ask = "import stance, sys; stance.predict(target='Aydin', text='Aydin lied.'); "
    told = subprocess.run(
        [sys.executable, "-c", ask + "print('spacy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"


@given(
    st.lists(st.sampled_from(["Rourke", "Aydin", "met", "in", "’s", "(", ". "])),
    st.sampled_from(["Rourke", "Nadia Rourke"]),
    st.sampled_from(["Aydin", "Kemal Aydin", "the council"]),
)
def test_spans_stay_on_their_mentions(words: list[str], speaker: str, target: str) -> None:
    before = " ".join(words)
    text = f"{before} {speaker} on {target}, {before}"
    first = len(before) + 1
    second = first + len(speaker) + 4
    pair = Pair(
        target, text, speaker, (first, first + len(speaker)), (second, second + len(target))
    )
    hidden = hide_people(pair)
    assert hidden.speaker_span and hidden.target_span
    assert hidden.text[slice(*hidden.speaker_span)] == hidden.speaker == "Smith"
    assert hidden.text[slice(*hidden.target_span)] == hidden.target
    assert hidden.target == ("the council" if target == "the council" else "Jones")


def test_the_shipped_model_gives_people_of_any_name_the_same_answer() -> None:
    answers = {
        str(stance.predict(speaker=who, target=whom, text=f"{who} accused {whom} of buying votes."))
        for who, whom in (("Ada Morrow", "Petr Halvane"), ("Xiu Zhang", "Barack Obama"))
    }
    assert len(answers) == 1
