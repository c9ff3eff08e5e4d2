"""What members of the US Congress are usually called: "Chuck Schumer", not "Charles E. Schumer".

Some newspapers print the name of the ballot, others the usual one, and neither tells the other. The
table is made by scripts/usual_names.py.
"""

import re
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

_TABLE = Path(__file__).with_name("congress.tsv")
_CONGRESS = frozenset("Senate Sen. Sens. Senator Rep. Reps. Congress Republicans GOP".split())
_INITIAL = re.compile(r"[A-Z]\.?")


def of_congress(doc: Doc) -> bool:
    """Return whether an article is of US politics, so that its people may be in the table."""
    return any(token.text in _CONGRESS for token in doc)


def usual_name(name: str) -> str:
    """Return the usual name of a member of Congress; any other name as it is.

    Args:
        name: first name, initials, surname.
    """
    words = name.split()
    if len(words) < 2 or not all(_INITIAL.fullmatch(word) for word in words[1:-1]):
        return name
    first = _usual_first_names().get((words[0], words[-1]))
    return f"{first} {words[-1]}" if first else name


@cache
def _usual_first_names() -> dict[tuple[str, str], str]:
    """Return usual first names by first name and surname."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return {(first, last): usual for first, last, usual in (line.split("\t") for line in lines)}
