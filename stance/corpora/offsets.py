"""Labels of passages in a corpus that itself stays where it is: offsets instead of text."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from stance.claims.claim import Span
from stance.corpora.labelled import LabelledExample, parse_example
from stance.corpora.newsmtsc import read_newsmtsc
from stance.corpora.records import read_lines, reading
from stance.errors import InputError

SUFFIX = ".offsets.jsonl"


def read_offsets(path: Path, data: Path) -> list[LabelledExample]:
    """Return the labelled examples of a file of offsets.

    A row has ``file``, an article's path below ``data``, or ``TABLE.jsonl#ROW`` for the
    sentence of a row of newsmtsc, counted from 0; ``text``, the [start, end) characters of
    the passage; ``speaker`` (or null for the author) and ``target``, where the article writes
    their names; ``speaker_span`` and ``target_span``, where the passage mentions them, or null;
    and ``stance`` and/or ``sentiment``.

    Args:
        path: the labels.
        data: the folder of the corpora.

    Raises:
        InputError: if the labels or an article cannot be read, or a row does not fit its article.
    """
    articles: dict[str, str] = {}
    examples = []
    for number, line in read_lines(path):
        with reading(path, number):
            row = json.loads(line)
            name = row["file"]
            if name not in articles:
                articles[name] = read_article(data / name)
            examples.append(parse_example(_cut(row, articles[name]), str(number)))
    if not examples:
        raise InputError(path, "no labels in this file")
    return examples


def read_article(article: Path) -> str:
    """Return an article's text.

    Args:
        article: its file, or ``TABLE.jsonl#ROW`` for a sentence of newsmtsc, counted from 0.

    Raises:
        InputError: if it cannot be read.
    """
    table, _, row = article.name.partition("#")
    if row and table.endswith(".jsonl"):
        sentences = _sentences(article.with_name(table))
        if not row.isdecimal() or int(row) >= len(sentences):
            raise InputError(article, f"no such row; there are {len(sentences):,}")
        return sentences[int(row)]
    try:
        return article.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(article, f"cannot read this article ({reason})") from error


@cache
def _sentences(table: Path) -> list[str]:
    return [record.text for record in read_newsmtsc(table)]


def span_within(value: Any, name: str, article: str) -> Span:
    """Return the [start, end) characters that a row gives.

    Raises:
        ValueError: if they are not within the article.
    """
    whole = isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)
    if not whole or not 0 <= value[0] < value[1] <= len(article):
        raise ValueError(f"{name} is {value!r}, not [start, end) within the article")
    return value[0], value[1]


def _cut(row: dict[str, Any], article: str) -> dict[str, Any]:
    """Return a row of offsets as one of an EXAMPLES.jsonl."""

    def span(name: str) -> Span:
        return span_within(row[name], name, article)

    start, end = span("text")
    cut = row | {"text": article[start:end], "target": article[slice(*span("target"))]}
    if row["speaker"] is not None:
        cut["speaker"] = article[slice(*span("speaker"))]
    for name in ("speaker_span", "target_span"):
        if row[name] is not None:
            cut[name] = [at - start for at in span(name)]
    return cut
