"""Claims that may overlap or nest -> flat segments of an article's text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """The spans of one claim, as [start, end) in code points of the article's text."""

    claim: int
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    speaker: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Segment:
    """A stretch of text over which nothing changes.

    Args:
        text: the words themselves.
        claims: the claims whose content covers it, the shortest (innermost) first.
        starts: those of them whose content begins here, the longest (outermost) first.
        cue: whether it belongs to the cue of some claim.
        speaker: whether it belongs to a mention of some claim's speaker.
    """

    text: str
    claims: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    cue: bool = False
    speaker: bool = False


def joined(spans: Iterable[Sequence[int]], length: int) -> list[Span]:
    """Sort spans, cut them to a text of that length, and join those that touch or overlap."""
    cut = sorted((max(0, start), min(end, length)) for start, end in spans)
    result: list[Span] = []
    for start, end in cut:
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def flatten(text: str, marks: Sequence[Marked]) -> list[Segment]:
    """Cut a text where a claim, cue or speaker begins or ends.

    The segments' texts, concatenated, are the text: nothing is nested, so any overlap of claims
    can be written as HTML. Spans that reach outside the text are cut to it.
    """
    # A layer is what a span belongs to: (role, claim). Its own spans never touch once joined, so a
    # position opens or closes a layer at most once, and one sweep over the cuts is enough.
    opens: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    closes: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    sizes: dict[int, int] = {}
    firsts: dict[int, int] = {}
    for mark in marks:
        for role in ("content", "cue", "speaker"):
            spans = joined(getattr(mark, role), len(text))
            for start, end in spans:
                opens[start].append((role, mark.claim))
                closes[end].append((role, mark.claim))
            if role == "content" and spans:
                sizes[mark.claim] = sum(end - start for start, end in spans)
                firsts[mark.claim] = spans[0][0]

    cuts = sorted({0, len(text), *opens, *closes})
    active: set[tuple[str, int]] = set()
    segments = []
    for start, end in pairwise(cuts):
        active.difference_update(closes[start])
        active.update(opens[start])
        claims = sorted(
            (claim for role, claim in active if role == "content"),
            key=lambda claim: (sizes[claim], claim),
        )
        roles = {role for role, _ in active}
        segments.append(
            Segment(
                text=text[start:end],
                claims=tuple(claims),
                starts=tuple(claim for claim in reversed(claims) if firsts[claim] == start),
                cue="cue" in roles,
                speaker="speaker" in roles,
            )
        )
    return segments
