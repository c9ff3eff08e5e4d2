"""People's names as stand-ins, so that who somebody is cannot change what a text says of them.

News corpora name a few hundred politicians over and over, and a network learns who is thought to be
against whom. Where a speaker or target is a person, it reads a common surname instead.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from stance.claims.claim import Span
from stance.classifier.pair import Pair
from stance.lexicon import (
    FEMALE_NAMES,
    FUNCTION_WORDS,
    LAW_NOUNS,
    MALE_NAMES,
    NAME_ENDINGS,
    NO_PEOPLE,
    PERSON_NOUNS,
    PRONOUNS,
    TITLES,
    TOPIC_NOUNS,
    TREATY_NOUNS,
    census_names,
)

_STAND_INS = ("Smith", "Jones", "Brown", "Taylor", "Wilson", "Johnson", "Walker", "White", "Clarke")
_MOST_WORDS = 4
_PLACES = frozenset("east fort lake mount new north port saint san santa south st west".split())
"""First words of places."""
_PARTICLES = frozenset("al bin da de del della den der di du el ibn la le ter van von".split())
_GENERATION = frozenset("jr sr ii iii iv v vi".split())
_FIRST_NAMES = MALE_NAMES | FEMALE_NAMES
_OTHER_WORDS = NAME_ENDINGS | PRONOUNS | TOPIC_NOUNS | FUNCTION_WORDS
_NOUNS = LAW_NOUNS | PERSON_NOUNS | TREATY_NOUNS
"""No part of a name but after a first name: "Howard Dean"; nor is "Bill" then a law."""
_TITLES = TITLES - {"general", "st", "saint"}
"""Not those that cities and companies begin with."""
_GROUP = re.compile(r".*(?:crats?|ese|ians?|icans?|ish|ists?)")
"""Peoples and followers: "Chinese", "Democrats", "Iranians"."""
_COMMON = re.compile(
    r".*(?:s|al|ance|care|cy|ence|ic|ing|ism|ity|ive|ment|ness|ogy|phy|sion|tion|ure)"
)
"""Common nouns and adjectives, if no name happens to end so: "Voters", "Abortion"."""
_ACRONYM = re.compile(r"(?:[A-Z]\.? ?){2,5}s?")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")


@dataclass(frozen=True)
class _Person:
    """A speaker or target who is a person: the name's words, and what stands for it."""

    words: tuple[str, ...]
    stand_in: str

    def surname(self) -> str | None:
        """Return the word that may stand alone for the person, if it means nothing else."""
        last = [w for w in self.words if w.lower().strip(".,") not in _GENERATION][-1:]
        plain = last[0].lower() if last else ""
        if len(plain) < 3 or plain in _OTHER_WORDS | _NOUNS | TITLES | NO_PEOPLE:
            return None
        return last[0]


def hide_people(pair: Pair) -> Pair:
    """Return the pair with stand-ins for those of its speaker and target that are people.

    They stand in ``speaker`` and ``target``, and in the text wherever it has the name in full or
    the surname alone. Only for whom the text mentions: where it does not mention a target, what is
    known of it is all there is. A name is taken for a person's unless it is known for something
    else (see ``personal_name``), so that some firms and places have stand-ins, too.
    """
    asked = {
        "speaker": (pair.speaker, pair.speaker_span),
        "target": (pair.target, pair.target_span),
    }
    around = f"{pair.text} {pair.speaker} {pair.target}"
    free = [name for name in _STAND_INS if name not in around]
    people: dict[str, _Person] = {}
    for role, (name, span) in asked.items():
        words = _person_meant(name, pair.text[slice(*span)]) if name and span else ()
        if words:
            other = next((p for p in people.values() if _same(p.words, words)), None)
            if other is None and not free:
                continue
            people[role] = _Person(words, other.stand_in if other else free.pop(0))
    if not people:
        return pair
    forms = _forms(list(people.values()))
    edits = [
        (m.start(), m.end(), forms[" ".join(m.group().split())])
        for m in _pattern(tuple(forms)).finditer(pair.text)
    ]
    for role, person in people.items():
        edits = _with_mention(edits, asked[role][1], pair.text, person)
    text = pair.text
    for start, end, stand_in in reversed(edits):
        text = text[:start] + stand_in + text[end:]
    heads = {
        role: _hidden(name, people.get(role), forms)
        for role, (name, _) in asked.items()
        if name is not None
    }
    return replace(
        pair,
        text=text,
        speaker=heads.get("speaker"),
        target=heads["target"],
        speaker_span=_moved(pair.speaker_span, edits),
        target_span=_moved(pair.target_span, edits),
    )


