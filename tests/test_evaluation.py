"""Evaluation: the figures themselves, labelled files, and scores of attributions."""

import json
import runpy
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.claims.claim import Claim
from stance.classifier.calibration import Calibration, fit_temperature
from stance.corpora.labelled import read_labelled
from stance.corpora.polnear import AnnotatedArticle, Attribution, read_polnear
from stance.errors import InputError
from stance.evaluation.attribution import confidence_curve, count_matches, summarise
from stance.evaluation.metrics import calibration_error, evaluate_labels
from stance.evaluation.pictures import draw_confidence
from stance.evaluation.run import describe, evaluate_file

LABELLED = Path(__file__).parent / "data" / "labelled.jsonl"
CLASSES = ("support", "oppose", "neutral")
ROW = {"id": 1, "speaker": None, "target": "a", "text": "a b", "stance": "support"}


def one_hot(guesses: list[str], confidence: float = 0.8) -> np.ndarray:
    rows = np.full((len(guesses), 3), (1 - confidence) / 2)
    for row, guess in zip(rows, guesses, strict=True):
        row[CLASSES.index(guess)] = confidence
    return rows


def test_figures_worked_out_by_hand() -> None:
    gold = ["support", "support", "oppose", "neutral"]
    found = evaluate_labels(gold, one_hot(["support", "oppose", "oppose", "neutral"]), CLASSES)
    assert found.accuracy == 0.75
    # support 2/3, oppose 2/3, neutral 1
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert found.confusion == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
    assert found.per_class["oppose"] == {
        "precision": 0.5,
        "recall": 1.0,
        "f1": pytest.approx(2 / 3),
        "support": 1,
    }
    assert found.calibration_error == pytest.approx(0.05)
    low, high = found.accuracy_interval
    assert 0 <= low < 0.75 < high <= 1


def test_calibration_error_adds_the_gaps_of_the_bins() -> None:
    probabilities = np.array([[0.9, 0.05, 0.05]] * 4 + [[0.4, 0.3, 0.3]] * 4)
    gold = np.array([0, 0, 0, 1, 0, 1, 1, 1])
    # |0.9 - 0.75| and |0.4 - 0.25|, half the examples each
    assert calibration_error(gold, probabilities) == pytest.approx(0.15)


