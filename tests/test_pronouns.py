"""Whom "he" and "she" stand for: the shipped network, its training, and GAP's figures."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.claims.claim import Span
from stance.corpora.gap import GapSnippet, read_gap
from stance.entities import ArticleEntities
from stance.entities.antecedents import FEATURES, AntecedentScorer
from stance.entities.gender import gender_of
from stance.errors import InputError
from stance.evaluation.coreference import score_pronouns
from stance.models import PRONOUN_MODEL

HEADER = "ID Text Pronoun Pronoun-offset A A-offset A-coref B B-offset B-coref URL".split()

# (text, pronoun, whom it stands for)
PASSAGES = [
    ("Ruth Calder met Anna Brandt in March. She had asked for the meeting.", "She", "Calder"),
    ("Tom Hale praised Ruth Calder. He said the work was done.", "He", "Hale"),
    ("Tom Hale praised Ruth Calder, and she thanked the crew.", "she", "Calder"),
    ("Ana Ruiz told Vera Lund that her own report was late.", "her", "Ruiz"),
    ("In his first speech, Tom Hale attacked the plan of Ben Roth.", "his", "Hale"),
    (
        "Ivan Moss lost to Carl Dorn. Moss had led for a year, but his lead was thin.",
        "his",
        "Moss",
    ),
    (
        "Vale, a nurse from Selbridge, sued the hospital. Judge Maria Lund heard the case. "
        "The nurse won, and Lund told reporters that she had listened to everyone.",
        "she",
        "Lund",
    ),
    ("Peter Holt joined the board after Dr Nora Finch left. She now runs a bank.", "She", "Finch"),
]


def snippet(text: str, pronoun: str, *, feminine: bool, refers: tuple[bool, bool]) -> GapSnippet:
    def span(words: str) -> Span:
        return text.index(words), text.index(words) + len(words)

    names = span("Calder"), span("Brandt")
    return GapSnippet("1", text, span(pronoun), feminine, names, refers)


def test_the_shipped_network_finds_the_person() -> None:
    right = 0
    for text, pronoun, name in PASSAGES:
        start = text.index(f" {pronoun} ") + 1 if f" {pronoun} " in text else text.index(pronoun)
        entities = ArticleEntities.from_text(text)
        found = [text[slice(*s)] for s in entities.same_as((start, start + len(pronoun)))]
        right += any(name in mention for mention in found)
    assert right >= len(PASSAGES) - 1


def test_figures_of_pronouns() -> None:
    he = snippet("Calder saw Brandt as he left.", "he", feminine=False, refers=(True, False))
    she = snippet("Calder saw Brandt as she left.", "she", feminine=True, refers=(False, True))
    figures = score_pronouns([he, she], lambda text, pronoun: [(0, 6), pronoun])
    assert figures["f1"][0] == 0.5
    assert figures["masculine_f1"][0] == 1
    assert figures["feminine_f1"][0] == 0
    assert figures["gender_ratio"][0] == 0
    assert score_pronouns([he], lambda text, pronoun: [])["recall"][0] == 0


def test_first_names() -> None:
    assert gender_of("Susan") == "female"
    assert gender_of("imran") == "male"
    assert gender_of("Jordan") != "female"
    assert gender_of("Xyqqa") is None


def test_gap_files(tmp_path: Path) -> None:
    path = tmp_path / "gap.tsv"
    row = ["x", "Ann saw Eve; she left.", "she", "13", "Ann", "0", "TRUE", "Eve", "8", "FALSE", "u"]
    path.write_text("\t".join(HEADER) + "\n" + "\t".join(row) + "\n", encoding="utf-8")
    (found,) = read_gap(path)
    assert found.text[slice(*found.pronoun)] == "she"
    assert [found.text[slice(*name)] for name in found.names] == ["Ann", "Eve"]
    assert found.feminine
    assert found.refers == (True, False)
    path.write_text("a\tb\n1\t2\n")
    with pytest.raises(InputError, match=r"gap\.tsv: not in the format of GAP"):
        read_gap(path)
    with pytest.raises(InputError, match="cannot read"):
        read_gap(tmp_path / "none.tsv")


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    weights = json.loads((PRONOUN_MODEL / "model.json").read_text())
    for damage in ({"features": ["height"]}, {"hidden": [[1.0]]}, {"output": "much"}):
        (tmp_path / "model.json").write_text(json.dumps(weights | damage))
        with pytest.raises(InputError, match=r"model\.json: damaged weights"):
            AntecedentScorer.read(tmp_path)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.integers(0, 2**32 - 1))
def test_shares_are_probabilities(entities: list[int], seed: int) -> None:
    features = np.random.default_rng(seed).normal(size=(len(entities), len(FEATURES)))
    shares = AntecedentScorer.read().shares(features, entities)
    assert set(shares) == set(entities)
    assert sum(shares.values()) == pytest.approx(1)
    assert min(shares.values()) >= 0


def test_training_learns_from_a_file(tmp_path: Path) -> None:
    lines = ["\t".join(HEADER)]
    for number, (text, pronoun, name) in enumerate(PASSAGES[:5]):
        other = next(n for n in ("Brandt", "Calder", "Hale", "Lund", "Roth") if n in text)
        if other == name:
            other = text.split()[0]
        places = [pronoun, str(text.index(pronoun)), name, str(text.index(name)), "TRUE"]
        places += [other, str(text.index(other)), "FALSE", "u"]
        lines.append("\t".join([str(number), text, *places]))
    (tmp_path / "gap.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = tmp_path / "pronouns.yaml"
    config.write_text(
        f"task: pronouns\nout: {tmp_path}/run\ndata: {tmp_path}\ntrain: [gap.tsv]\n"
        "dev: {gap: gap.tsv}\nepochs: 3\nlearning_rate: 3.0e-3\n"
    )
    command = [sys.executable, "-m", "stance.cli", "train", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    scorer = AntecedentScorer.read(Path(done.stdout.strip()))
    assert scorer.shares(np.zeros((2, len(FEATURES))), [0, 1]) == {0: 0.5, 1: 0.5}
