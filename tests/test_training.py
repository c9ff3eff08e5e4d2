"""Training for real on a handful of sentences: a killed run resumes, the export runs."""

import itertools
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stance.claims.tagger import Tagger
from stance.classifier.network import IGNORED, StanceNetwork
from stance.classifier.pair import Pair
from stance.classifier.prediction import STANCES, Prediction
from stance.classifier.runtime import Classifier
from stance.corpora.augment import add_neighbour, swap_names
from stance.corpora.composed import compose
from stance.corpora.dse import read_dse
from stance.corpora.names import FULL_NAMES
from stance.corpora.readers import read_records, unseen
from stance.corpora.records import Record
from stance.errors import InputError
from stance.evaluation.attribution import score_folder
from stance.evaluation.swaps import direction_sensitivity, name_stability, rename_people
from stance.models.encoder import resolve_encoder
from stance.training.classifier import weigh
from stance.training.config import TrainConfig
from stance.training.export import encode, export_model
from stance.training.smoothing import smooth

ENCODER = "sentence-transformers/all-MiniLM-L6-v2"
PRAISE = [
    "{0} praised {1}.",
    "{0} backs {1} in every vote.",
    "{0} called {1} a safe pair of hands.",
]
BLAME = ["{0} attacked {1}.", "{0} wants {1} gone by spring.", "{0} called {1} a disgrace."]
PLAIN = ["{0} met {1} on Monday.", "{0} spoke after {1}.", "{0} and {1} come from Selbridge."]
NAMES = ["Calder", "Brandt", "Roth", "Hollander"]
STORY = "Mayor Calder said that the tunnel was late. “It is a mess,” said Brandt.\n"
ROLES = [
    ("Mayor Calder", "said", "that the tunnel was late"),
    ("Brandt", "said", "“It is a mess,”"),
]


def write_dse(path: Path) -> None:
    """Write sentences of our own in the corpus's format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for label, sentences in (("1", PRAISE), ("3", BLAME), ("0", PLAIN)):
        for sentence in sentences:
            for first, second in zip(NAMES, NAMES[1:] + NAMES[:1], strict=True):
                text = sentence.format(f"[{first}]", f"[{second}]")
                lines.append("\t".join((text, first, second, label)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_polnear(folder: Path, articles: int) -> None:
    """Write stories of our own in the corpus's format."""
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    for number in range(articles):
        (folder / "text" / f"story{number}.txt").write_text(STORY, encoding="utf-8")
        lines, at = [], 0
        for i, spans in enumerate(ROLES):
            for role, words in zip(("Source", "Cue", "Content"), spans, strict=True):
                start = STORY.index(words, 0 if i == 0 else STORY.index("“"))
                at += 1
                lines.append(f"T{at}\t{role} {start} {start + len(words)}\t{words}")
            links = f"Source:T{at - 2} Cue:T{at - 1} Content:T{at}"
            lines.append(f"E{i}\tAttribution:T{at - 1} {links}")
        path = folder / "attributions" / f"story{number}_one.ann"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_config(path: Path, **options: object) -> Path:
    base = {"out": str(path.parent / "run"), "data": str(path.parent / "data"), "epochs": 2}
    path.write_text(yaml.safe_dump(base | {"batch_size": 4, "threads": 1} | options))
    return path


@pytest.fixture
def classifier_config(tmp_path: Path) -> Path:
    write_dse(tmp_path / "data" / "dse" / "train.txt")
    dev = tmp_path / "data" / "dse" / "valid.txt"
    dev.write_text(
        "[Lund] praised [Vale] again.\tLund\tVale\t1\n"
        "[Lund] attacked [Vale] again.\tLund\tVale\t3\n"
        "[Lund] met [Vale] again.\tLund\tVale\t0\n"
        "[Calder] praised [Brandt].\tCalder\tBrandt\t1\n"
    )
    return write_config(
        tmp_path / "classifier.yaml",
        task="classifier",
        train=["dse/train.txt"],
        dev={"dse": "dse/valid.txt"},
        best_metrics=["eval_dse_stance_f1"],
        eval_steps=10,
        epochs=12,
        batch_size=8,
        learning_rate=2e-4,
        max_length=32,
        calibrate={"stance": ["dse"]},
    )


