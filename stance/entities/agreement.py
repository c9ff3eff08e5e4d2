"""When two names agree.

They do when their words do (case, punctuation, titles and plural s aside), when the shorter one is
the last words of the longer, or when two names of two words and more share at least 60% of their
words.
"""

import re
from functools import cache

_TITLES = frozenset(
    """mr mrs ms dr sen senator rep representative president gov governor secretary judge the a an
    former then""".split()
)
_REPUBLICANS, _DEMOCRATS = "republican party", "democratic party"
_JUSTICE = "united states department of justice"
_STATES = "united states"
# US politics calls the same body by many names.
_ALIASES = {
    **dict.fromkeys(
        ("gop", "republicans", "republican", "house republicans", "senate republicans"),
        _REPUBLICANS,
    ),
    **dict.fromkeys(
        ("democrats", "democrat", "democratic", "house democrats", "senate democrats"), _DEMOCRATS
    ),
    **dict.fromkeys(("us", "usa", "america", "united states of america"), _STATES),
    **dict.fromkeys(("doj", "justice department", "department of justice"), _JUSTICE),
    "obamacare": "affordable care act",
    "fbi": "federal bureau of investigation",
    "congress": "united states congress",
    "supreme court": "supreme court of united states",
    "house": "house of representatives",
    "senate": "united states senate",
    "trump": "donald trump",
    "obama": "barack obama",
}
_SHARED = 0.6


def same_name(first: str, second: str) -> bool:
    """Return whether two names agree, as said at the top of this module."""
    short, long = sorted((name_words(first), name_words(second)), key=len)
    if not short:
        return False
    common, either = set(short) & set(long), set(short) | set(long)
    return (
        long[-len(short) :] == short
        or common == either
        or (len(short) > 1 and len(common) >= _SHARED * len(either))
    )


@cache
def name_words(name: str) -> tuple[str, ...]:
    """Return the words that a name is compared by."""
    text = re.sub(r"[’']s\b", "", name.lower()).replace(".", "")
    plain = " ".join(w for w in re.findall(r"\w+", text) if w not in _TITLES)
    words = _ALIASES.get(plain, plain).split()
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words
    )
