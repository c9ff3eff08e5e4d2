"""Opinions of whole articles: the figures, and reading the corpus."""

import json
import runpy
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import stance
from stance.classifier.runtime import Classifier
from stance.classifier.scorer import FEATURES
from stance.corpora.labelled import read_labelled
from stance.corpora.seesaw import Opinion, OpinionatedArticle, read_seesaw
from stance.entities.agreement import same_name
from stance.errors import InputError
from stance.evaluation.opinions import score_opinions

ROOT = Path(__file__).parents[1]
SCORER = ROOT.parent / "shared" / "eval" / "stance_score.py"
NAMES = ["Ann Lowry", "Lowry", "Sen. Lowry", "GOP", "Republicans", "the ferry bill", "Bill Lowry"]
NAMES += ["Senate", "Texas Senate", "US Senate", "House", "Congress", "United States"]


def article(*opinions: Opinion) -> OpinionatedArticle:
    return OpinionatedArticle.from_sentences("a", ("One.", "Two."), (), opinions)


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


SENTENCES = (
    "Governor Ann Lowry attacked Tom Keane on Monday.",
    "“Tom Keane has ruined the ferries,” Lowry said.",
    "Keane met Dora Quist in Selbridge.",
    "Quist praised Keane afterwards.",
    "“Keane is the best minister we had,” Quist said.",
)


def test_pairs_of_articles_get_the_annotators_stances(tmp_path: Path) -> None:
    stances = [
        {"speaker": "Ann Lowry", "target": "Tom Keane", "stance": "oppose", "sentence": 1},
        {"speaker": "Dora Quist", "target": "Tom Keane", "stance": "support", "sentence": 4},
    ]
    names = ("Ann Lowry", "Tom Keane", "Dora Quist")
    row = {"doc": "a", "sentences": SENTENCES, "entities": [{"name": n} for n in names]}
    source, out = tmp_path / "articles.jsonl", tmp_path / "examples.jsonl"
    source.write_text(json.dumps(row | {"stances": stances}) + "\n", encoding="utf-8")
    command = [sys.executable, "scripts/label_pairs.py", str(source), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found = {(e.pair.speaker, e.pair.target): e.labels["stance"] for e in read_labelled(out)}
    assert found["Ann Lowry", "Tom Keane"] == "oppose"
    assert found["Dora Quist", "Tom Keane"] == "support"
    # The annotators found nothing of this pair anywhere.
    assert found["Tom Keane", "Dora Quist"] == "neutral"
    rows = [(e.pair.text, e.pair.speaker) for e in read_labelled(out)]
    # This sentence shows what they marked in another one.
    assert (SENTENCES[0], "Ann Lowry") not in rows
    none = subprocess.run(
        [*command, "--neutral", "0"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert none.returncode == 0, none.stderr
    assert {e.labels["stance"] for e in read_labelled(out)} == {"support", "oppose"}
    for example in read_labelled(out):
        assert example.pair.text in "\n".join(SENTENCES)

    source.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"label_pairs: {source}:1: lacks 'stances'")
    assert "Traceback" not in done.stderr


def test_a_run_trains_on_annotated_articles(tmp_path: Path) -> None:
    stances = [{"speaker": "Ann Lowry", "target": "Tom Keane", "stance": "oppose", "sentence": 0}]
    names = [{"name": "Ann Lowry"}, {"name": "Tom Keane"}, {"name": "Dora Quist"}]
    row = {"doc": "a", "sentences": SENTENCES, "entities": names, "stances": stances}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    other = {"speaker": "Vale", "target": "Lund", "text": "Vale met Lund.", "stance": "neutral"}
    (tmp_path / "train.jsonl").write_text(json.dumps(other) + "\n")
    (tmp_path / "dev.jsonl").write_text(
        json.dumps(other | {"target": "Ann Lowry", "text": SENTENCES[0]})
        + "\n"
        + json.dumps(other | {"text": "Vale met Lund again."})
        + "\n"
    )
    options = {
        "task": "classifier",
        "out": str(tmp_path / "run"),
        "data": str(tmp_path),
        "start": "default",
        "train": ["train.jsonl"],
        "opinions": {"articles.jsonl": 1},
        "near": 4,
        "scorer": ["articles.jsonl"],
        "dev": {"dev": "dev.jsonl"},
        "best_metrics": ["eval_dev_stance_f1"],
        "eval_steps": 1,
        "epochs": 1,
        "max_length": 64,
        "threads": 1,
        "bf16": True,
        "licence": "CC BY-NC-SA 4.0",
    }
    (tmp_path / "run.yaml").write_text(yaml.safe_dump(options))
    command = [sys.executable, "scripts/train.py", str(tmp_path / "run.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (pairs,) = (tmp_path / "run").glob("*-articles.jsonl")
    labels = {(e.pair.speaker, e.pair.target): e.labels["stance"] for e in read_labelled(pairs)}
    assert labels["Ann Lowry", "Tom Keane"] == "oppose"
    record = json.loads((tmp_path / "run" / "model" / "training.json").read_text())
    assert record["opinions"] == {"articles.jsonl": 1}

    # What the training data demand goes with the weights, and with whatever they score.
    export = ["scripts/export.py", str(tmp_path / "run.yaml"), str(tmp_path / "model")]
    done = subprocess.run([sys.executable, *export], capture_output=True, text=True, cwd=ROOT)
    assert (tmp_path / "model" / "model.json").is_file(), done.stderr
    selection = Classifier(tmp_path / "model").selection
    assert selection.near == 4 and selection.scorer
    assert dict(zip(FEATURES, selection.scorer.weights, strict=True))["strongest"] > 0
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "story.txt").write_text("Ann Lowry met the mayor of Stoke on Monday.")
    stance.score(tmp_path / "news", tmp_path / "out", model=tmp_path / "model", quiet=True)
    told = json.loads((tmp_path / "out" / "run.json").read_text())
    assert told["licence"] == "CC BY-NC-SA 4.0"
    assert "CC BY-NC-SA 4.0" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    row["stances"] = [stance | {"target": "Dora Quist"} for stance in stances]
    (tmp_path / "others.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "run.yaml").write_text(yaml.safe_dump(options | {"scorer": ["others.jsonl"]}))
    done = subprocess.run([sys.executable, *export], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    reason = "scorer needs stances that others.jsonl has, and others"
    assert done.stderr.splitlines()[-1] == f"export: {tmp_path / 'run.yaml'}: {reason}"

    (tmp_path / "run.yaml").write_text(yaml.safe_dump(options | {"opinions": {"b.jsonl": 1}}))
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert "b.jsonl" in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
