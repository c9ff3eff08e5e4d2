"""Fine-tuning the classifier on the stance and sentiment corpora."""

import math
import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import nn
from torch.utils.data import ConcatDataset, Dataset
from transformers import EvalPrediction

from stance.classifier.encoding import MARKERS, PairEncoder
from stance.classifier.network import IGNORED, StanceNetwork
from stance.classifier.prediction import SENTIMENTS, STANCES
from stance.corpora.augment import add_neighbour, name_pool, swap_names
from stance.corpora.composed import compose
from stance.corpora.labelled import pair_of
from stance.corpora.records import Record
from stance.corpora.taught import add_taught, read_taught
from stance.errors import InputError
from stance.models.encoder import resolve_encoder
from stance.training.config import TrainConfig
from stance.training.opinions import opinion_records
from stance.training.run import run_trainer
from stance.training.start import keep_start, load_start

_UNTAUGHT = (math.nan,) * (len(STANCES) + len(SENTIMENTS))


def train_classifier(config: TrainConfig, *, resume: bool = False) -> Path:
    """Fine-tune, evaluate on dev while training, and save the best checkpoint's network.

    Returns:
        The folder of the finished model (``config.out / "model"``).

    Raises:
        InputError: if a corpus, the encoder or the weights of ``start`` cannot be read.
    """
    folder = resolve_encoder(config.encoder)
    try:
        tokenizer = marked_tokenizer(folder / "tokenizer.json", config.out)
        encoder = PairEncoder(tokenizer, config.max_length, hide_people=config.hide_people)
    except Exception as error:
        # tokenizers raises bare Exception on a file that is missing or damaged.
        raise InputError(folder, f"no tokenizer.json to mark mentions with ({error})") from error
    train = {name: config.records(name) for name in config.train}
    train |= {
        name: opinion_records(config.file(name), config.data, config.out)
        for name in config.opinions
    }
    turns = [
        (name, turn, part)
        for name, records in train.items()
        for turn, part in enumerate(config.turns(name, records))
    ]
    unlabelled: dict[str, list[Record]] = {}
    if config.taught:
        known, found = read_taught(config.taught)
        turns = [(name, turn, add_taught(part, known)) for name, turn, part in turns]
        for name, _, part in turns:
            if any(record.taught is None for record in part):
                raise InputError(config.taught, f"lacks answers about {name}; run scripts/teach.py")
        unlabelled = {name: [r for r in found if r.corpus == name] for name in config.unlabelled}
    dev = config.unseen_dev(chain(*train.values(), *unlabelled.values()))
    if most := config.dev_sample:
        draw = random.Random(config.seed).sample
        dev = {name: draw(part, min(most, len(part))) for name, part in dev.items()}
    composed = compose(config.composed, config.seed)
    trained = [record for part in (*(p for _, _, p in turns), composed) for record in part]
    network = StanceNetwork(
        folder,
        distil=config.distil if config.taught else 0.0,
        class_weights=(
            weigh([r.stance for r in trained], STANCES, config.class_weight),
            weigh([r.sentiment for r in trained], SENTIMENTS, config.class_weight),
        ),
    )
    embeddings: Any = network.encoder.get_input_embeddings()
    size = Tokenizer.from_file(str(tokenizer)).get_vocab_size()
    if size > embeddings.num_embeddings:
        network.encoder.resize_token_embeddings(size)
    if config.start:
        load_start(network, config.start)

    def finish(trained: nn.Module) -> None:
        if config.keep:
            keep_start(trained, config.start, config.keep)

    return run_trainer(
        config,
        network,
        ConcatDataset(
            [
                Examples(
                    part,
                    encoder,
                    swap=config.swap_names.get(name, 0.0),
                    neighbours=config.add_neighbours.get(name, 0.0),
                    seed=config.seed + turn,
                )
                for name, turn, part in turns
            ]
            + ([Examples(composed, encoder)] if composed else [])
            + [
                Examples(part, encoder, swap=config.swap_names.get(name, 0.0), seed=config.seed)
                for name, part in unlabelled.items()
                if part
            ]
        ),
        {name: Examples(records, encoder) for name, records in dev.items()},
        collate=lambda rows: collate(rows, encoder.pad_id),
        compute_metrics=macro_f1,
        tokenizer=tokenizer,
        finish=finish,
        resume=resume,
    )


