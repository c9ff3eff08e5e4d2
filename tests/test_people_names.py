"""One name for a person over all articles of a folder."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stance
from stance.scoring.people import PeopleNames

FIRST = st.sampled_from(["Greg", "Gregory", "Robert", "Bob", "Karen"])
BETWEEN = st.sampled_from(["", " B.", " H.W."])
NAMES = st.builds("{}{} {}".format, FIRST, BETWEEN, st.sampled_from(["Tarnow", "Dovrin", "Smith"]))


def replaced(*articles: list[str], known: tuple[str, ...] = ()) -> dict[str, str]:
    names = PeopleNames(known)
    for number, speakers in enumerate(articles):
        rows = [{"article": str(number), "speaker": name} for name in speakers]
        names.count({"claims": rows, "stances": []})
    return names.replacements()


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([["Gregory B. Tarnow"], ["Greg Tarnow"], ["Greg Tarnow"]], "Greg Tarnow"),
        ([["Karen K. Tarnow"], ["Karen K. Tarnow"], ["Karen Tarnow"]], "Karen K. Tarnow"),
        ([["Karen K. Tarnow"], ["Karen Tarnow"]], "Karen Tarnow"),
    ],
)
def test_the_name_in_the_most_articles_stays(articles: list[list[str]], expected: str) -> None:
    assert set(replaced(*articles).values()) == {expected}


@pytest.mark.parametrize(
    "names",
    [
        ["Paul K. Dovrin", "Paul M. Dovrin", "Paul Dovrin"],  # which of the two?
        ["Paul Dovrin", "Paul Dovrin Jr."],
        ["Paul Dovrin", "Karen Dovrin"],
        ["Michael Smith", "Mike Smith"],  # a common surname
        ["New York Times", "New Times"],
        ["Greg Tarnow's plan", "Gregory Tarnow's plan"],
        ["Paul Tarnow", "Paula Tarnow"],
        ["South Africa", "Southern Africa"],
        ["National Party", "Nationalist Party"],
        ["Charles II", "Charlie II"],
    ],
)
def test_names_of_two_people_stay(names: list[str]) -> None:
    assert replaced(*([name] for name in names)) == {}


def test_names_of_one_article_stay() -> None:
    assert replaced(["Greg Tarnow", "Gregory Tarnow"], ["Greg Tarnow"]) == {}
    # Nor does a third name, which may be either's, make them one.
    assert replaced(["Greg Tarnow", "Gregory Tarnow"], ["Greg B. Tarnow"]) == {}


def test_a_known_name_stays_and_others_become_it() -> None:
    articles = [["Gregory B. Tarnow"], ["Greg Tarnow"], ["Greg Tarnow"]]
    known = ("Gregory B. Tarnow",)
    assert replaced(*articles, known=known) == {"Greg Tarnow": "Gregory B. Tarnow"}


@given(st.lists(st.lists(NAMES, max_size=3), max_size=6))
def test_a_name_that_stays_is_one_of_the_articles(articles: list[list[str]]) -> None:
    found = replaced(*articles)
    names = {name for each in articles for name in each}
    assert set(found) <= names and set(found.values()) <= names
    # What replaces a name is not replaced itself, and has the surname.
    assert not set(found) & set(found.values())
    assert all(name.split()[-1] == other.split()[-1] for name, other in found.items())


def test_a_folder_has_one_row_for_a_person(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for number, name in enumerate(["Gregory B. Tarnow", "Greg Tarnow", "Greg Tarnow"]):
        (folder / f"{number}.txt").write_text(
            f"Senator {name} attacked Petr Halvane on Monday. “Halvane is a disgrace to this house "
            f"and he must resign,” Tarnow told reporters in Varnholm."
        )
    stance.score(folder, tmp_path / "out", workers=1, quiet=True)
    pairs = pq.read_table(tmp_path / "out" / "pairs.parquet").to_pylist()
    against = [row for row in pairs if row["target"] == "Petr Halvane" and row["oppose"]]
    assert [(row["speaker"], row["articles"]) for row in against] == [("Greg Tarnow", 3)]
    claims = pq.read_table(tmp_path / "out" / "claims.parquet").to_pylist()
    assert {row["speaker"] for row in claims} == {"Greg Tarnow"}
    # The mention stays as it is written.
    assert "Senator Gregory B. Tarnow" in {row["speaker_mention"] for row in claims}
