"""A parsed text -> its mentions: names, noun phrases and pronouns."""

import re
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span, Token

from stance.lexicon import (
    FEMALE_NAMES,
    HONORIFICS,
    MALE_NAMES,
    NAME_ENDINGS,
    NAME_LABELS,
    OFFICES,
    PRONOUNS,
    ROLE_ACRONYMS,
    ROLE_BEGINNINGS,
    ROLE_NOUNS,
    TITLES,
)

MentionKind = Literal["name", "nominal", "pronoun"]

RELATIVES = frozenset("who whom whose which that".split())
# "Full Name of the Thing (FNT)"
_ACRONYM = re.compile(
    r"\b((?:[A-Z][\w'&.-]*\s+(?:(?:of|and|for|the|on|in|de|&)\s+){0,2}){1,7}[A-Z][\w'&.-]*)"
    r"(?:\s+\w+)?\s+\(([A-Z][A-Z&]{1,7})\)"
)


@dataclass(frozen=True)
class Mention:
    """Where a text speaks of somebody or something.

    Args:
        start, end: token indices [start, end), without determiner and possessive.
        head: index of the token that governs the others.
        kind: a proper name, a common noun phrase, or a pronoun.
        label: the named entity's type, "" if not a name.
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    label: str = ""


def find_names(doc: Doc) -> list[Mention]:
    """Return the proper names, in text order, none overlapping another."""
    taken: dict[int, Mention] = {}
    for start, end, label in _candidates(doc):
        mention = _trimmed(doc, start, end, label)
        if mention and not any(i in taken for i in range(mention.start, mention.end)):
            taken |= dict.fromkeys(range(mention.start, mention.end), mention)
    return sorted(set(taken.values()), key=lambda m: m.start)


def _candidates(doc: Doc) -> list[tuple[int, int, str]]:
    """Return [start, end) and label of what may be names, the surest first."""
    found: list[tuple[int, int, str]] = []
    for full, _ in acronyms(doc):
        label = next((e.label_ for e in full.ents if e.label_ in NAME_LABELS), "ORG")
        found.append((full.start, full.end, "ORG" if label == "PERSON" else label))
    for ent in doc.ents:
        if ent.label_ in NAME_LABELS:
            start, end = _hyphenated(doc, ent.start, ent.end)
            found.append((start, end, ent.label_))
    # What the recogniser missed: the proper nouns at the head of a noun phrase.
    for chunk in doc.noun_chunks:
        if chunk.root.pos_ == "PROPN" and chunk.root.ent_type_ in ("", *NAME_LABELS):
            start = chunk.root.i
            while (
                start > chunk.start
                and (
                    doc[start - 1].pos_ == "PROPN"
                    # "Supporters' Trust", but not "Pakistan's Cabinet"
                    or (doc[start - 1].text == "'" and doc[start - 2].text[:1].isupper())
                )
            ):
                start -= 1
            titled = start > chunk.start and doc[start - 1].lower_ in ROLE_NOUNS | TITLES
            label = "PERSON" if titled or _begins_titled(doc, start, chunk.root.i) else "ORG"
            found.append((start, chunk.root.i + 1, label))
    return found


def acronyms(doc: Doc) -> list[tuple[Span, str]]:
    """Return each full name that an acronym in brackets follows, and the acronym."""
    found = []
    for match in _ACRONYM.finditer(doc.text):
        words = match.group(1).split()
        # As few of the last words as give the initials.
        for size in range(1, len(words) + 1):
            if stands_for(match.group(2), words[-size:]):
                start = match.end(1) - len(match.group(1).split(None, len(words) - size)[-1])
                span = doc.char_span(start, match.end(1), alignment_mode="expand")
                if span is not None:
                    found.append((span, match.group(2)))
                break
    return found


def stands_for(acronym: str, words: list[str]) -> bool:
    """Return whether an acronym is made of the words' initials.

    Parts of hyphenated words count, words in lower case need not.
    """
    parts = [part for word in words for part in re.split(r"[-/]", word) if part]
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    every = "".join(part[0] for part in parts).upper()
    return len(acronym) > 1 and acronym.replace("&", "") in (capitals, every)


def _hyphenated(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Widen a name that stops inside a word, such as "Tehreek" in "Tehreek-e-Taliban"."""
    widened = False
    while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_:
        last = end + 1
        while last + 1 < len(doc) and not doc[last].whitespace_ and doc[last + 1].text == "-":
            last += 2
        if last >= len(doc) or not doc[last].text[:1].isupper():
            break
        end, widened = last + 1, True
    while widened and end < len(doc) and doc[end].pos_ == "PROPN" and doc[end - 1].whitespace_:
        end += 1
    while (
        start > 1
        and doc[start - 1].text == "-"
        and not doc[start - 1].whitespace_
        and doc[start - 2].text[:1].isupper()
    ):
        start -= 2
    return start, end


