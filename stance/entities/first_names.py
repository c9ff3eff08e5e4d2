"""The gender that a first name or a title suggests."""

import functools
from pathlib import Path

import names

from stance.entities.entity import Gender
from stance.entities.lexicon import FEMALE_NAMES, FEMALE_TITLES, MALE_NAMES, MALE_TITLES

_CLEAR = 8.0
"""How many times as often one gender must bear a name as the other."""


def gender_of(first_name: str) -> Gender | None:
    """Return the gender of nearly all who bear a first name, None if it is mixed or unknown.

    Source: the first names of the 1990 census of the United States, and the names of the news in
    ``stance.entities.lexicon``.
    """
    name = first_name.lower()
    if name in MALE_NAMES or name in FEMALE_NAMES:
        return "male" if name in MALE_NAMES else "female"
    male, female = (_shares(kind).get(name, 0.0) for kind in ("first:male", "first:female"))
    if male > _CLEAR * female:
        return "male"
    return "female" if female > _CLEAR * male else None


def gender_of_title(title: str) -> Gender | None:
    """Return the gender that a title such as "mrs" tells, None if it tells none."""
    if title in MALE_TITLES:
        return "male"
    return "female" if title in FEMALE_TITLES else None


@functools.cache
def _shares(kind: str) -> dict[str, float]:
    """Return name -> percentage of people of a gender who bear it."""
    lines = Path(names.FILES[kind]).read_text(encoding="ascii").splitlines()
    return {name.lower(): float(share) for name, share, *_ in map(str.split, lines)}
