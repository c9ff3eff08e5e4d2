"""Proper names -> entities: full names, surnames, short forms and acronyms of one article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc

from stance.entities import agreement
from stance.entities.entity import Entity
from stance.entities.gender import gender_of, gender_of_title
from stance.entities.mentions import Mention, acronyms, stands_for
from stance.entities.nicknames import same_first_name
from stance.lexicon import FEMALE_NAMES, HUMAN_LABELS, MALE_NAMES, NAME_ENDINGS

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_INITIALS = re.compile(r"(?:\w\.)+")
_MISTAKEN = frozenset({"ORG", "PRODUCT", "WORK_OF_ART"})
_PLACES = frozenset({"GPE", "LOC", "NORP", "FAC"})
_LOCATIVE = frozenset("in at from near to of".split())
_US = re.compile(r"^(?:U\.S\.|US) (?=[A-Z])")
_ALIASES = {
    "uk": "united kingdom",
    "britain": "united kingdom",
    "eu": "european union",
    "un": "united nations",
}


def merge_names(doc: Doc, mentions: list[Mention]) -> list[Entity]:
    """Return the entities that the named mentions belong to.

    Full names come first, whatever their place, so that a headline's "Asif" finds the
    "Khawaja Asif" of the text.
    """
    people: list[Entity] = []
    others: list[Entity] = []
    explicit = {short: _key(doc[full.start : full.end].text) for full, short in acronyms(doc)}
    mentions = _people_among(doc, mentions)
    by_length = sorted(mentions, key=lambda m: (-len(name_words(doc, m)), m.start))
    for mention in by_length:
        words = name_words(doc, mention)
        if not words:
            continue
        person = _person(doc, mention, words, people)
        if person is None and _borrows(words, people):
            mention = replace(mention, label="ORG")  # "Harrowby Spans", of Giles Harrowby
        if person is None and mention.label not in HUMAN_LABELS:
            body = _body(doc, mention, words, others, explicit)
            if body is None:
                body = Entity(_text(doc, mention), mention.label)
                others.append(body)
            body.add(mention)
            continue
        if person is None:
            person = Entity(" ".join(words), mention.label)
            people.append(person)
        person.add(mention)
    people = [p for p in people if not _join_namesake(p, others)]
    for entity in [*people, *others]:
        if entity.label in HUMAN_LABELS:
            entity.name = _usual(doc, entity)
        # "Islamabad" rather than the dateline's "ISLAMABAD".
        forms = [_text(doc, m) for m in entity.mentions]
        same = [f for f in forms if f.lower() == entity.name.lower() and not f.isupper()]
        if same:
            entity.name = same[0]
        if entity.label not in HUMAN_LABELS:
            # "U.S. Border Patrol"
            entity.name = _US.sub("United States ", entity.name)
    _echo(doc, [*people, *others])
    return sorted([*people, *others], key=lambda e: e.mentions[0].start)


def _people_among(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions, those of people labelled so whom the recogniser took for firms: a first
    name and a surname which the article also uses alone, both without "the"."""

    def bare(mention: Mention) -> bool:
        return mention.start == 0 or doc[mention.start - 1].lower_ != "the"

    alone = {doc[m.start].text for m in mentions if m.end - m.start == 1 and bare(m)}
    return [
        replace(m, label="PERSON")
        if m.label in _MISTAKEN
        and 2 <= m.end - m.start <= 3
        and bare(m)
        and doc[m.end - 1].text in alone
        and doc[m.end - 1].lower_ not in NAME_ENDINGS
        and gender_of(doc[m.start].text)
        else m
        for m in mentions
    ]


def name_words(doc: Doc, mention: Mention) -> list[str]:
    """Return a name's words without punctuation and generational suffixes."""
    words = [word.strip("\"',()[]") for word in doc[mention.start : mention.end].text.split()]
    # The dot of an initial is part of it, that of a last word may be the sentence's.
    initials = [bool(_INITIALS.fullmatch(word)) for word in words[:-1]] + [False]
    words = [w if i else w.strip(".") for w, i in zip(words, initials, strict=False)]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1].lower().rstrip(".") in _SUFFIXES:
        words.pop()
    return words


def _text(doc: Doc, mention: Mention) -> str:
    return " ".join(doc[mention.start : mention.end].text.split())


def _key(text: str) -> str:
    plain = " ".join(_US.sub("United States ", text).lower().replace(".", "").split())
    plain = plain.removeprefix("the ")
    # A name may be nothing but titles: "Rabbi", a film.
    return _ALIASES.get(plain) or " ".join(agreement.name_words(plain)) or plain


