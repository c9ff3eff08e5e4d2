"""What a word piece looks like in the text, which an uncased encoder cannot see."""

from collections.abc import Sequence

import numpy as np

from stance.articles.paragraphs import paragraphs
from stance.claims.claim import Span
from stance.claims.quotations import quoted_spans

QUOTED, CAPITALISED, FIRST = 1, 2, 4
"""Inside quotation marks, tracked over the whole text; opens with a capital; opens a paragraph."""
SURFACES = 8
"""How many sums of these there are."""


def surface(text: str, offsets: Sequence[Span]) -> list[int]:
    """Return for each word piece the sum of what holds of it: ``QUOTED``, ``CAPITALISED``,
    ``FIRST``.

    Args:
        text: the article's text.
        offsets: the character span of each word piece, in text order.
    """
    if not offsets:
        return []
    quoted = np.zeros(len(text) + 1, dtype=bool)
    for start, end in quoted_spans(text):
        quoted[start:end] = True
    starts = np.array([start for start, _ in offsets])
    found = QUOTED * quoted[starts]
    found += CAPITALISED * np.array([text[start : start + 1].isupper() for start in starts])
    begins = [start for start, _ in paragraphs(text)]
    first = np.searchsorted(starts, begins)
    found[first[first < len(starts)]] |= FIRST
    return [int(value) for value in found]
