"""Where a text mentions a name."""

import re

from stance.claims.claim import Span


def locate(name: str, text: str) -> Span | None:
    """Return the first mention of a name, or of its last word where the whole is not there.

    Args:
        name: "Khawaja Asif" is found as "Khawaja Asif", "KHAWAJA ASIF" or "Asif".
        text: where to look.
    """
    words = name.split()
    if not words:
        return None
    for wanted, flags in ((words, 0), (words, re.IGNORECASE), (words[-1:], 0)):
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, wanted)) + r"(?!\w)"
        if match := re.search(pattern, text, flags):
            return match.span()
    return None
