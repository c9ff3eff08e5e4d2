"""Offices and descriptions that stand for a name: "the defense minister", "the union"."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from stance.entities.entity import Entity, Role
from stance.entities.gender import gender_of, gender_of_noun, gender_of_title
from stance.entities.mentions import Mention, is_plural
from stance.lexicon import (
    BODY_NOUNS,
    FIRMS,
    HUMAN_LABELS,
    LAW_NOUNS,
    PERSON_NOUNS,
    ROLE_ACRONYMS,
    TITLES,
    TREATY_NOUNS,
)

_DESCRIBING = frozenset({"NOUN", "PROPN", "ADJ"})
_LEADS = {
    "leads": "leader",
    "led": "leader",
    "heads": "head",
    "chairs": "chairman",
    "directs": "director",
    "owns": "owner",
    "runs": "head",
    "founded": "founder",
    "manages": "manager",
    "coaches": "coach",
}
_LONGEST = 16
"""Tokens that a description after a name may have."""


def describe(doc: Doc, entity: Entity) -> None:
    """Fill in a person's roles and gender from the words around their names; of anything else,
    whether "they" can stand for it."""
    if entity.label in HUMAN_LABELS:
        _describe_person(doc, entity)
    else:
        last = doc[entity.mentions[0].end - 1]
        entity.plural = entity.label in ("NORP", "ORG") or is_plural(last)


def _describe_person(doc: Doc, person: Entity) -> None:
    words = person.name.split()
    titles: set[str] = set()
    for mention in person.mentions:
        if mention.kind != "name":
            continue
        before = [t.lower_.rstrip(".") for t in doc[max(mention.start - 2, 0) : mention.start]]
        titles |= set(before[-1:])
        for role in (
            _title(doc, mention),
            _apposition(doc, mention),
            _led_apposition(doc, mention),
            _relative(doc, mention),
        ):
            if role and role not in person.roles:
                person.roles.append(role)
    heads = {role.head for role in person.roles}
    told = (
        *map(gender_of_title, sorted(titles)),
        *map(gender_of_noun, sorted(heads)),
        gender_of(words[0], alone=len(words) == 1),
    )
    person.gender = next((gender for gender in told if gender), None)


def _words(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(t.lower_ for t in tokens if t.text[:1].isalpha())


def _title(doc: Doc, mention: Mention) -> Role | None:
    """ "Pakistan's Defense Minister" before "Khawaja Asif"."""
    start = mention.start
    first = doc[mention.start].sent.start
    while start > first and (
        doc[start - 1].pos_ in _DESCRIBING
        or doc[start - 1].tag_ == "POS"
        or doc[start - 1].text == "-"
        # "Secretary of State"
        or (doc[start - 1].lower_ == "of" and start > 1 and doc[start - 2].lower_ in PERSON_NOUNS)
    ):
        start -= 1
    tokens = list(doc[start : mention.start])
    nouns = [t for t in tokens if t.lower_ in PERSON_NOUNS or t.lower_.rstrip(".") in TITLES]
    return Role(nouns[-1].lower_, _words(tokens)) if nouns else None


def _apposition(doc: Doc, mention: Mention) -> Role | None:
    """ ", the chief minister of the province," after a name."""
    at = mention.end
    if at >= len(doc) or doc[at].text != ",":
        return None
    at += 1
    if at + 1 < len(doc) and doc[at].like_num and doc[at + 1].text == ",":
        at += 2  # an age
    tokens: list[Token] = []
    for token in doc[at : at + _LONGEST]:
        if token.pos_ in ("VERB", "AUX", "CCONJ") or token.text in ",.;:" or token.tag_[0] == "W":
            break
        tokens.append(token)
    before = next((i for i, t in enumerate(tokens) if t.pos_ == "ADP"), len(tokens))
    nouns = [t for t in tokens[:before] if t.lower_ in PERSON_NOUNS]
    return Role(nouns[-1].lower_, _words(tokens)) if nouns else None


def _led_apposition(doc: Doc, mention: Mention) -> Role | None:
    """ "The engineer," before a name."""
    end = mention.start - 1
    if end < 1 or doc[end].text != "," or doc[end - 1].lower_ not in PERSON_NOUNS:
        return None
    start = end - 1
    while start > doc[end].sent.start and doc[start].pos_ in (*_DESCRIBING, "PART"):
        start -= 1
    if doc[start].pos_ not in ("DET", "PRON", *_DESCRIBING):
        return None
    return Role(doc[end - 1].lower_, _words(list(doc[start:end])))


def _relative(doc: Doc, mention: Mention) -> Role | None:
    """ ", who leads the opposition party," after a name."""
    at = mention.end
    if at + 2 >= len(doc) or doc[at].text != "," or doc[at + 1].lower_ != "who":
        return None
    for i in range(at + 2, min(at + 6, len(doc))):
        if doc[i].lower_ in _LEADS:
            head = _LEADS[doc[i].lower_]
            rest = []
            for token in doc[i + 1 : i + 8]:
                if token.pos_ not in (*_DESCRIBING, "DET", "PART"):
                    break
                rest.append(token)
            return Role(head, _words(rest) | {head})
    return None


def resolve_nominal(doc: Doc, mention: Mention, entities: Sequence[Entity]) -> Entity | None:
    """Return the named entity that a noun phrase stands for, if the article tells."""
    head = doc[mention.head]
    noun = head.lower_
    modifiers = {
        t.lower_
        for t in doc[mention.start : mention.head]
        if t.text[:1].isalpha() and t.pos_ in _DESCRIBING
    } - {"former", "then", "late"}
    spelled = ROLE_ACRONYMS.get(noun) if head.text.isupper() else None
    if spelled:
        noun, modifiers = spelled[-1], modifiers | set(spelled[:-1])
    elif head.tag_ not in ("NN", "NNP"):
        return None
    first = doc[mention.start - 1] if mention.start else None
    definite = spelled or (first is not None and first.lower_ in ("the", "that", "this"))
    if not definite and not modifiers:
        return None
    if first is not None and first.lower_ in ("a", "an", "another", "no", "any", "some", "every"):
        return None
    if noun in PERSON_NOUNS or spelled:
        fitting = [e for e in entities if e.label in HUMAN_LABELS and _fits(e, noun, modifiers)]
    elif definite and noun in LAW_NOUNS and not modifiers:
        fitting = [e for e in entities if e.label == "LAW" or _last_word(e) in LAW_NOUNS]
    elif definite and noun in BODY_NOUNS | TREATY_NOUNS:
        fitting = [
            e
            for e in entities
            if e.label not in HUMAN_LABELS
            and _last_word(e) == noun
            and modifiers <= set(e.name.lower().split())
        ]
        if not fitting and noun in FIRMS and not modifiers:
            fitting = [e for e in entities if e.label == "ORG"]
    else:
        return None
    return _latest(fitting, mention, backwards_only=not modifiers)


def _last_word(entity: Entity) -> str:
    return entity.name.lower().split()[-1]


def _fits(person: Entity, noun: str, modifiers: set[str]) -> bool:
    """Return whether a person has an office with that noun and those modifiers."""
    own = set(person.name.lower().split())
    return any(role.head == noun and modifiers <= role.words | own for role in person.roles)


def _latest(fitting: list[Entity], mention: Mention, *, backwards_only: bool) -> Entity | None:
    before = [(m.start, e) for e in fitting if (m := e.last_before(mention.start))]
    if before:
        return max(before, key=lambda pair: pair[0])[1]
    return None if backwards_only or not fitting else fitting[0]
