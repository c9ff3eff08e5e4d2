"""Labelled examples: the rows of an EXAMPLES.jsonl."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.claims.claim import Span
from stance.classifier.pair import Pair
from stance.classifier.prediction import SENTIMENTS, STANCES
from stance.corpora.records import Record
from stance.errors import InputError

KINDS = {"stance": STANCES, "sentiment": SENTIMENTS}
"""The kinds of label, and the classes of each in the order of the logits."""


@dataclass(frozen=True)
class LabelledExample:
    """A pair and what people said of it.

    Args:
        id: the row's own.
        pair: what the classifier is asked.
        labels: class by label kind; at least one.
    """

    id: str
    pair: Pair
    labels: dict[str, str]


def pair_of(record: Record) -> Pair:
    """Return what the classifier is asked about a corpus's record."""
    return Pair(record.target, record.text, record.speaker, record.speaker_span, record.target_span)


def examples_of(records: Iterable[Record]) -> list[LabelledExample]:
    """Return a corpus's records as labelled examples."""
    return [
        LabelledExample(
            r.id,
            pair_of(r),
            {k: v for k, v in (("stance", r.stance), ("sentiment", r.sentiment)) if v},
        )
        for r in records
    ]


def read_labelled(path: str | Path) -> list[LabelledExample]:
    """Return the rows of an EXAMPLES.jsonl.

    Raises:
        InputError: if the file cannot be read or has no rows, or if a row is no JSON object, lacks
            a field, has none of the labels or an unknown one, or a span outside its text. The
            first such row is named.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "not UTF-8 text") from error
    examples = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                examples.append(parse_example(json.loads(line), str(number)))
            except json.JSONDecodeError as error:
                raise InputError(f"{path}:{number}", f"not JSON: {error.msg}") from error
            except ValueError as error:
                raise InputError(f"{path}:{number}", str(error)) from error
    if not examples:
        raise InputError(path, "no examples in this file")
    return examples


def parse_example(row: Any, number: str) -> LabelledExample:
    """Return a row of an EXAMPLES.jsonl.

    Args:
        row: the row.
        number: its id, if it has none of its own.

    Raises:
        ValueError: saying what is wrong with the row.
    """
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    for name in ("target", "text"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ValueError(f"{name!r} is missing, empty or no text")
    speaker = row.get("speaker")
    if speaker is not None and not isinstance(speaker, str):
        raise ValueError("'speaker' is neither text nor null")
    labels = {}
    for kind, classes in KINDS.items():
        label = row.get(kind)
        if label is None:
            continue
        if label not in classes:
            raise ValueError(f"{kind} is {label!r}, not one of {', '.join(classes)}")
        labels[kind] = label
    if not labels:
        raise ValueError("no label: neither 'stance' nor 'sentiment'")
    pair = Pair(
        target=row["target"],
        text=row["text"],
        speaker=speaker or None,
        speaker_span=_span(row, "speaker_span"),
        target_span=_span(row, "target_span"),
    )
    return LabelledExample(str(row.get("id", number)), pair, labels)


def _span(row: dict[str, Any], name: str) -> Span | None:
    value = row.get(name)
    if value is None:
        return None
    whole = isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)
    if not whole or not 0 <= value[0] < value[1] <= len(row["text"]):
        raise ValueError(f"{name} is {value!r}, not [start, end) within the text")
    return value[0], value[1]
