"""A text -> its paragraphs, whether lines are paragraphs or wrapped."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import zip_longest
from statistics import median

_LINE = re.compile(r"[^\n]*\n?")
_CLOSED = re.compile(r"[.!?:…][\"'”’»)\]]*\s*$")
_HEADLINE = 0.6
"""A line shorter than this share of the median line is a headline or the end of a paragraph."""
# "VARNHOLM, March 4 (Eastmark Newswire) – "; not "PENCE: ", which names a transcript's speaker.
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z.'’-]+[ ,]*){1,4}"
    r"(?:(?:[A-Z][\w.]*|\d{1,4})[ ,]+){0,4}"
    r"(?:\([^)\n]{2,40}\)\s*)?(?:[—–]|-{1,2}(?=\s))\s*(?=[\"“‘'A-Z])"
)


def dateline(paragraph: str) -> int:
    """Return how many characters of a paragraph are the place and agency it opens with."""
    match = _DATELINE.match(paragraph)
    return match.end() if match and match.end() < len(paragraph.rstrip()) else 0


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the [start, end) of each paragraph; together they cover the text.

    A blank line ends a paragraph. A line break does so after the end of a sentence and after a
    line much shorter than the others; elsewhere it only wraps the line.
    """
    lines = [match.span() for match in _LINE.finditer(text) if match.group()]
    filled = [end - start for start, end in lines if text[start:end].strip()]
    short = _HEADLINE * median(filled) if filled else 0
    found: list[tuple[int, int]] = []
    begin = 0
    for (start, end), following in zip_longest(lines, lines[1:]):
        line = text[start:end]
        blank_next = following is None or not text[slice(*following)].strip()
        if not line.strip() or blank_next:
            ended = not blank_next or following is None
        else:
            ended = bool(_CLOSED.search(line)) or len(line) < short
        if ended:
            found.append((begin, end))
            begin = end
    return found


def paragraph_at(found: Sequence[tuple[int, int]], character: int) -> tuple[int, int]:
    """Return the paragraph of a text that holds a character.

    Args:
        found: all paragraphs, in order.
        character: its offset in the text.
    """
    return found[bisect_right(found, character, key=lambda span: span[0]) - 1]
