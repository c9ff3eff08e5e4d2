"""A claim: words that an article attributes to somebody."""

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""Half-open [start, end) character offsets in the article's text."""

Kind = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True)
class Claim:
    """Who said what: content attributed by a cue to a speaker.

    Args:
        content: character spans of what is said; never empty, in text order.
        speaker: character spans of the mention next to the claim; empty if there is none.
        cue: character spans of the attributing words; empty if there are none.
        kind: "direct" if the content opens with a quotation mark, "mixed" if it holds one
            further on, "indirect" if it holds none.
        score: confidence that this is a claim, 0 to 1.
    """

    content: tuple[Span, ...]
    speaker: tuple[Span, ...]
    cue: tuple[Span, ...]
    kind: Kind
    score: float
