"""The articles of the report: their text in segments, with what is known of each claim."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from stance.report.marks import Marked, Segment, flatten

AUTHOR = "the author"
OPINIONATED = ("support", "oppose")
_VERBS = {"support": "supports", "oppose": "opposes", "neutral": "neutral on"}


def probability(row: dict[str, Any]) -> float | None:
    """The probability of the stance that the row states."""
    value = row.get(f"p_{row['stance']}")
    return None if value is None or math.isnan(value) else round(value, 3)


def annotate(articles: pa.Table, claims: pa.Table, stances: pa.Table) -> list[dict[str, Any]]:
    """What the template shows of each article."""

    def by_article(table: pa.Table) -> dict[str, list[dict[str, Any]]]:
        rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        kept = table.filter(pc.is_in(table["article"], value_set=names))
        for row in kept.to_pylist():
            rows[row["article"]].append(row)
        return rows

    names = articles["article"].combine_chunks()
    claims_of, stances_of = by_article(claims), by_article(stances)
    result = []
    for article in articles.to_pylist():
        name = article["article"]
        of_claim: defaultdict[int | None, list[dict[str, Any]]] = defaultdict(list)
        for row in stances_of.get(name, ()):
            of_claim[row["claim"]].append(row)
        # Labels are wanted by claim number, from the segments.
        labels = {
            row["claim"]: {
                "speaker": row["speaker"] or AUTHOR,
                "colour": _colour(of_claim[row["claim"]]),
                "summary": _summary(row["speaker"], of_claim[row["claim"]]),
            }
            for row in claims_of.get(name, ())
        }
        result.append(
            {
                "name": name,
                "title": article["title"] or name,
                "date": article["date"],
                "segments": _segments(article["text"] or "", claims_of.get(name, ())),
                "labels": labels,
                "stances": len(stances_of.get(name, ())),
                "narrated": [
                    {
                        "summary": _summary(row["speaker"], [row]),
                        "text": row["text"],
                        "stance": row["stance"],
                    }
                    for row in of_claim[None]
                ],
            }
        )
    return result


def _segments(text: str, claims: Sequence[dict[str, Any]]) -> list[Segment]:
    return flatten(
        text,
        [
            Marked(
                row["claim"],
                *(
                    tuple((start, end) for start, end in row[f"{role}_spans"] or ())
                    for role in ("content", "cue", "speaker")
                ),
            )
            for row in claims
        ],
    )


def _colour(stances: Sequence[dict[str, Any]]) -> str:
    """The one word for a claim's stances, whatever its targets: its colour in the text."""
    kinds = {row["stance"] for row in stances}
    if kinds >= set(OPINIONATED):
        return "mixed"
    return next((kind for kind in (*OPINIONATED, "neutral") if kind in kinds), "none")


def _summary(speaker: str | None, stances: Sequence[dict[str, Any]]) -> str:
    """A claim's stances in words: "Ana Ruiz: opposes the bridge 91%, neutral on Lima 70%"."""
    parts = []
    for row in stances:
        likely = probability(row)
        shown = "" if likely is None else f" {likely:.0%}"
        parts.append(f"{_VERBS.get(row['stance'], 'no stance on')} {row['target']}{shown}")
    return f"{speaker or AUTHOR}: {', '.join(parts) or 'no target'}"