def weigh(labels: Sequence[str | None], classes: Sequence[str], power: float) -> list[float]:
    """Return a weight for each class: its share of the labels to the power of -``power``, scaled so
    that a label weighs 1 on average.

    Args:
        labels: of the training data, None where there is none.
        classes: the weights' order.
        power: 0 weighs all classes alike; 1 gives each the same share in the loss.
    """
    counts = np.array([labels.count(name) for name in classes], dtype=float)
    weights = np.maximum(counts, 1) ** -power
    scale = counts.sum() / (weights @ counts) if counts.any() else 1.0
    found: list[float] = (weights * scale).tolist()
    return found


def marked_tokenizer(path: Path, out: Path) -> Path:
    """Return the path of a tokenizer that has the markers.

    Args:
        path: the encoder's tokenizer.json.
        out: where a completed one is written, if it lacks any.
    """
    tokenizer = Tokenizer.from_file(str(path))
    missing = [marker for marker in MARKERS if tokenizer.token_to_id(marker) is None]
    if not missing:
        return path
    tokenizer.add_special_tokens(missing)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    return out / "tokenizer.json"


class Examples(Dataset[dict[str, Any]]):
    """Records as the network's inputs and labels, not yet padded.

    Args:
        records: the corpus.
        encoder: encodes them.
        swap: the chance of a record that its names are exchanged, drawn anew each time it is read.
        neighbours: the chance of a record that it gets another's text beside its own, drawn once:
            batches are of one length, which this changes.
        seed: of these changes.
    """

    def __init__(
        self,
        records: Sequence[Record],
        encoder: PairEncoder,
        *,
        swap: float = 0.0,
        neighbours: float = 0.0,
        seed: int = 0,
    ) -> None:
        self._rng = rng = random.Random(seed)
        self._records = [
            add_neighbour(r, rng.choice(records).text, rng) if rng.random() < neighbours else r
            for r in records
        ]
        self._encoder = encoder
        self._swap = swap
        self._pool = name_pool(records)

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: int) -> dict[str, Any]:
        record = self._records[index]
        if self._rng.random() < self._swap:
            record = swap_names(record, self._pool, self._rng)
        encoded = self._encoder.encode([pair_of(record)])[0]
        return {
            "input_ids": encoded.input_ids,
            "token_type_ids": encoded.token_type_ids,
            "positions": encoded.positions,
            "stance": STANCES.index(record.stance) if record.stance else IGNORED,
            "sentiment": SENTIMENTS.index(record.sentiment) if record.sentiment else IGNORED,
            "taught": record.taught,
        }


def collate(rows: list[dict[str, Any]], pad_id: int) -> dict[str, torch.Tensor]:
    """Return a padded batch: (batch, tokens) inputs, (batch, 3) positions, (batch,) labels, and
    (batch, 6) logits of a teacher."""
    width = max(len(row["input_ids"]) for row in rows)
    ids = np.full((len(rows), width), pad_id, dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for i, row in enumerate(rows):
        length = len(row["input_ids"])
        ids[i, :length], types[i, :length], mask[i, :length] = (
            row["input_ids"],
            row["token_type_ids"],
            1,
        )
    batch = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
    for name in ("positions", "stance", "sentiment"):
        batch[name] = np.array([row[name] for row in rows], dtype=np.int64)
    batch["taught"] = np.array([row.get("taught") or _UNTAUGHT for row in rows], dtype=np.float32)
    return {name: torch.from_numpy(array) for name, array in batch.items()}


def macro_f1(prediction: EvalPrediction) -> dict[str, float]:
    """Return macro-F1 over the classes that occur, for each label kind that occurs."""
    logits = np.asarray(prediction.predictions)
    found = {}
    for kind, labels, part in zip(
        ("stance", "sentiment"),
        prediction.label_ids,
        (logits[:, : len(STANCES)], logits[:, len(STANCES) :]),
        strict=True,
    ):
        known = labels != IGNORED
        if known.any():
            gold, guess = labels[known], part[known].argmax(1)
            found[f"{kind}_f1"] = float(
                f1_score(gold, guess, average="macro", labels=np.unique(gold), zero_division=0)
            )
    return found
