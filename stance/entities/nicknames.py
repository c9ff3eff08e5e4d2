"""First names and their short forms: "Greg" and "Gregory", "Chuck" and "Charles"."""

from functools import cache

from nicknames import NickNamer

from stance.entities.gender import gender_of


def same_first_name(one: str, other: str) -> bool:
    """Return whether one person may be called by either first name.

    Not where they are names of women and of men: "Paul" and "Paula".

    Source: the list of the ``nicknames`` package.
    """
    one, other = one.lower(), other.lower()
    genders = {gender_of(one), gender_of(other)}
    if {"male", "female"} <= genders:
        return False
    namer = _namer()
    return one in namer.nicknames_of(other) or other in namer.nicknames_of(one)


@cache
def _namer() -> NickNamer:
    return NickNamer()
