"""Where a text is inside quotation marks."""

import re

from stance.claims.claim import Span

_MARK = re.compile('["“”„‟«»]|\n[ \t\r]*\n')
_OPENING, _CLOSING = "“„«", "”»"


def quoted_spans(text: str) -> list[Span]:
    """Return the [start, end) spans between quotation marks, the marks included.

    A straight mark opens after white space or an opening bracket and closes elsewhere, so that a
    missing one does not turn the rest of the text inside out. A quotation that a blank line cuts
    off ends there: the next paragraph of a long quotation opens with a mark of its own.
    """
    found: list[Span] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if len(mark) > 1:
            if opened is not None:
                found.append((opened, at))
                opened = None
        elif mark in _OPENING or (mark not in _CLOSING and _opens(text, at, opened)):
            if opened is None:
                opened = at
        elif opened is not None:
            found.append((opened, at + 1))
            opened = None
    if opened is not None:
        found.append((opened, len(text)))
    return found


def _opens(text: str, at: int, opened: int | None) -> bool:
    """Return whether a straight mark opens a quotation."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    outer, inner = not before or before in " \t\n([—–-", not after or after.isspace()
    # Between two words or two spaces only what came before can tell.
    return outer and not inner if outer != inner else opened is None
