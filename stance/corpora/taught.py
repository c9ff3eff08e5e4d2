"""Pairs with a teacher's logits, which a smaller classifier learns from: parts of a folder."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stance.classifier.pair import Pair
from stance.classifier.prediction import SENTIMENTS, STANCES
from stance.corpora.labelled import pair_of
from stance.corpora.records import Record
from stance.errors import InputError

_CLASSES = len(STANCES) + len(SENTIMENTS)
_SPANS = ("speaker_span", "target_span")
_SCHEMA = pa.schema(
    [(f.name, pa.list_(pa.int32()) if f.name in _SPANS else pa.string()) for f in fields(Pair)]
    + [("logits", pa.list_(pa.float32(), _CLASSES)), ("source", pa.string())]
)


def write_taught(
    path: Path,
    pairs: Sequence[Pair],
    logits: np.ndarray,
    *,
    source: str | None,
    teacher: str,
) -> None:
    """Write a part, whole or not at all.

    Args:
        pairs: what the teacher was asked.
        logits: (pairs, 6), what it said: STANCES before SENTIMENTS.
        source: where pairs come from that no corpus labels; None if one does.
        teacher: says which teacher it was (see ``read_taught``).

    Raises:
        InputError: if the folder cannot be written.
    """
    columns = {f.name: [getattr(pair, f.name) for pair in pairs] for f in fields(Pair)}
    columns |= {"logits": list(logits), "source": [source] * len(pairs)}
    table = pa.table(columns, schema=_SCHEMA).replace_schema_metadata({"teacher": teacher})
    # A reader that finds the name finds a whole file.
    unfinished = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, unfinished, compression="zstd")
        unfinished.replace(path)
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error})"
        raise InputError(path.parent, reason) from error


def teacher_of(path: Path) -> str:
    """Return which teacher a part is of.

    Raises:
        InputError: if the file is no such part.
    """
    try:
        return (pq.read_schema(path).metadata or {})[b"teacher"].decode()
    except (OSError, pa.ArrowException, KeyError) as error:
        raise InputError(path, f"not a part of a teacher's answers ({error!r})") from error


def read_taught(folder: Path) -> tuple[dict[Pair, tuple[float, ...]], list[Record]]:
    """Return a folder's logits by pair, and a record of each pair that no corpus labels.

    Such a record's ``corpus`` is the name of its source.

    Raises:
        InputError: if the folder has no parts, one cannot be read, or they are of different
            teachers.
    """
    parts = sorted(folder.glob("*.parquet"))
    if not parts:
        raise InputError(folder, "no answers of a teacher here; scripts/teach.py writes them")
    known: dict[Pair, tuple[float, ...]] = {}
    found: dict[Pair, str] = {}
    labelled: set[Pair] = set()
    first = teacher_of(parts[0])
    for part in parts:
        if teacher_of(part) != first:
            raise InputError(part, f"of another teacher than {parts[0].name}")
        try:
            table = pq.read_table(part)
        except (OSError, pa.ArrowException) as error:
            raise InputError(part, f"damaged ({error})") from error
        if not table.schema.equals(_SCHEMA):
            raise InputError(part, "has other columns than a teacher's answers")
        for row in table.to_pylist():
            logits, source = tuple(row.pop("logits")), row.pop("source")
            spans = {name: tuple(row[name]) if row[name] else None for name in _SPANS}
            pair = Pair(**(row | spans))
            known[pair] = logits
            if source is None:
                labelled.add(pair)
            else:
                found[pair] = source
    return known, [
        Record(
            id=str(number),
            corpus=source,
            text=pair.text,
            target=pair.target,
            speaker=pair.speaker,
            speaker_span=pair.speaker_span,
            target_span=pair.target_span,
            taught=known[pair],
        )
        for number, (pair, source) in enumerate(found.items())
        if pair not in labelled
    ]


def add_taught(records: Iterable[Record], known: dict[Pair, tuple[float, ...]]) -> list[Record]:
    """Return the records, those that the teacher was asked about with its logits."""
    return [replace(record, taught=known.get(pair_of(record))) for record in records]