@lru_cache(maxsize=1 << 14)
def personal_name(name: str) -> str | None:
    """Return the part of a name that is a person's: "Obama" of "President Obama’s"; None if it is
    none.

    A name is taken for a person's unless its words, in ``stance.lexicon`` or among the countries
    and languages of Unicode's CLDR, say otherwise: people's names are without end. One word that
    ends as common nouns do must be among the surnames of the 1990 census of the United States.
    """
    words = _POSSESSIVE.sub("", name.strip()).split()
    titled = False
    while len(words) > 1 and words[0].lower().strip(".") in _TITLES:
        words, titled = words[1:], True
    if not words or len(words) > _MOST_WORDS:
        return None
    person = " ".join(words)
    plain = [word.lower().strip(".,") for word in words]
    called = len(words) > 1 and plain[0] in _FIRST_NAMES
    if (
        not all(word[0].isupper() or word in _PARTICLES for word in words)
        or not words[-1][0].isupper()
        or not _OTHER_WORDS.isdisjoint(plain)
        or (not called and not _NOUNS.isdisjoint(plain))
        or _ACRONYM.fullmatch(person)
        or person.lower() in _no_people()
        or (len(plain) > 1 and plain[0] in _PLACES | NO_PEOPLE and not called)
    ):
        return None
    if not called and not titled and _GROUP.fullmatch(plain[-1]):
        return None
    if called and plain[-1].endswith("s") and _GROUP.fullmatch(plain[-1]):
        return None  # "Virginia Democrats"
    if len(words) == 1 and not titled and _COMMON.fullmatch(plain[0]):
        known = plain[0] in _FIRST_NAMES or plain[0] in census_names("last")
        return person if known else None
    return person


def _person_meant(name: str, mention: str) -> tuple[str, ...]:
    """Return the words of the person's name if a speaker or target is a person, () if not."""
    person = personal_name(name)
    if person is None:
        return ()
    words = tuple(person.split())
    said = _POSSESSIVE.sub("", mention).split()
    lower = {word.lower() for word in words}
    # A target "Abortion" is no person where the text has "abortion".
    common = mention.islower() and lower.issuperset(said)
    return () if common else words


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names are of one person: the same, or one the other's surname."""
    return one == other or (min(len(one), len(other)) == 1 and one[-1] == other[-1])


def _forms(people: list[_Person]) -> dict[str, str]:
    """Return what stands for each name in full, and for each surname that only one of them has."""
    forms: dict[str, str] = {}
    surnames: dict[str, set[str]] = {}
    for person in people:
        forms[" ".join(person.words)] = person.stand_in
        if surname := person.surname():
            surnames.setdefault(surname, set()).add(person.stand_in)
    return {s: each.pop() for s, each in surnames.items() if len(each) == 1} | forms


@lru_cache(maxsize=256)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the names, the longest first; a surname only where no name goes on."""
    longest_first = sorted(forms, key=len, reverse=True)
    parts = [r"\s+".join(map(re.escape, form.split())) for form in longest_first]
    parts = [part if r"\s" in part else rf"{part}(?!\s[A-Z])" for part in parts]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _with_mention(
    edits: list[tuple[int, int, str]], span: Span | None, text: str, person: _Person
) -> list[tuple[int, int, str]]:
    """Return the edits, in order, with the mention of a person hidden even where it is written
    otherwise or is also somebody else's surname."""
    assert span is not None
    mention = _POSSESSIVE.sub("", text[slice(*span)])
    words = (personal_name(mention) or mention).split()
    named = {word.casefold() for word in words} <= {word.casefold() for word in person.words}
    found = re.search(r"\s+".join(map(re.escape, words)) + "$", mention) if words else None
    if found is None or not named:
        return edits
    start, end = span[0] + found.start(), span[0] + found.end()
    if any(s <= start and end <= e and new == person.stand_in for s, e, new in edits):
        return edits
    kept = [edit for edit in edits if edit[1] <= start or edit[0] >= end]
    return sorted([*kept, (start, end, person.stand_in)])


def _hidden(name: str, person: _Person | None, forms: dict[str, str]) -> str:
    """Return what the first segment calls a speaker or target; the other may be part of it."""
    name = " ".join(name.split())
    whole = personal_name(name) if person else None
    if person and whole:
        at = name.rfind(whole)
        return name[:at] + person.stand_in + name[at + len(whole) :]
    return _pattern(tuple(forms)).sub(lambda m: forms[" ".join(m.group().split())], name)


@cache
def _no_people() -> frozenset[str]:
    # Imported late: it takes a while, and a text without names needs none of it.
    from babel import Locale

    english = Locale("en")
    places_and_peoples = (*english.territories.values(), *english.languages.values())
    return NO_PEOPLE | {name.lower() for name in places_and_peoples}


def _moved(span: Span | None, edits: list[tuple[int, int, str]]) -> Span | None:
    """Return where a span is after the edits, in order; one that an edit overlaps holds all of
    it."""
    if span is None:
        return None
    start, end = span
    for at, until, new in reversed(edits):
        longer = len(new) - (until - at)
        if until <= span[0]:
            start += longer
        elif at < span[0]:
            start += at - span[0]
        if at < span[1]:
            end += longer if until <= span[1] else at + len(new) - span[1]
    return start, end
