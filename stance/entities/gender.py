"""The gender that a first name, a title or a noun tells."""

from stance.entities.entity import Gender
from stance.lexicon import (
    FEMALE_NAMES,
    FEMALE_NOUNS,
    FEMALE_TITLES,
    MALE_NAMES,
    MALE_NOUNS,
    MALE_TITLES,
    census_names,
)

_CLEAR = 8.0
"""How many times as often one gender must bear a name as the other."""


def gender_of(first_name: str, *, alone: bool = False) -> Gender | None:
    """Return the gender of nearly all who bear a first name, None if it is mixed or unknown.

    Args:
        alone: it stands alone and may be a surname, such as Kelly or Blair: only the names of
            ``stance.lexicon`` count.

    Source: the first names of the 1990 census of the United States, and the names of the news in
    ``stance.lexicon``.
    """
    name = first_name.lower()
    if known := _gender(name, MALE_NAMES, FEMALE_NAMES):
        return known
    if alone:
        return None
    male, female = (census_names(kind).get(name, 0.0) for kind in ("first:male", "first:female"))
    if male > _CLEAR * female:
        return "male"
    return "female" if female > _CLEAR * male else None


def gender_of_title(title: str) -> Gender | None:
    """Return the gender that a title such as "mrs" tells, None if it tells none."""
    return _gender(title, MALE_TITLES, FEMALE_TITLES)


def gender_of_noun(noun: str) -> Gender | None:
    """Return the gender that a noun such as "chairwoman" tells, None if it tells none."""
    return _gender(noun, MALE_NOUNS, FEMALE_NOUNS)


def _gender(word: str, male: frozenset[str], female: frozenset[str]) -> Gender | None:
    if word in male:
        return "male"
    return "female" if word in female else None