def _begins_titled(doc: Doc, start: int, last: int) -> bool:
    return last > start and doc[start].lower_.rstrip(".") in TITLES


def _trimmed(doc: Doc, start: int, end: int, label: str) -> Mention | None:
    """Return the name without determiner, titles, possessive and punctuation."""
    while start < end and (doc[start].pos_ == "DET" or doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (
        doc[end - 1].tag_ == "POS"
        or doc[end - 1].is_punct
        or doc[end - 1].is_space
        # the goals of "Kingsferry Town 2"
        or (doc[end - 1].is_digit and label == "PERSON")
    ):
        end -= 1
    # "Defense" in "Defense Minister Asif" is part of a title, no name.
    if end < len(doc) and doc[end].lower_ in ROLE_NOUNS and label in ("ORG", "PRODUCT"):
        return None
    # "The President", "Vice President": an office, not a name.
    office = end > start and doc[end - 1].lower_ in OFFICES
    if office and (end - start == 1 or doc[start].lower_ in ROLE_BEGINNINGS):
        return None
    leads = start < end and doc[start].lower_.rstrip(".") in TITLES
    if leads and end - start > 1 and doc[end - 1].lower_ not in NAME_ENDINGS | ROLE_NOUNS:
        label = "PERSON"  # "Reverend Hugh Amory"
    # "Mr. Justice": what follows is a name, whatever else the word means.
    if end - start > 1 and doc[start].lower_.rstrip(".") in HONORIFICS:
        return _named(doc, start + 1, end, "PERSON")
    if label == "PERSON":
        roles = [i for i in range(start, end) if doc[i].lower_.rstrip(".") in TITLES | ROLE_NOUNS]
        if roles and roles[-1] + 1 < end:
            start = roles[-1] + 1  # a title ends where the person's own name begins
        elif roles and (end - start == 1 or doc[start].lower_ in ROLE_BEGINNINGS):
            return None
    return _named(doc, start, end, label)


def _named(doc: Doc, start: int, end: int, label: str) -> Mention | None:
    """Return the mention of a trimmed name, None if it is none."""
    # "The KP CM" is an office, not a name.
    if start < end and doc[end - 1].text.isupper() and doc[end - 1].lower_ in ROLE_ACRONYMS:
        return None
    if start >= end or not any(t.text[:1].isupper() for t in doc[start:end]):
        return None
    if not any(t.text[:1].isalpha() for t in doc[start:end]):
        return None
    return Mention(start, end, doc[start:end].root.i, "name", _label(doc, start, end, label))


def _label(doc: Doc, start: int, end: int, label: str) -> str:
    """Return the recogniser's label, or a better one where the words leave no doubt."""
    if label == "PERSON":
        return "ORG" if doc[end - 1].lower_ in NAME_ENDINGS else label
    if label in ("ORG", "GPE", "LOC", "FAC", "WORK_OF_ART", "PRODUCT") and 2 <= end - start <= 3:
        titled = start > 0 and doc[start - 1].lower_ in ROLE_NOUNS
        first_name = doc[start].lower_ in MALE_NAMES | FEMALE_NAMES
        if (titled or first_name) and doc[end - 1].lower_ not in NAME_ENDINGS:
            return "PERSON"
    return label


def find_nominals(doc: Doc, names: list[Mention]) -> list[Mention]:
    """Return the noun phrases headed by a common noun, in text order."""
    named = {i for m in names for i in range(m.start, m.end)}
    found = []
    for chunk in doc.noun_chunks:
        root = chunk.root
        if root.i in named or root.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        start = chunk.start
        while start < root.i and (
            doc[start].pos_ in ("DET", "CCONJ") or doc[start].is_punct or doc[start].is_space
        ):
            start += 1
        found.append(Mention(start, root.i + 1, root.i, "nominal"))
    return found


def find_pronouns(doc: Doc) -> list[Mention]:
    """Return the third-person and relative pronouns, in text order."""
    return [
        Mention(t.i, t.i + 1, t.i, "pronoun")
        for t in doc
        if (t.lower_ in PRONOUNS and t.pos_ == "PRON")
        or (t.lower_ in RELATIVES and t.tag_ in ("WP", "WDT", "WP$"))
    ]


def is_plural(token: Token) -> bool:
    """Return whether a noun is in the plural."""
    return token.tag_ in ("NNS", "NNPS")
