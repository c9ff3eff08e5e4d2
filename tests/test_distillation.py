"""A student learns from a teacher's answers: the shipped classifier teaches a new one."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.classifier.network import StanceNetwork
from stance.classifier.pair import Pair
from stance.classifier.runtime import Classifier
from stance.corpora.taught import read_taught, teacher_of, write_taught
from stance.errors import InputError
from stance.models.encoder import resolve_encoder
from stance.training.classifier import train_classifier
from stance.training.config import TrainConfig
from stance.training.export import export_model
from stance.training.teaching import teach

ENCODER = "sentence-transformers/all-MiniLM-L6-v2"
ROOT = Path(__file__).parents[1]
STORY = (
    "Mayor Lena Calder praised the harbour bill on Monday. “It is a gift to this town,” she said.\n"
    "Union chief Tomas Brandt attacked Calder. “She has betrayed the dockers,” he said.\n"
)
VERBS = ("praised", "thanked", "defended", "attacked", "mocked", "blamed", "met", "phoned", "saw")
NAMES = ("Calder", "Brandt", "Roth", "Hollander", "Lund", "Vale")


def sentences() -> list[dict[str, object]]:
    """Return rows of our own; every label is wrong on purpose: only the teacher is right."""
    return [
        {
            "speaker": first,
            "target": second,
            "text": f"{first} {verb} {second}.",
            "speaker_span": [0, len(first)],
            "target_span": [len(first) + len(verb) + 2, len(first) + len(verb) + 2 + len(second)],
            "sentiment": "neutral",
        }
        for verb in VERBS
        for first, second in zip(NAMES, NAMES[1:] + NAMES[:1], strict=True)
    ]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for folder in ("own", "articles"):
        (data / folder).mkdir(parents=True)
    lines = "".join(json.dumps(row) + "\n" for row in sentences())
    (data / "own" / "train.jsonl").write_text(lines, encoding="utf-8")
    dev = {"speaker": "Lund", "target": "Vale", "text": "Lund met Vale again.", "stance": "neutral"}
    (data / "dev.jsonl").write_text(json.dumps(dev) + "\n", encoding="utf-8")
    (data / "articles" / "story.txt").write_text(STORY, encoding="utf-8")
    path = tmp_path / "student.yaml"
    options = {
        "task": "classifier",
        "out": str(tmp_path / "run"),
        "data": str(data),
        "train": ["own/train.jsonl"],
        "dev": {"dev": "dev.jsonl"},
        "best_metrics": ["eval_dev_stance_f1"],
        "eval_steps": 80,
        "epochs": 10,
        "batch_size": 8,
        "learning_rate": 2e-4,
        "max_length": 32,
        "threads": 1,
        "taught": str(tmp_path / "taught"),
        "unlabelled": {"articles": 1.0},
        "swap_names": {"articles": 0.3},
        "distil": 4.0,
    }
    path.write_text(yaml.safe_dump(options))
    return path


def test_a_student_learns_what_only_its_teacher_says(config: Path, tmp_path: Path) -> None:
    command = [sys.executable, "scripts/teach.py", str(config), "default"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    known, unlabelled = read_taught(tmp_path / "taught")
    assert {record.target for record in unlabelled} >= {"Lena Calder"}
    assert all(record.stance is None and record.taught for record in unlabelled)

    run = train_classifier(TrainConfig.read(config))
    student = Classifier(export_model(run, tmp_path / "student", {"calibration": {}}))
    teacher = Classifier("default")
    # Names that no sentence of the student's had.
    pairs = [
        Pair("Thorne", f"Iqbal {verb} Thorne.", "Iqbal", (0, 5), (7 + len(verb), 13 + len(verb)))
        for verb in VERBS
    ]
    agreed = [
        one.stance == other.stance
        for one, other in zip(student.predict(pairs), teacher.predict(pairs), strict=True)
    ]
    assert len({p.stance for p in teacher.predict(pairs)}) > 1
    assert np.mean(agreed) >= 0.8
    assert len(known) >= len(sentences())


def test_teaching_goes_on_and_names_foreign_parts(config: Path, tmp_path: Path) -> None:
    folder = teach(TrainConfig.read(config), "default", threads=1)
    first, *others = sorted(folder.glob("*.parquet"))
    before = {path: path.stat().st_mtime_ns for path in others}
    first.unlink()
    teach(TrainConfig.read(config), "default", threads=1)
    assert first.exists()
    assert {path: path.stat().st_mtime_ns for path in others} == before

    pair = Pair("Vale", "Lund met Vale.", "Lund", (0, 4), (9, 13))
    for name, teacher, reason in (
        ("strange", "ffff", "of another teacher; remove the folder to begin anew"),
        ("own-train-jsonl-0009", None, "not what the config's corpora now make"),
    ):
        sign = teacher or teacher_of(first)
        path = folder / f"{name}.parquet"
        write_taught(path, [pair], np.zeros((1, 6)), source="x", teacher=sign)
        with pytest.raises(InputError, match=reason):
            teach(TrainConfig.read(config), "default", threads=1)
        path.unlink()
    (folder / "zz.parquet").write_bytes(b"PAR1 is not enough")
    with pytest.raises(InputError, match=r"zz\.parquet: not a part of a teacher's answers"):
        teach(TrainConfig.read(config), "default", threads=1)
    with pytest.raises(InputError, match=r"zz\.parquet: not a part of a teacher's answers"):
        read_taught(folder)


def test_the_teacher_is_asked_about_what_an_epoch_has(config: Path) -> None:
    options = yaml.safe_load(config.read_text()) | {"repeat": {"own/train.jsonl": 0.5}}
    options |= {"unlabelled": {}, "swap_names": {}}
    config.write_text(yaml.safe_dump(options))
    known, _ = read_taught(teach(TrainConfig.read(config), "default", threads=1))
    assert len(known) == round(len(sentences()) / 2)
    assert train_classifier(replace(TrainConfig.read(config), epochs=1, eval_steps=2)).is_dir()


def test_answers_that_cannot_be_used_are_named(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "taught"
    with pytest.raises(InputError, match=r"no answers of a teacher here; scripts/teach\.py"):
        read_taught(folder)
    pair = Pair("Vale", "Lund met Vale.", "Lund", (0, 4), (9, 13))
    write_taught(folder / "a.parquet", [pair], np.zeros((1, 6)), source=None, teacher="one")
    with pytest.raises(InputError, match=r"lacks answers about own/train\.jsonl"):
        train_classifier(TrainConfig.read(config))
    write_taught(folder / "b.parquet", [pair], np.zeros((1, 6)), source=None, teacher="two")
    with pytest.raises(InputError, match=r"b\.parquet: of another teacher than a\.parquet"):
        read_taught(folder)
    other = pa.table({"text": ["x"]}).replace_schema_metadata({"teacher": "one"})
    pq.write_table(other, folder / "b.parquet")
    with pytest.raises(InputError, match=r"b\.parquet: has other columns"):
        read_taught(folder)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"unlabelled": {"articles": 1.5}}, "not a share to 1"),
        ({"distil": -1.0}, "distil is not between 0 and 100"),
        ({"dev_sample": -5}, "dev_sample is below 0"),
        ({"swap_names": {"elsewhere": 0.5}}, "'elsewhere', which is not in train"),
        ({"task": "tagger"}, "options of a classifier"),
    ],
)
def test_options_of_distillation_are_checked(
    config: Path, options: dict[str, object], reason: str
) -> None:
    config.write_text(yaml.safe_dump(yaml.safe_load(config.read_text()) | options))
    with pytest.raises(InputError, match=reason):
        TrainConfig.read(config)


def test_what_a_teacher_was_not_asked_does_not_count(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = StanceNetwork(resolve_encoder(ENCODER), distil=1.0).eval()
    ids = torch.randint(1000, 2000, (3, 12))
    batch = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "token_type_ids": torch.zeros_like(ids),
        "positions": torch.tensor([[0, 2, 5]] * 3),
        "stance": torch.tensor([0, 1, -100]),
        "sentiment": torch.tensor([-100, -100, 2]),
    }
    with torch.no_grad():
        labels_only = network(**batch)
        unasked = torch.full((3, 6), torch.nan)
        assert torch.isclose(network(**batch, taught=unasked)["loss"], labels_only["loss"])
        agreeing = unasked.clone()
        # Logits that differ by a constant say the same.
        agreeing[1] = labels_only["logits"][1] + 3.0
        same = network(**batch, taught=agreeing)["loss"]
        assert torch.isclose(same, labels_only["loss"], atol=1e-5)
        disagreeing = agreeing.clone()
        disagreeing[1, 0] += 5.0
        assert network(**batch, taught=disagreeing)["loss"] > labels_only["loss"] + 0.1


TEXTS = st.text(min_size=1, max_size=40)
SPANS = st.none() | st.tuples(st.integers(0, 20), st.integers(21, 40))
PAIRS = st.builds(Pair, TEXTS, TEXTS, st.none() | TEXTS, SPANS, SPANS)


@settings(max_examples=40)
@given(
    pairs=st.lists(PAIRS, min_size=1, max_size=8, unique=True),
    source=st.none() | st.just("articles"),
)
def test_answers_come_back_as_they_were_written(
    pairs: list[Pair], source: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("taught")
    logits = np.arange(len(pairs) * 6, dtype=np.float32).reshape(-1, 6) / 7
    write_taught(folder / "a.parquet", pairs, logits, source=source, teacher="t")
    known, records = read_taught(folder)
    assert known == {p: tuple(row.tolist()) for p, row in zip(pairs, logits, strict=True)}
    assert [r.text for r in records] == ([] if source is None else [p.text for p in pairs])