def test_a_fitted_temperature_undoes_overconfidence() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(4000, 3)) * 1.5
    chances = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = [int(rng.choice(3, p=row)) for row in chances]
    assert fit_temperature(logits * 3, labels) == pytest.approx(3, rel=0.1)
    six = np.hstack([logits * 3, logits])
    stance, sentiment = Calibration(3.0, 1.0).probabilities(six)
    assert stance == pytest.approx(sentiment)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stance": None}, "no label: neither 'stance' nor 'sentiment'"),
        ({"stance": "against"}, "stance is 'against', not one of support, oppose, neutral"),
        ({"target": " "}, "'target' is missing, empty or no text"),
        ({"text": 3}, "'text' is missing, empty or no text"),
        ({"speaker": 3}, "'speaker' is neither text nor null"),
        ({"target_span": [0, 9]}, r"target_span is \[0, 9\], not \[start, end\) within the text"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    path = tmp_path / "examples.jsonl"
    path.write_text(json.dumps(ROW) + "\n\n" + json.dumps(ROW | change) + "\n")
    with pytest.raises(InputError, match=rf"examples\.jsonl:3: {reason}"):
        read_labelled(path)


def test_broken_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "examples.jsonl"
    with pytest.raises(InputError, match="No such file"):
        read_labelled(path)
    path.write_text("")
    with pytest.raises(InputError, match="no examples"):
        read_labelled(path)
    path.write_text("{")
    with pytest.raises(InputError, match=r"jsonl:1: not JSON"):
        read_labelled(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        read_labelled(path)


def test_the_shipped_model_on_sentences_of_our_own(tmp_path: Path) -> None:
    found = evaluate_file(LABELLED, out=tmp_path / "figures")
    # Far above the 0.33 of guessing; the development splits tell finer differences.
    assert found["stance"].macro_f1 > 0.6
    assert found["sentiment"].macro_f1 > 0.6
    assert found["stance"].examples == 60
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    pictures = {f"{k}-{p}.png" for k in found for p in ("confusion", "reliability")}
    assert names == {"evaluation.json", "report.txt"} | pictures
    written = json.loads((tmp_path / "figures" / "evaluation.json").read_text())
    assert written["stance"]["macro_f1"] == found["stance"].macro_f1
    assert f"{found['stance'].macro_f1:.3f}" in describe(found)


def attributed(text: str, *triples: tuple[str, str]) -> AnnotatedArticle:
    def span(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),) if words else ()

    return AnnotatedArticle("a", text, tuple(Attribution(span(s), (), span(c)) for s, c in triples))


def claims_of(article: AnnotatedArticle) -> list[Claim]:
    return [Claim(a.content, a.source, (), "indirect", 1.0) for a in article.attributions]


TEXT = "Ana said that the tunnel is far too dear. Ben and his wife said “no, never again”."
GOLD = attributed(TEXT, ("Ana", "the tunnel is far too dear"), ("Ben and his wife", "“no, never"))


def test_attributions_are_matched_by_overlap_and_speaker() -> None:
    assert summarise(count_matches(GOLD, claims_of(GOLD)))["attribution_f1"] == 1
    half = attributed(TEXT, ("Ana", "tunnel is far"), ("Ben", "“no, never"))
    figures = summarise(count_matches(GOLD, claims_of(half)))
    assert figures["content_f1"] == 1, "half of the letters is enough"
    assert figures["exact_f1"] == 0.5
    assert figures["speaker_acc"] == 1
    swapped = attributed(TEXT, ("Ben", "the tunnel is far too dear"), ("", "“no, never"))
    figures = summarise(count_matches(GOLD, claims_of(swapped)))
    assert figures["content_f1"] == 1
    assert figures["attribution_f1"] == 0
    assert figures["recall_direct"] == 0


def test_surer_claims_are_right_more_often(tmp_path: Path) -> None:
    sure, unsure = (replace(c, score=s) for c, s in zip(claims_of(GOLD), (0.9, 0.5), strict=True))
    wrong = Claim(((0, 3),), (), (), "indirect", 0.6)
    curve = confidence_curve([GOLD], [[sure, unsure, wrong]])
    assert curve[0.0]["attribution_recall"] == 1
    assert curve[0.0]["attribution_precision"] == pytest.approx(2 / 3)
    assert curve[0.88]["attribution_recall"] == 0.5
    assert curve[0.88]["attribution_precision"] == 1
    assert curve[0.96]["attribution_f1"] == 0
    draw_confidence(curve, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


SCORER = Path(__file__).parents[2] / "shared" / "eval" / "attribution_score.py"


@pytest.mark.skipif(not SCORER.exists(), reason="the acceptance scorer is not on this machine")
@given(st.data())
def test_attribution_figures_are_those_of_the_acceptance_scorer(data: st.DataObject) -> None:
    text = "“Aa bb,” cc dd. Ee ff “gg” hh. Ii jj kk ll."
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(
        lambda s: (s[0], min(sum(s), len(text)))
    )
    spans = st.lists(span, min_size=1, max_size=2)
    attributions = st.lists(st.tuples(spans, st.one_of(st.just([]), spans)), max_size=4)
    gold, guess = data.draw(attributions.filter(bool)), data.draw(attributions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "text").mkdir()
        (folder / "attributions").mkdir()
        (folder / "text" / "a.txt").write_text(text, encoding="utf-8")
        lines = []
        for number, (content, source) in enumerate(gold):
            for role, part in (("Content", content), ("Source", source)):
                offsets = ";".join(f"{start} {end}" for start, end in part)
                lines += [f"T{role}{number}\t{role} {offsets}\t"] if part else []
            arguments = f"Content:TContent{number}" + f" Source:TSource{number}" * bool(source)
            lines.append(f"E{number}\tAttribution:T0 {arguments}")
        (folder / "attributions" / "a_one.ann").write_text("\n".join(lines), encoding="utf-8")
        article = read_polnear(folder)[0]
        claims = [Claim(tuple(c), tuple(s), (), "indirect", 1.0) for c, s in guess]
        ours = summarise(count_matches(article, claims))
        said = [{"content": content, "speaker": source} for content, source in guess]
        theirs = runpy.run_path(str(SCORER))["score"](folder, {"a.txt": said})
    assert ours == {name: pytest.approx(theirs[name]) for name in ours}
