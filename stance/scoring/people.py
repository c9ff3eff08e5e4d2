"""One name for a person over all articles: "Greg Tarnow" where another has "Gregory B. Tarnow"."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from scipy.cluster.hierarchy import DisjointSet

from stance.entities.nicknames import same_first_name
from stance.lexicon import census_names

COMMON = 0.12
"""Percentage of people with a surname from which two articles may mean two people by one name."""

_INITIALS = r"(?:[A-Z]\.)+"
_NAME = re.compile(
    rf"([A-Z][\w’'-]*[a-z])((?: {_INITIALS})*) ([A-Z][\w’'-]*[a-z])((?:,? [JS]r\.)?)"
)
_NAMES = {"claims": ("speaker",), "stances": ("speaker", "target")}


class PeopleNames:
    """Counts the names of all articles, then says which of them are one person's.

    Two names are if they have the same surname, the same first name or a short form of it, and no
    different initials between, and no article has both. Common surnames are left as they are.

    Args:
        known: names that stay, and that others become.
    """

    def __init__(self, known: Collection[str] = ()) -> None:
        self._known = frozenset(known)
        self._articles: Counter[str] = Counter()
        self._apart: set[frozenset[str]] = set()

    def count(self, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Count the names in rows of the claims and stances tables; all of an article at once."""
        found: dict[str, set[str]] = defaultdict(set)
        for table, columns in _NAMES.items():
            for row in tables[table]:
                found[row["article"]] |= {row[c] for c in columns if row[c] and _parts(row[c])}
        for names in found.values():
            self._articles.update(names)
            # An article that has both names means two people.
            for namesakes in _by_surname(names).values():
                self._apart |= {frozenset(pair) for pair in combinations(namesakes, 2)}

    def replacements(self) -> dict[str, str]:
        """Return the names to replace, each with the person's name in the most articles.

        Names that two different people may share ("George Bush" of George W. and George H.W. Bush)
        are left as they are.
        """
        surnames = census_names("last")
        found: dict[str, str] = {}
        for (surname, _), names in _by_surname(self._articles).items():
            if len(names) > 1 and surnames.get(surname, 0.0) < COMMON:
                found |= self._one_each(names)
        return found

    def _one_each(self, names: Sequence[str]) -> dict[str, str]:
        people = DisjointSet(names)
        for one, other in combinations(names, 2):
            if self._may_be_one(one, other):
                people.merge(one, other)
        found: dict[str, str] = {}
        for person in people.subsets():
            if all(self._may_be_one(one, other) for one, other in combinations(person, 2)):
                usual = max(sorted(person), key=self._rank)
                found |= dict.fromkeys(person - {usual} - self._known, usual)
        return found

    def _may_be_one(self, one: str, other: str) -> bool:
        return _compatible(one, other) and frozenset((one, other)) not in self._apart

    def _rank(self, name: str) -> tuple[bool, int, int]:
        return name in self._known, self._articles[name], -len(name)


def rename(
    tables: Mapping[str, Sequence[dict[str, Any]]], names: Mapping[str, str]
) -> dict[str, Sequence[dict[str, Any]]]:
    """Return the tables with the names of the claims and stances tables replaced."""
    return {
        table: [
            row | {column: names.get(row[column], row[column]) for column in _NAMES[table]}
            for row in rows
        ]
        if table in _NAMES
        else rows
        for table, rows in tables.items()
    }


def _by_surname(names: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Return people's names by surname and suffix."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(names):
        if parts := _parts(name):
            found[parts[2:]].append(name)
    return found


def _compatible(one: str, other: str) -> bool:
    """Return whether two names of one surname can be one person's."""
    parts, others = _parts(one), _parts(other)
    if parts is None or others is None:
        return False
    (first, between, *_), (second, besides, *_) = parts, others
    return (first == second or same_first_name(first, second)) and (
        between.startswith(besides) or besides.startswith(between)
    )


@lru_cache(maxsize=2**16)
def _parts(name: str) -> tuple[str, str, str, str] | None:
    """Return the first name of a person, the initials that follow it, the surname and the suffix;
    None of what is no person's name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    first, between, surname, suffix = match.groups()
    if not any(first.lower() in census_names(f"first:{g}") for g in ("male", "female")):
        return None
    initials = between.replace(" ", "").replace(".", "")
    return first, initials, surname.lower(), suffix.lstrip(",")
