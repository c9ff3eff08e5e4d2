"""NewsMTSC: sentiment towards a marked person in a news sentence (Hamborg and Donnay, 2021)."""

import json
from collections.abc import Iterator
from pathlib import Path

from stance.corpora.records import Record, read_lines, reading

_SENTIMENTS = {-1: "negative", 0: "neutral", 1: "positive"}


def read_newsmtsc(path: Path) -> Iterator[Record]:
    """Yield a record a line.

    Raises:
        InputError: if the file cannot be read or a line is of another format.
    """
    for number, line in read_lines(path):
        with reading(path, number):
            row = json.loads(line)
            span = (row["from"], row["to"])
            record = Record(
                id=row["id"],
                corpus="newsmtsc",
                text=row["sentence"],
                target=row["sentence"][slice(*span)],
                target_span=span,
                sentiment=_SENTIMENTS[int(row["polarity"])],
            )
        yield record
