"""What a training run is told: the YAML files in configs/."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from stance.corpora.readers import read_records, unseen
from stance.corpora.records import Record
from stance.corpora.taught import read_taught
from stance.errors import InputError

_MOST_REPEATED = 100
TASKS = ("classifier", "tagger", "pronouns")


@dataclass(frozen=True)
class TrainConfig:
    """One training run.

    Args:
        task: "classifier", "tagger" or "pronouns".
        out: folder of the run's checkpoints and of the finished model.
        data: folder of the corpora.
        train: corpus files (or folders) to train on: below data, or else paths of their own.
            Examples of your own, as ``stance evaluate`` reads them, may be among them.
        dev: name -> corpus file (or folder) to evaluate on while training.
        dev_sample: of each corpus of dev, evaluate on so many records while training, drawn with
            the seed; 0 for all. For networks whose evaluation takes long.
        encoder: hub id or folder of the base encoder.
        start: classifier weights to go on from instead of the encoder's: a shipped model's name, a
            model folder, or the ``model`` folder of a finished run.
        keep: share of the weights of ``start`` in the finished network; the rest is trained.
        epochs, batch_size, learning_rate, warmup, weight_decay, seed: the optimiser's settings;
            warmup is a share of all steps.
        max_length: tokens of a pair or a window.
        eval_steps: steps between evaluations and checkpoints.
        best_metrics: the dev metrics by whose mean the best checkpoint is kept.
        average: whether the finished network is the mean of the best checkpoint and the last one
            (weights of one run average well: Izmailov et al., UAI 2018); else it is the best one.
        repeat: training corpus file -> how often an epoch has it; once by default. Of a part,
            such as 0.5, the records are drawn with the seed.
        opinions: file of articles whose opinions are annotated, in SEESAW's format -> share of its
            pairs to train on. Training finds the pairs first and keeps them in ``out``.
        composed: how many sentences of ``stance.corpora.composed`` are trained on besides.
        taught: folder of a teacher's answers, which scripts/teach.py writes; none without.
        unlabelled: a folder of articles or a corpus file -> share of the pairs in its
            texts that the teacher is asked about besides those of ``train``.
        distil: weight in the loss of what the teacher says; a label weighs 1.
        class_weight: how much rare classes weigh more in the loss: 0 not at all, 1 so that each
            class has the same share (see ``stance.training.classifier.weigh``).
        swap_names: training corpus file -> share of its examples whose names are exchanged for
            others.
        hide_people: whether the network reads stand-ins for the names of speakers and targets who
            are people (see ``stance.classifier.people``).
        add_neighbours: training corpus file -> share of its examples that get the text of another
            before or after their own.
        calibrate: label kind -> names of the dev splits on which its temperature is fitted.
        near, threshold, topic_threshold, known_threshold: see ``stance.classifier.selection``.
        scorer: files in SEESAW's format on which the pair scorer is fitted; without any, a model
            has none.
        licence: of the weights, where the training data restrict their use; it goes into
            model.json, and from there into the run.json of whatever they score.
        smoothing: strength of the smoothing before int8 (see ``stance.training.smoothing``).
        bf16: compute in bfloat16 where that is safe (automatic mixed precision), which CPUs with
            AVX512-BF16 or AMX, and GPUs, do two to three times as fast; slower elsewhere.
        threads: CPU threads for torch; 0 leaves it to torch.
    """

    task: str
    out: Path
    data: Path
    train: list[str]
    dev: dict[str, str]
    best_metrics: list[str] = field(default_factory=list)
    encoder: str = "sentence-transformers/all-MiniLM-L6-v2"
    start: str = ""
    keep: float = 0.0
    epochs: float = 2.0
    batch_size: int = 32
    learning_rate: float = 1e-4
    warmup: float = 0.06
    weight_decay: float = 0.01
    seed: int = 0
    max_length: int = 128
    eval_steps: int = 400
    dev_sample: int = 0
    hide_people: bool = False
    near: float = 0.0
    threshold: float = 0.5
    topic_threshold: float = 0.0
    known_threshold: float = 1.0
    scorer: list[str] = field(default_factory=list)
    licence: str = ""
    average: bool = False
    smoothing: float = 0.8
    bf16: bool = False
    threads: int = 0
    repeat: dict[str, float] = field(default_factory=dict)
    opinions: dict[str, float] = field(default_factory=dict)
    composed: int = 0
    taught: Path | None = None
    unlabelled: dict[str, float] = field(default_factory=dict)
    distil: float = 1.0
    class_weight: float = 0.0
    swap_names: dict[str, float] = field(default_factory=dict)
    add_neighbours: dict[str, float] = field(default_factory=dict)
    calibrate: dict[str, list[str]] = field(default_factory=dict)
    source: Path = field(default=Path())

    @classmethod
    def read(cls, path: str | Path) -> "TrainConfig":
        """Read a config.

        Raises:
            InputError: if the file cannot be read, is no YAML mapping, or has an unknown,
                missing or wrongly typed key.
        """
        path = Path(path)
        try:
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(path, error.strerror or "cannot be read") from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise InputError(path, f"not valid YAML: {error}") from error
        if not isinstance(raw, dict):
            raise InputError(path, "not a YAML mapping of options")
        known = {f.name: f for f in fields(cls) if f.name != "source"}
        if unknown := sorted(set(raw) - set(known)):
            raise InputError(path, f"unknown option {unknown[0]!r}; known: {', '.join(known)}")
        required = ["task", "out", "data", "train", "dev"]
        # The network for pronouns has no checkpoints to choose from.
        required += ["best_metrics"] if raw.get("task") != "pronouns" else []
        if missing := [name for name in required if name not in raw]:
            raise InputError(path, f"option {missing[0]!r} is missing")
        values: dict[str, Any] = {}
        for name, value in raw.items():
            values[name] = _typed(path, name, known[name].type, value)
        if values["task"] not in TASKS:
            raise InputError(path, f"task is {values['task']!r}, not one of {', '.join(TASKS)}")
        prefixes = tuple(f"eval_{name}_" for name in values["dev"])
        for metric in values.get("best_metrics", []):
            if not metric.startswith(prefixes):
                reason = f"best_metrics names {metric!r}, which is of none of dev: "
                raise InputError(path, reason + ", ".join(values["dev"]))
        if "best_metrics" in required and not values["best_metrics"]:
            raise InputError(path, "best_metrics is empty")
        named = {name for names in values.get("calibrate", {}).values() for name in names}
        if strange := sorted(named - set(values["dev"])):
            raise InputError(path, f"calibrate names {strange[0]!r}, which is not in dev")
        for name, count in values.get("repeat", {}).items():
            if not 0 < count < _MOST_REPEATED:
                reason = f"repeat has {count} for {name!r}, not between 0 and {_MOST_REPEATED}"
                raise InputError(path, reason)
        sources = {
            *values["train"],
            *values.get("unlabelled", {}),
            *values.get("opinions", {}),
        }
        for name in ("repeat", "swap_names", "add_neighbours"):
            known_names = sources if name == "swap_names" else set(values["train"])
            if strange := sorted(set(values.get(name, {})) - known_names):
                raise InputError(path, f"{name} names {strange[0]!r}, which is not in train")
        for option in ("unlabelled", "opinions"):
            for name, share in values.get(option, {}).items():
                if not 0 < share <= 1:
                    raise InputError(path, f"{option} has {share} for {name!r}, not a share to 1")
        if not values.get("near", 0.0) >= 0:
            raise InputError(path, f"near is {values['near']}, below 0")
        for name in ("threshold", "topic_threshold", "known_threshold"):
            if not 0 <= values.get(name, 0.0) <= 1:
                raise InputError(path, f"{name} is {values[name]}, not a probability")
        if values.get("unlabelled") and "taught" not in values:
            raise InputError(path, "unlabelled needs 'taught', where a teacher's answers are kept")
        if not 0 < values.get("distil", 1.0) <= _MOST_REPEATED:
            raise InputError(path, f"distil is not between 0 and {_MOST_REPEATED}")
        if not 0 <= values.get("class_weight", 0.0) <= 1:
            raise InputError(path, f"class_weight is {values['class_weight']}, not from 0 to 1")
        if values.get("dev_sample", 0) < 0:
            raise InputError(path, "dev_sample is below 0")
        if values["task"] != "classifier" and {
            "taught",
            "opinions",
            "scorer",
            "dev_sample",
            "class_weight",
            "hide_people",
        } & set(values):
            reason = "taught, opinions, scorer, dev_sample, class_weight and hide_people are "
            raise InputError(path, reason + "options of a classifier")
        if not 0 <= values.get("keep", 0.0) < 1 or (values.get("keep") and not values.get("start")):
            raise InputError(path, "keep is a share of the weights of 'start', from 0 to below 1")
        if values.get("start") and values["task"] != "classifier":
            raise InputError(path, "only a classifier can go on from the weights of 'start'")
        return cls(**values, source=path)

    def file(self, name: str) -> Path:
        """Return where a file or folder of ``train`` or ``dev`` lies."""
        inside = self.data / name
        return inside if inside.exists() or not Path(name).exists() else Path(name)

    def unseen_dev(self, train: Iterable[Record] | None = None) -> dict[str, list[Record]]:
        """Return each corpus of ``dev`` without the texts that are trained on.

        Args:
            train: what is trained on, where that has been read already.

        Raises:
            InputError: if a corpus or the teacher's answers cannot be read, or nothing is left.
        """
        if train is None:
            train = [r for name in self.train for r in self.records(name)]
            if self.taught and self.taught.is_dir():
                train += read_taught(self.taught)[1]
        texts = {record.text for record in train}
        dev = {name: unseen(self.records(file), texts) for name, file in self.dev.items()}
        for name, records in dev.items():
            if not records:
                raise InputError(self.file(self.dev[name]), "training has every text of it")
        return dev

    def turns(self, name: str, records: Sequence[Record]) -> Iterator[Sequence[Record]]:
        """Yield a source's records as often as an epoch has them; for a part of a time, so many
        drawn at random with the seed.

        Args:
            name: of ``train`` or ``opinions``.
            records: its records.
        """
        times = self.opinions.get(name) or self.repeat.get(name, 1.0)
        whole, part = divmod(times, 1)
        yield from [records] * int(whole)
        if part:
            yield random.Random(self.seed).sample(records, round(part * len(records)))

    def records(self, name: str) -> list[Record]:
        """Return the records of a file of ``train`` or ``dev``, or of each .jsonl in a folder.

        Raises:
            InputError: if there is no such file or folder, or one cannot be read.
        """
        path = self.file(name)
        if not path.exists():
            raise InputError(path, "no such file or folder")
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise InputError(path, "no .jsonl files in this folder")
        return [record for file in files for record in read_records(file, self.data)]


def _typed(path: Path, name: str, kind: Any, value: Any) -> Any:
    """Return the value as its field's type, or say what it should have been."""
    try:
        if kind is float and not isinstance(value, bool):
            return float(value)
        if kind in (Path, Path | None) and isinstance(value, str):
            return Path(value).expanduser()
        if kind is int and isinstance(value, int) and not isinstance(value, bool):
            return value
        if kind in (bool, str) and isinstance(value, kind):
            return value
        if kind == list[str] and isinstance(value, list) and all(isinstance(v, str) for v in value):
            return value
        if kind == dict[str, list[str]] and isinstance(value, dict):
            return {str(k): [str(v) for v in names] for k, names in value.items()}
        if kind == dict[str, float] and isinstance(value, dict):
            numbers = {str(k): float(v) for k, v in value.items() if type(v) in (int, float)}
            if len(numbers) == len(value):
                return numbers
        if kind == dict[str, str] and isinstance(value, dict):
            return {str(k): str(v) for k, v in value.items()}
    except (TypeError, ValueError):
        pass
    wanted = getattr(kind, "__name__", str(kind))
    raise InputError(path, f"option {name!r} is {value!r}, not of type {wanted}")
