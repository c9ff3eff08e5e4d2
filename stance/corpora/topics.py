"""Corpora of stance towards a topic or claim that the text need not mention.

GWSD (Luo et al., 2020), SemEval-2016 task 6 (Mohammad et al., 2016), MPCHI (Sen et al., 2018)
and PERSPECTRUM (Chen et al., 2019).
"""

import json
from collections.abc import Iterator
from pathlib import Path

from stance.classifier.prediction import STANCES
from stance.corpora.records import Record, read_lines, reading


def read_topics(path: Path) -> Iterator[Record]:
    """Yield a record a line; where a corpus gives probabilities the likeliest label counts.

    Raises:
        InputError: if the file cannot be read or a line is of another format.
    """
    corpus = path.parent.name
    for number, line in read_lines(path):
        with reading(path, number):
            row = json.loads(line)
            stance = row.get("stance") or _likeliest(row)
            record = Record(
                id=row["id"], corpus=corpus, text=row["text"], target=row["target"], stance=stance
            )
        yield record


def _likeliest(row: dict[str, float]) -> str:
    return max(STANCES, key=lambda label: row[f"p_{label}"])
