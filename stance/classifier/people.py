"""People's names as stand-ins, so that who somebody is cannot change what a text says of them.

News corpora name a few hundred politicians over and over, and a network learns who is thought to be
against whom. Where a speaker or target is a person, it reads a common surname instead.
"""

import functools
import re
from dataclasses import replace

from babel import Locale

from stance.claims.claim import Span
from stance.classifier.pair import Pair
from stance.entities.lexicon import (
    FEMALE_NAMES,
    LAW_NOUNS,
    MALE_NAMES,
    NAME_ENDINGS,
    NO_PEOPLE,
    PERSON_NOUNS,
    TITLES,
    TREATY_NOUNS,
)
from stance.entities.mentions import PRONOUNS

_STAND_INS = ("Smith", "Jones", "Brown", "Taylor")
_MOST_WORDS = 4
_PARTICLES = frozenset("al bin da de del della den der di du el ibn la le ter van von".split())
_FIRST_NAMES = MALE_NAMES | FEMALE_NAMES
_SURNAMES_TOO = LAW_NOUNS | PERSON_NOUNS | TREATY_NOUNS
"""No names but after a first name: "Howard Dean"; nor is "Bill" then a law."""
_OTHER_WORDS = (
    NAME_ENDINGS
    | PRONOUNS
    | frozenset(
        "a all an any each i it many me most my our some that the these this those us we".split()
    )
    | frozenset("and for in of on to you your".split())
)
_GROUP = re.compile(r".*(?:crats?|ese|ians?|icans?|ish|ists?)", re.IGNORECASE)
"""Peoples and followers: "Chinese", "Democrats", "Iranians"."""
_ACRONYM = re.compile(r"(?:[A-Z]\.? ?){2,5}s?")
_POSSESSIVE = re.compile(r"[’']s?$", re.IGNORECASE)


def hide_people(pair: Pair) -> Pair:
    """Return the pair with stand-ins for those of its speaker and target that are people.

    They stand in ``speaker`` and ``target``, and in the text wherever it has the name in full or
    the surname. Only names of whom the text mentions: where it does not mention a target, what
    people know of it is all there is.
    """
    names = {"speaker": pair.speaker, "target": pair.target}
    spans = {"speaker": pair.speaker_span, "target": pair.target_span}
    free = [name for name in _STAND_INS if name not in pair.text]
    stand_ins: dict[str, str] = {}
    for role, span in spans.items():
        name = names[role]
        person = personal_name(name) if name and span else None
        if name is None or span is None or person is None:
            continue
        forms = {person, person.split()[-1], personal_name(pair.text[slice(*span)]) or person}
        forms -= {form for form in forms if form.lower() in _no_people()}
        known = [stand_ins[form] for form in forms if form in stand_ins]
        stand_in = known[0] if person in stand_ins else free.pop(0) if free else _STAND_INS[0]
        stand_ins |= {form: stand_in for form in forms if form not in stand_ins}
        names[role] = name.replace(person, stand_in)
    if not stand_ins:
        return pair
    longest_first = sorted(stand_ins, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    edits = [(m.start(), m.end(), stand_ins[m.group()]) for m in pattern.finditer(pair.text)]
    return replace(
        pair,
        text=pattern.sub(lambda m: stand_ins[m.group()], pair.text),
        speaker=names["speaker"],
        target=names["target"] or pair.target,
        speaker_span=_moved(spans["speaker"], edits),
        target_span=_moved(spans["target"], edits),
    )


@functools.lru_cache(maxsize=1 << 14)
def personal_name(name: str) -> str | None:
    """Return the part of a name that is a person's: "Obama" of "President Obama’s"; None if it is
    none.

    A name is taken for a person's unless its words, in ``stance.entities.lexicon`` or among the
    countries and languages of Unicode's CLDR, say otherwise: people's names are without end.
    """
    words = _POSSESSIVE.sub("", name.strip()).split()
    while len(words) > 1 and words[0].lower().strip(".") in TITLES:
        words = words[1:]
    if not words or len(words) > _MOST_WORDS:
        return None
    person = " ".join(words)
    plain = [word.lower().strip(".,") for word in words]
    called = len(words) > 1 and plain[0] in _FIRST_NAMES
    if (
        not all(word[0].isupper() or word in _PARTICLES for word in words)
        or not words[-1][0].isupper()
        or not _OTHER_WORDS.isdisjoint(plain)
        or (not called and not _SURNAMES_TOO.isdisjoint(plain))
        or _ACRONYM.fullmatch(person)
        or (not called and _GROUP.fullmatch(words[-1]))
        or {person.lower(), *(plain if len(plain) == 1 else ())} & _no_people()
    ):
        return None
    return person


@functools.cache
def _no_people() -> frozenset[str]:
    english = Locale("en")
    return NO_PEOPLE | {
        n.lower() for n in (*english.territories.values(), *english.languages.values())
    }


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
