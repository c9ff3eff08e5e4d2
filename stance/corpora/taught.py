"""Pairs with a teacher's logits, which a smaller classifier learns from: parts of a folder."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stance.classifier.encoding import Pair
from stance.classifier.prediction import SENTIMENTS, STANCES
from stance.corpora.labelled import pair_of
from stance.corpora.records import Record
from stance.errors import InputError

_CLASSES = len(STANCES) + len(SENTIMENTS)
_SPANS = ("speaker_span", "target_span")
_SCHEMA = pa.schema(
    [(f.name, pa.list_(pa.int32()) if f.name in _SPANS else pa.string()) for f in fields(Pair)]
    + [("logits", pa.list_(pa.float32(), _CLASSES)), ("labelled", pa.bool_())]
)


def write_taught(
    path: Path, pairs: Sequence[Pair], logits: np.ndarray, *, labelled: bool, teacher: str
) -> None:
    """Write a part, whole or not at all.

    Args:
        pairs: what the teacher was asked.
        logits: (pairs, 6), what it said: STANCES before SENTIMENTS.
        labelled: whether the pairs are of a corpus, which has labels of its own for them.
        teacher: says which teacher it was (see ``read_taught``).
    """
    columns = {f.name: [getattr(pair, f.name) for pair in pairs] for f in fields(Pair)}
    columns |= {"logits": list(logits), "labelled": [labelled] * len(pairs)}
    table = pa.table(columns, schema=_SCHEMA).replace_schema_metadata({"teacher": teacher})
    path.parent.mkdir(parents=True, exist_ok=True)
    # A reader that finds the name finds a whole file.
    unfinished = path.with_suffix(".part")
    pq.write_table(table, unfinished, compression="zstd")
    unfinished.replace(path)


def teacher_of(path: Path) -> str:
    """Return which teacher a part is of.

    Raises:
        InputError: if the file is no such part.
    """
    try:
        return (pq.read_schema(path).metadata or {})[b"teacher"].decode()
    except (OSError, pa.ArrowInvalid, KeyError) as error:
        raise InputError(path, f"not a part of a teacher's answers ({error!r})") from error


def read_taught(folder: Path) -> tuple[dict[Pair, tuple[float, ...]], list[Record]]:
    """Return a folder's logits by pair, and a record of each pair that no corpus labels.

    Raises:
        InputError: if the folder has no parts, one cannot be read, or they are of different
            teachers.
    """
    parts = sorted(folder.glob("*.parquet"))
    if not parts:
        raise InputError(folder, "no answers of a teacher here; scripts/teach.py writes them")
    known: dict[Pair, tuple[float, ...]] = {}
    records = []
    first = teacher_of(parts[0])
    for part in parts:
        if teacher_of(part) != first:
            raise InputError(part, f"of another teacher than {parts[0].name}")
        try:
            rows = pq.read_table(part, schema=_SCHEMA).to_pylist()
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(part, f"damaged ({error})") from error
        for number, row in enumerate(rows):
            logits, labelled = tuple(row.pop("logits")), row.pop("labelled")
            spans = {name: tuple(row[name]) if row[name] else None for name in _SPANS}
            pair = Pair(**(row | spans))
            if not labelled and pair not in known:
                records.append(
                    Record(
                        id=str(number),
                        corpus=part.stem,
                        text=pair.text,
                        target=pair.target,
                        speaker=pair.speaker,
                        speaker_span=pair.speaker_span,
                        target_span=pair.target_span,
                        taught=logits,
                    )
                )
            known[pair] = logits
    return known, records


def add_taught(records: Iterable[Record], known: dict[Pair, tuple[float, ...]]) -> list[Record]:
    """Return the records, those that the teacher was asked about with its logits."""
    return [replace(record, taught=known.get(pair_of(record))) for record in records]
