"""How surely an article shows a stance, and which stances an annotator would note."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.articles import Article
from stance.classifier.prediction import Prediction
from stance.classifier.scorer import FEATURES, PairScorer, evidence, pair_features
from stance.classifier.selection import Selection
from stance.examples import build_examples
from stance.extraction import Extractor
from stance.pipeline import select

CHANCE = st.floats(0, 0.5)
NAMES = st.sampled_from(["Ann Lowry", "Tom Keane", "critics"])
PASSAGES = st.lists(
    st.tuples(st.tuples(st.one_of(st.none(), NAMES), NAMES), CHANCE, CHANCE), max_size=8
)


def prediction(support: float, oppose: float) -> Prediction:
    stance = (support, oppose, 1 - support - oppose)
    return Prediction.from_probabilities(stance, (0.0, 0.0, 1.0))


def only(**weights: float) -> PairScorer:
    """Return a scorer of which one feature matters."""
    return PairScorer.from_dict({"bias": 0.0, **dict.fromkeys(FEATURES, 0.0)} | weights)


@given(st.lists(CHANCE, min_size=1, max_size=5))
def test_evidence_grows_with_every_passage(chances: list[float]) -> None:
    pair = ("Ann Lowry", "Tom Keane")
    shown = evidence([pair] * len(chances), [prediction(p, 0.1) for p in chances])
    assert shown[pair, "support"] == pytest.approx(1 - math.prod(1 - p for p in chances))
    assert shown[pair, "support"] >= max(chances) - 1e-9


@given(PASSAGES)
def test_evidence_alone_is_the_score_without_a_scorer(
    passages: list[tuple[tuple[str | None, str], float, float]],
) -> None:
    pairs = [pair for pair, _, _ in passages]
    predictions = [prediction(support, oppose) for _, support, oppose in passages]
    counts, named = Counter({"Ann Lowry": 3, "critics": 2}), {"Ann Lowry", "Tom Keane"}
    keys, features = pair_features(pairs, predictions, counts, named)
    assert features.shape == (len(keys), len(FEATURES)) == (2 * len(set(pairs)), len(FEATURES))
    plain = Selection().scores(pairs, predictions, counts, named)
    scored = Selection(scorer=only(evidence=1.0)).scores(pairs, predictions, counts, named)
    assert scored == {key: pytest.approx(value, abs=2e-3) for key, value in plain.items()}


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES) + 1, max_size=len(FEATURES) + 1))
def test_a_selection_is_read_as_it_was_written(numbers: list[float]) -> None:
    scorer = PairScorer(numbers[0], tuple(numbers[1:]))
    for each in (Selection(4.0, 0.2, 0.3, 0.1, scorer), Selection(4.0)):
        assert Selection.from_dict(each.to_dict()) == each


def test_a_stance_is_scored_by_the_part_its_pair_plays_in_the_article() -> None:
    text = (
        "Mayor Ann Lowry opened the harbour on Monday. Lowry had fought for it, and Ann Lowry won. "
        "“Ann Lowry is a liar,” said Tom Keane. “Bill Orr is a liar,” said Tom Keane. "
        "Critics called Ann Lowry a fool."
    )
    article = Article("a.txt", text)
    extraction = Extractor().extract(article)
    examples = build_examples(article, extraction, near=9)
    predictions = [prediction(0.0, 0.5 + 1e-3)] * len(examples)

    def opposed(scorer: PairScorer, threshold: float) -> set[tuple[str | None, str]]:
        chosen = Selection(threshold=threshold, scorer=scorer)
        kept = select(examples, predictions, chosen, extraction.entities)
        assert [p.p_oppose for p in kept] == [p.p_oppose for p in predictions]
        pairs = zip(examples, kept, strict=True)
        return {(e.speaker, e.target) for e, p in pairs if p.stance == "oppose"}

    every = opposed(only(), 0.5)
    assert {("Tom Keane", "Ann Lowry"), ("Tom Keane", "Bill Orr")} <= every
    of_many_mentions = opposed(only(target_mentions=1.0), 0.75)
    assert of_many_mentions == {pair for pair in every if pair[1] == "Ann Lowry"}
    nameless = {pair for pair in every if pair[0] == "Critics"}
    assert nameless
    assert opposed(only(nameless_speaker=-1.0), 0.5) == every - nameless