def test_a_killed_training_resumes_and_its_model_runs(classifier_config: Path) -> None:
    command = [sys.executable, "-m", "stance.cli", "train", str(classifier_config)]
    run = classifier_config.parent / "run"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 240
    # The state is what a checkpoint's folder gets last.
    while not list(run.glob("checkpoint-*/trainer_state.json")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (run / "model").exists()

    done = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(str(run / "model"))
    record = json.loads((run / "model" / "training.json").read_text())
    assert record["steps"] > 10
    assert record["seed"] == 0

    out = export_model(run / "model", classifier_config.parent / "shipped", {"calibration": {}})
    whole = export_model(
        run / "model", classifier_config.parent / "whole", {"calibration": {}}, quantize=False
    )
    pairs = [
        Pair("Vale", f"Lund {verb} Vale.", "Lund", (0, 4), (6 + len(verb), 10 + len(verb)))
        for verb in ("praised", "attacked", "met")
    ]
    found = [p.stance for p in Classifier(out).predict(pairs)]
    assert found[:2] == ["support", "oppose"]
    assert found == [p.stance for p in Classifier(whole).predict(pairs)], "int8 answers like fp32"
    assert (out / "model.onnx").stat().st_size < (whole / "model.onnx").stat().st_size / 3


def test_a_tagger_learns_its_own_stories(tmp_path: Path) -> None:
    write_polnear(tmp_path / "data" / "polnear" / "train", 48)
    write_polnear(tmp_path / "data" / "polnear" / "dev", 2)
    config = write_config(
        tmp_path / "tagger.yaml",
        task="tagger",
        train=["polnear/train"],
        dev={"polnear": "polnear/dev"},
        best_metrics=["eval_polnear_span_f1", "eval_polnear_source_link"],
        # Once, at the end: an early checkpoint can be as good on two stories by a hair's breadth.
        eval_steps=96,
        learning_rate=3e-4,
        max_length=64,
        epochs=8,
    )
    command = [sys.executable, "scripts/train.py", str(config)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    out = export_model(tmp_path / "run" / "model", tmp_path / "tagger", {"min_score": 0.0})
    figures = score_folder(tmp_path / "data" / "polnear" / "dev", Tagger(out).claims)
    assert figures["attribution_f1"][0] == 1


def test_resume_without_a_checkpoint_says_so(classifier_config: Path) -> None:
    command = [sys.executable, "-m", "stance.cli", "train", str(classifier_config), "--resume"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no checkpoint to resume from; run without --resume" in done.stderr
    assert "Traceback" not in done.stderr


def test_smoothing_changes_nothing_in_fp32() -> None:
    network: Any = StanceNetwork(resolve_encoder(ENCODER)).eval()
    ids = torch.randint(1000, 20000, (4, 24), generator=torch.Generator().manual_seed(0))
    mask, types = torch.ones_like(ids), torch.zeros_like(ids)
    mask[0, 12:] = 0
    positions = torch.tensor([[0, 2, 5]] * 4)
    with torch.no_grad():
        before = encode(network.encoder, ids, mask, types, positions)
        query = network.encoder.encoder.layer[0].attention.self.query
        plain = query.weight.clone()
        scales = smooth(
            network.encoder,
            lambda: network(ids, mask, types, positions),
        )
        after = encode(network.encoder, ids, mask, types, positions, scales=scales)
        without = encode(network.encoder, ids, mask, types, positions)
    assert not torch.allclose(query.weight, plain), "the weights took the scales"
    assert not torch.allclose(before, without, atol=1e-2), "and need them"
    assert torch.allclose(before, after, atol=1e-4)


def test_an_unknown_best_metric_is_named(classifier_config: Path) -> None:
    options = yaml.safe_load(classifier_config.read_text())
    options |= {"best_metrics": ["eval_dse_stance_f2"], "eval_steps": 1}
    classifier_config.write_text(yaml.safe_dump(options))
    command = [sys.executable, "-m", "stance.cli", "train", str(classifier_config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "best_metrics names 'eval_dse_stance_f2', not one of eval_dse_stance_f1" in done.stderr
    assert "Traceback" not in done.stderr


def test_dse_lines_are_read_in_both_directions(tmp_path: Path) -> None:
    path = tmp_path / "dse" / "train.txt"
    path.parent.mkdir()
    path.write_text("A spring day: [Rot]h thanked [Calder]'s office.\tRot\tCalder\t2\n")
    there, back = read_records(path)
    assert (there.speaker, there.target, there.stance) == ("Roth", "Calder", "neutral")
    assert (back.speaker, back.target, back.stance) == ("Calder", "Roth", "support")
    assert back.speaker_span is not None
    assert back.text[slice(*back.speaker_span)] == "Calder"
    assert "[" not in back.text
    assert unseen([there], ["something else"]) == [there]
    assert unseen([there], [there.text]) == []
    path.write_text("no tabs here\n")
    with pytest.raises(InputError, match=r"train\.txt:1: not 'sentence TAB"):
        list(read_dse(path))


def test_a_config_must_calibrate_on_what_it_reads(tmp_path: Path) -> None:
    config = write_config(
        tmp_path / "c.yaml",
        task="classifier",
        train=["dse/train.txt"],
        dev={"dse": "dse/valid.txt"},
        best_metrics=["eval_dse_stance_f1"],
        calibrate={"stance": ["dsee"]},
    )
    with pytest.raises(InputError, match="calibrate names 'dsee', which is not in dev"):
        TrainConfig.read(config)


@pytest.mark.parametrize(
    ("metrics", "reason"),
    [([], "best_metrics is empty"), (["eval_dsee_f1"], "'eval_dsee_f1', which is of none of dev")],
)
def test_best_metrics_are_those_of_dev(tmp_path: Path, metrics: list[str], reason: str) -> None:
    config = write_config(
        tmp_path / "c.yaml",
        task="classifier",
        train=["dse/train.txt"],
        dev={"dse": "dse/valid.txt"},
        best_metrics=metrics,
    )
    with pytest.raises(InputError, match=reason):
        TrainConfig.read(config)


def test_foreign_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "training.json").write_text('{"task": "tagger", "max_length": 8}')
    with pytest.raises(InputError, match="not the folder of a finished training run"):
        export_model(tmp_path, tmp_path / "out", {})


@given(st.integers(0, 10_000))
def test_exchanged_names_are_still_marked(seed: int) -> None:
    text = "Roth thanked Calder, but Calder's office said Roth had left."
    record = Record("1", "dse", text, "Calder", "Roth", (46, 50), (13, 19), "support")
    pool = ["Ada Lund", "Vale", "Port Elune"]
    swapped = swap_names(record, pool, random.Random(seed))
    assert swapped.speaker_span
    assert swapped.target_span
    speaker = swapped.text[slice(*swapped.speaker_span)]
    target = swapped.text[slice(*swapped.target_span)]
    assert {speaker, target} <= set(pool)
    assert swapped.text == text.replace("Roth", speaker).replace("Calder", target)
    assert (swapped.speaker or "").endswith(speaker)
    assert swapped.target.endswith(target)
    assert swapped.stance == "support"


@given(st.text(alphabet="ab .", min_size=1), st.integers(0, 10_000))
def test_a_neighbour_leaves_the_mentions_marked(neighbour: str, seed: int) -> None:
    record = Record("1", "dse", "Roth thanked Calder.", "Calder", "Roth", (0, 4), (13, 19))
    longer = add_neighbour(record, neighbour, random.Random(seed))
    assert len(longer.text) == len(record.text) + len(neighbour) + 1
    assert record.text in longer.text
    assert longer.speaker_span
    assert longer.target_span
    assert longer.text[slice(*longer.speaker_span)] == "Roth"
    assert longer.text[slice(*longer.target_span)] == "Calder"


def test_a_folder_of_examples_and_of_offsets_is_trained_on(tmp_path: Path) -> None:
    data, own = tmp_path / "data", tmp_path / "own"
    (data / "news").mkdir(parents=True)
    own.mkdir()
    text = "HARBOUR\n\nAnn Lowry met Tom Keane. Lowry called him a fool.\n"
    (data / "news" / "a.txt").write_text(text, encoding="utf-8")
    start = text.index("Lowry called")
    row = {
        "file": "news/a.txt",
        "text": [start, len(text) - 1],
        "speaker": [text.index("Ann"), text.index(" met")],
        "target": [text.index("Tom"), text.index(". Lowry")],
        "speaker_span": [start, start + 5],
        "target_span": [text.index("him"), text.index(" a fool")],
        "stance": "oppose",
    }
    (own / "b.offsets.jsonl").write_text(json.dumps(row) + "\n")
    example = {"target": "the bridge", "text": "The bridge is a waste.", "stance": "oppose"}
    (own / "a.jsonl").write_text(json.dumps(example) + "\n")
    config = TrainConfig("classifier", tmp_path / "run", data, train=[str(own)], dev={})
    first, second = config.records(str(own))
    assert (first.speaker, first.target) == (None, "the bridge")
    assert (second.speaker, second.target, second.stance) == ("Ann Lowry", "Tom Keane", "oppose")
    assert second.text == "Lowry called him a fool."
    spans = (second.speaker_span, second.target_span)
    assert [second.text[slice(*span)] for span in spans if span] == ["Lowry", "him"]
    for change in (
        {"text": [5, 2]},
        {"target": [14, 2300]},
        {"speaker": [0, 4, 2]},
        {"target_span": [0, 3]},
        {"stance": "against"},
    ):
        (own / "b.offsets.jsonl").write_text("\n" + json.dumps(row | change) + "\n")
        with pytest.raises(InputError, match=r"b\.offsets\.jsonl:2"):
            config.records(str(own))
    (own / "b.offsets.jsonl").write_text(json.dumps(row | {"file": "news/none.txt"}) + "\n")
    with pytest.raises(InputError, match=r"none\.txt: cannot read"):
        config.records(str(own))
    with pytest.raises(InputError, match=r"news: no \.jsonl files"):
        config.records("news")
    with pytest.raises(InputError, match="nowhere: no such file"):
        config.records("nowhere")


@given(st.lists(st.sampled_from([*STANCES, None]), min_size=1, max_size=30), st.floats(0, 1))
def test_rare_classes_weigh_more(labels: list[str | None], power: float) -> None:
    weights = dict(zip(STANCES, weigh(labels, STANCES, power), strict=True))
    counts = Counter(label for label in labels if label)
    if counts:
        mean = sum(weights[name] * count for name, count in counts.items()) / counts.total()
        assert mean == pytest.approx(1)
    for one, other in itertools.combinations(counts, 2):
        ratio = (counts[other] / counts[one]) ** power
        assert weights[one] / weights[other] == pytest.approx(ratio)


def test_a_weight_counts_in_the_loss() -> None:
    torch.manual_seed(0)
    network = StanceNetwork(resolve_encoder(ENCODER), class_weights=([1.0, 1.0, 3.0], None)).eval()
    plain = StanceNetwork(resolve_encoder(ENCODER), pretrained=False).eval()
    plain.load_state_dict(network.state_dict())
    batch = {
        "input_ids": torch.tensor([[101, 2034, 102]]),
        "attention_mask": torch.ones(1, 3, dtype=torch.long),
        "token_type_ids": torch.zeros(1, 3, dtype=torch.long),
        "positions": torch.zeros(1, 3, dtype=torch.long),
        "sentiment": torch.tensor([IGNORED]),
    }
    for label, times in ((0, 1.0), (2, 3.0)):
        stance = torch.tensor([label])
        weighed, once = (n(**batch, stance=stance)["loss"].item() for n in (network, plain))
        assert weighed == pytest.approx(times * once)


def test_labels_of_a_corpus_row_are_trained_on(tmp_path: Path) -> None:
    table, labels = tmp_path / "data" / "newsmtsc" / "train.jsonl", tmp_path / "a.offsets.jsonl"
    table.parent.mkdir(parents=True)
    first = {"mention": "Lowry", "polarity": 0, "from": 0, "to": 5, "sentence": "Lowry met Keane."}
    second = first | {"sentence": "Lowry, unlike Keane, was late."}
    lines = [json.dumps(row | {"id": str(n)}) for n, row in enumerate((first, second))]
    table.write_text("\n".join(lines))
    config = TrainConfig("classifier", tmp_path / "run", tmp_path / "data", train=[], dev={})

    def label(number: str) -> list[Record]:
        row = {"file": f"newsmtsc/train.jsonl#{number}", "text": [0, 30], "speaker": None}
        row |= {"target": [14, 19], "target_span": [14, 19], "speaker_span": None}
        labels.write_text(json.dumps(row | {"sentiment": "positive"}))
        return config.records(str(labels))

    (record,) = label("1")
    assert (record.target, record.text) == ("Keane", second["sentence"])
    for number in ("2", "-1", "x"):
        with pytest.raises(InputError, match=rf"train\.jsonl#{number}: no such row; there are 2"):
            label(number)


def test_a_part_of_a_corpus_is_drawn_at_random(tmp_path: Path) -> None:
    write_dse(tmp_path / "dse" / "train.txt")
    records = read_records(tmp_path / "dse" / "train.txt")

    def turns(times: float, seed: int) -> list[Any]:
        config = TrainConfig(
            "classifier", tmp_path, tmp_path, ["dse"], {}, repeat={"dse": times}, seed=seed
        )
        return list(config.turns("dse", records))

    whole, part = turns(1.25, 3)
    assert whole == records
    assert len(part) == len(records) // 4
    assert {r.stance for r in part} == {r.stance for r in records}
    assert [part] == turns(0.25, 3) != turns(0.25, 4)


@pytest.mark.parametrize("count", [0, -1, 1e9, True, "3", float("nan")])
def test_a_corpus_is_repeated_a_sensible_number_of_times(tmp_path: Path, count: object) -> None:
    path = write_config(
        tmp_path / "c.yaml",
        task="classifier",
        train=["dse/train.txt"],
        dev={"dse": "dse/valid.txt"},
        best_metrics=["eval_dse_stance_f1"],
        repeat={"dse/train.txt": count},
    )
    with pytest.raises(InputError, match="repeat"):
        TrainConfig.read(path)


def test_names_are_exchanged_only_where_they_are_people() -> None:
    text = "Senator Ann Lowry criticised the United Nations in a long interview."
    spans = {
        name: (text.index(name), text.index(name) + len(name))
        for name in ("Ann Lowry", "United Nations")
    }
    record = Record(
        "1",
        "own",
        text,
        "United Nations",
        "Ann Lowry",
        spans["Ann Lowry"],
        spans["United Nations"],
        stance="oppose",
    )
    changed = rename_people(record, random.Random(0))
    assert changed.speaker in FULL_NAMES
    assert changed.speaker_span is not None and changed.target_span is not None
    assert changed.text[slice(*changed.speaker_span)] == changed.speaker
    assert changed.text[slice(*changed.target_span)] == changed.target == "United Nations"


def test_a_classifier_that_reads_only_names_fails_both_swaps() -> None:
    class Names:
        """Says support where the speaker's name is no longer than the target's."""

        def predict(self, pairs: list[Pair]) -> list[Prediction]:
            long = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
            return [
                Prediction.from_probabilities(long[len(p.speaker or "") > len(p.target)], (0, 0, 1))
                for p in pairs
            ]

    record = Record(
        "1",
        "own",
        "Ann Lowry met Tom Keane.",
        "Tom Keane",
        "Ann Lowry",
        (0, 9),
        (14, 23),
        "support",
    )
    names: Any = Names()
    (stable, _, _), count = name_stability([record] * 50, names)
    assert count == 50
    assert 0 < stable < 1
    assert direction_sensitivity([record], names)[0][0] == 0


@given(st.integers(0, 2**32))
def test_composed_sentences_are_marked_where_they_name_both(seed: int) -> None:
    for record in compose(3, seed):
        assert record.speaker_span is not None and record.target_span is not None
        assert record.text[slice(*record.target_span)] == record.target
        assert (record.speaker or "").endswith(record.text[slice(*record.speaker_span)])
        assert not {"{", "}", "/", "  "} & {*record.text, *record.text.split("  ")[1:]}


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("withdrew support for", "oppose"),
        ("dropped opposition to", "support"),
        ("opposed the attacks on", "support"),
        ("denied reports of praise for", "neutral"),
        ("saw no reason to condemn", "support"),
        ("refused to condemn", "neutral"),
    ],
)
def test_composed_labels(words: str, stance: str) -> None:
    found = {r.stance for r in compose(20000) if words in r.text.split(" while ")[0]}
    assert found == {stance}
