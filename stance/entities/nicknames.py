"""First names and their short forms: "Greg" and "Gregory", "Chuck" and "Charles"."""

from functools import cache

from nicknames import NickNamer

_SHORTEST = 3
"""Letters of a first name's beginning that is a short form of its own."""


def same_first_name(one: str, other: str) -> bool:
    """Return whether one person may be called by either first name.

    Source: the list of the ``nicknames`` package; the beginning of a name is a short form, too.
    """
    one, other = one.lower(), other.lower()
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST and long.startswith(short):
        return True
    namer = _namer()
    return one in namer.nicknames_of(other) or other in namer.nicknames_of(one)


@cache
def _namer() -> NickNamer:
    return NickNamer()
