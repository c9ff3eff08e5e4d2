"""Opinions of whole articles: the figures, and reading the corpus."""

import json
import runpy
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.corpora.seesaw import Opinion, OpinionatedArticle, read_seesaw
from stance.errors import InputError
from stance.evaluation.opinions import same_name, score_opinions

SCORER = Path(__file__).parents[2] / "shared" / "eval" / "stance_score.py"
NAMES = ["Ann Lowry", "Lowry", "Sen. Lowry", "GOP", "Republicans", "the ferry bill", "Bill Lowry"]
NAMES += ["Senate", "Texas Senate", "US Senate", "House", "Congress", "United States"]


def article(*opinions: Opinion) -> OpinionatedArticle:
    return OpinionatedArticle("a", ("One.", "Two."), (), opinions)


def test_names_agree_by_their_last_words() -> None:
    assert same_name("Sen. Ann Lowry", "Lowry")
    assert same_name("GOP", "House Republicans")
    assert not same_name("Lowry", "Lowry administration")
    assert not same_name("the", "a")


def test_figures_worked_out_by_hand() -> None:
    gold = [
        Opinion("Ann Lowry", "the ferry bill", "oppose", 0),
        Opinion("Ann Lowry", "Tom Keane", "support", 1),
        Opinion(None, "Tom Keane", "support", 1),
    ]
    found = [
        Opinion("Lowry", "ferry bill", "oppose", 1),
        Opinion("Lowry", "ferry bill", "oppose", 1),
        Opinion("Ann Lowry", "Keane", "oppose", 1),
        Opinion("Tom Keane", "Lowry", "support", 0),
    ]
    figures = {
        name: value for name, (value, _, _) in score_opinions([article(*gold)], [found]).items()
    }
    assert figures["article_precision"] == pytest.approx(1 / 3)
    assert figures["article_recall"] == pytest.approx(1 / 2)
    assert figures["sentence_f1"] == 0
    assert figures["pair_f1"] == pytest.approx(2 * 2 / (2 + 3))
    assert figures["polarity_acc"] == pytest.approx(1 / 2)


OPINIONS = st.lists(
    st.builds(
        Opinion,
        st.sampled_from([None, *NAMES]),
        st.sampled_from([None, *NAMES]),
        st.sampled_from(["support", "oppose"]),
        st.integers(0, 1),
    ),
    max_size=6,
)


@cache
def acceptance() -> Callable[..., dict[str, float]]:
    score: Callable[..., dict[str, float]] = runpy.run_path(str(SCORER))["score"]
    return score


@settings(deadline=None)
@pytest.mark.skipif(not SCORER.exists(), reason="the acceptance scorer is not on this machine")
@given(OPINIONS, OPINIONS)
def test_figures_are_those_of_the_acceptance_scorer(
    gold: list[Opinion], found: list[Opinion]
) -> None:
    ours = score_opinions([article(*gold)], [found])
    rows = [[vars(opinion) for opinion in part] for part in (gold, found)]
    theirs = acceptance()([{"doc": "a", "stances": rows[0]}], {"a": rows[1]})
    for name, (value, _, _) in ours.items():
        # Of two stances that a pair has equally often, the scorer takes either.
        if name != "polarity_acc":
            assert value == pytest.approx(theirs[name]), name


def test_a_broken_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "valid.jsonl"
    row = {"doc": "a", "sentences": ["One."], "entities": [{"name": "Lowry"}], "stances": []}
    path.write_text(json.dumps(row) + "\n" + json.dumps(row | {"stances": [{}]}) + "\n")
    with pytest.raises(InputError, match=r"valid\.jsonl:2: lacks 'stance'"):
        read_seesaw(path)
    path.write_text(json.dumps(row) + "\n")
    assert read_seesaw(path)[0].entities == ("Lowry",)