def _person(doc: Doc, mention: Mention, words: list[str], people: list[Entity]) -> Entity | None:
    """Return the person that a name belongs to, of those with longer or equal names."""
    if len(words) > 1:
        if mention.label not in HUMAN_LABELS:
            return next((p for p in people if p.name.split() == words), None)
        return next((p for p in people if _compatible(p.name.split(), words)), None)
    token = doc[mention.head]
    if mention.label in _PLACES and token.dep_ == "pobj" and token.head.lower_ in _LOCATIVE:
        return None
    # Transcripts write "PENCE:".
    word = words[0].title() if words[0].isupper() and len(words[0]) > 3 else words[0]
    surname = [p for p in people if p.name.split()[-1] in (word, words[0])]
    given = [p for p in people if word in p.name.split()[:-1]] if not surname else []
    return _meant(doc, surname, mention) or _nearest(given, mention)


def _meant(doc: Doc, namesakes: list[Entity], mention: Mention) -> Entity | None:
    """Return whom a surname means: of those whom its title fits, the one whom the article names in
    full at least twice as often as any other, else the nearest."""
    title = doc[mention.start - 1].lower_.rstrip(".") if mention.start else ""
    if gender := gender_of_title(title):
        fitting = [p for p in namesakes if gender_of(p.name.split()[0]) in (None, gender)]
        namesakes = fitting or namesakes
    full = {p: sum(len(name_words(doc, m)) > 1 for m in p.mentions) for p in namesakes}
    ranked = sorted(namesakes, key=lambda p: -full[p])
    if len(ranked) > 1 and full[ranked[0]] >= max(2 * full[ranked[1]], 1):
        return ranked[0]
    return _nearest(namesakes, mention)


def _usual(doc: Doc, person: Entity) -> str:
    """Return the commonest of a person's names of several words, the longest of those."""
    forms = Counter(
        " ".join(words) for m in person.mentions if len(words := name_words(doc, m)) > 1
    )
    return max(forms, key=lambda form: (forms[form], len(form)), default=person.name)


def _join_namesake(person: Entity, others: list[Entity]) -> bool:
    """Give the mentions of a one-word "person" to the body or place of that name, if there is one.

    The recogniser takes a firm or a club for a person now and then; a body's first word counts as
    its name, too: "Kingsferry" is "Kingsferry Town".
    """
    if " " in person.name or person.name.lower() in MALE_NAMES | FEMALE_NAMES:
        return False
    named = person.name.lower()
    for other in others:
        if named in (other.name.lower(), other.name.lower().split()[0]):
            for mention in person.mentions:
                other.add(mention)
            return True
    return False


def _borrows(words: list[str], people: list[Entity]) -> bool:
    """Return whether a name begins with another's surname, as those of firms do."""
    return len(words) > 1 and any(
        len(parts := p.name.split()) > 1 and parts[-1] == words[0] for p in people
    )


def _compatible(long: list[str], short: list[str]) -> bool:
    """Return whether two full names can be one person's: "J. Dovrin", "Greg R. Dovrin"."""
    if long[-1].lower() != short[-1].lower():
        return False
    a, b = long[0].rstrip(".").lower(), short[0].rstrip(".").lower()
    if a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) or same_first_name(a, b):
        return True
    return {w.lower() for w in short} <= {w.lower() for w in long}


def _nearest(entities: list[Entity], mention: Mention) -> Entity | None:
    """Return the entity named last before a mention, else the one named first after it."""

    def distance(entity: Entity) -> tuple[bool, int]:
        before = entity.last_before(mention.start)
        if before is not None:
            return (False, mention.start - before.start)
        return (True, entity.mentions[0].start)

    return min(entities, key=distance, default=None)


def _body(
    doc: Doc,
    mention: Mention,
    words: list[str],
    others: list[Entity],
    explicit: dict[str, str],
) -> Entity | None:
    text = _text(doc, mention)
    key = _key(text)
    for entity in others:
        if _key(entity.name) in (key, explicit.get(text)):
            return entity
    if len(words) == 1 and text.isupper():
        for entity in others:
            if stands_for(text, entity.name.split()):
                return entity
    if mention.label in _PLACES:
        return None
    lower = [w.lower() for w in words]
    longer = [
        e
        for e in others
        if e.label not in _PLACES
        and len(parts := _key(e.name).split()) > len(lower)
        and parts[-len(lower) :] == lower
    ]
    return _nearest(longer, mention)


def _echo(doc: Doc, entities: Iterable[Entity]) -> None:
    """Find names again where the recogniser missed them: it often does at a sentence's start."""
    taken = {i for e in entities for m in e.mentions for i in range(m.start, m.end)}
    known: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        words = entity.name.split()
        if entity.label in HUMAN_LABELS or len(words) == 1:
            known[words[-1]].append(entity)
    for token in doc:
        if token.i in taken or len(token) < 2 or not token.text[:1].isupper():
            continue
        shout = token.text.isupper() and len(token) > 3
        found = known.get(token.text) or (known.get(token.text.title()) if shout else None)
        if found and token.ent_type_ != "DATE":
            mention = Mention(token.i, token.i + 1, token.i, "name", found[0].label)
            nearest = _nearest(list(found), mention)
            assert nearest is not None
            nearest.add(mention)
