"""Whom and what a claim is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from stance.claims.claim import Span
from stance.entities.entity import Entity
from stance.entities.mentions import Mention

MAX_TARGETS = 8
MAX_TOPICS = 2
"""Targets of one claim, and those among them that are no names: every one costs a pass of the
classifier."""
RECURRENT = 3
"""Mentions in the article from which a topic is a target beside names: what is named once or twice
is seldom what an article's people are for or against."""

_LABEL_WEIGHT = {
    "PERSON": 3.0,
    "ORG": 2.6,
    "NORP": 2.2,
    "GPE": 2.4,
    "LAW": 2.2,
    "EVENT": 2.0,
    "PRODUCT": 2.0,
    "WORK_OF_ART": 1.8,
    "LOC": 1.4,
    "FAC": 1.4,
}
_NOMINAL, _PRONOUN, _TOPIC, _CUE_BONUS = 2.8, 2.2, 1.2, 0.8
# Any mention in the content comes before all that stand beside it.
_OUTSIDE = 5.0
_LOCATIVE = frozenset("in at from to near across into around outside inside through".split())
_TOPICAL = frozenset("of on against for about with over to by from as".split())
_CENTRAL = frozenset({"nsubj", "nsubjpass", "dobj", "ROOT"})
_MARGINAL = frozenset({"poss", "compound", "amod", "nmod"})
_VAGUE = frozenset(
    """thing things way ways lot lots time times year years day days week weeks month months part
    parts kind sort people person man woman number numbers fact facts case cases point points side
    sides moment end question questions something anything nothing everything somebody anybody
    nobody one ones others hand hands place places today tomorrow yesterday morning evening night
    bit couple rest example reason reasons word words none million billion percent""".split()
)
_NO_TOPIC = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL"})


@dataclass(frozen=True)
class Target:
    """Whom or what an example is about.

    Args:
        name: canonical within the article.
        mention: as written.
        span: character offsets of the mention.
    """

    name: str
    mention: str
    span: Span


@dataclass(frozen=True)
class Candidate:
    """A mention that may be a target.

    Args:
        entity: what it stands for.
        mention: where.
        weight: how much speaks for it.
        topic: whether it is no name.
        outside: whether it stands beside what is said, in the same sentences.
    """

    entity: Entity
    mention: Mention
    weight: float
    topic: bool
    outside: bool = False


def find_candidates(
    doc: Doc,
    content: Sequence[tuple[int, int]],
    cue: Sequence[tuple[int, int]],
    passage: tuple[int, int],
    mention_at: Callable[[int], Mention | None],
    entity_of: Callable[[Mention], Entity | None],
) -> list[Candidate]:
    """Return what a claim may be about: what its content mentions, what its cue governs, and whom
    else its sentences name.

    Args:
        content, cue: token ranges [start, end).
        passage: that of the claim's sentences.
        mention_at: the mention that a token belongs to.
        entity_of: what a mention stands for.
    """
    governed = _governed(doc, cue)
    short = not any(t.pos_ in ("VERB", "AUX") for a, b in content for t in doc[a:b])
    heads = {i for start, end in content for i in range(start, end)} | governed
    found = []
    for head in sorted(heads.union(range(*passage))):
        mention = mention_at(head)
        entity = entity_of(mention) if mention and mention.head == head else None
        if mention is None or entity is None or (head not in heads and not entity.label):
            continue
        weight = _weight(doc, mention, entity, short=short)
        if weight is None:
            continue
        if head in governed:
            weight += _CUE_BONUS
        elif head not in heads:
            weight -= _OUTSIDE
        found.append(Candidate(entity, mention, weight, not entity.label, head not in heads))
    return found


def choose(candidates: Sequence[Candidate], speaker: str | None) -> list[Candidate]:
    """Return the weightiest mention of each entity but the speaker, few enough, in text order.

    Topics beside names only if the article comes back to them.
    """
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        name = candidate.entity.name
        if name == speaker:
            continue
        if name not in best or candidate.weight > best[name].weight:
            best[name] = candidate
    ranked = sorted(best.values(), key=lambda c: -c.weight)
    names = [c for c in ranked if not c.topic][:MAX_TARGETS]
    topics = [c for c in ranked if c.topic and (not names or len(c.entity.mentions) >= RECURRENT)]
    topics = topics[: min(MAX_TOPICS, MAX_TARGETS - len(names))]
    return sorted([*names, *topics], key=lambda c: c.mention.start)


def _governed(doc: Doc, cue: Sequence[tuple[int, int]]) -> set[int]:
    """Return the heads of what the cue's verbs take: "accused Halvane", "called on Stoke"."""
    found = set()
    for start, end in cue:
        for token in doc[start:end]:
            if token.pos_ != "VERB":
                continue
            for child in token.children:
                if child.dep_ in ("dobj", "dative", "nsubjpass"):
                    found.add(child.i)
                elif child.dep_ == "prep" and child.lower_ in _TOPICAL:
                    found |= {c.i for c in child.children if c.dep_ == "pobj"}
    return found


def _weight(doc: Doc, mention: Mention, entity: Entity, *, short: bool) -> float | None:
    """Return how much speaks for a mention as a target; None if nothing does."""
    token = doc[mention.head]
    if mention.kind == "pronoun":
        # "It" is mostly a thing or a fact; a person's pronouns are what readers follow.
        return _PRONOUN if entity.label and token.lower_ not in ("it", "its", "itself") else None
    if not entity.label:
        return _topic_weight(doc, mention, token, short=short)
    weight = _LABEL_WEIGHT.get(entity.label, 1.0) if mention.kind == "name" else _NOMINAL
    if token.dep_ in _CENTRAL:
        weight += 0.6
    elif token.dep_ in _MARGINAL:
        weight -= 0.8
    place = entity.label in ("GPE", "LOC", "FAC")
    if entity.label in ("GPE", "LOC", "FAC", "NORP") and (
        token.dep_ in ("amod", "compound", "nmod") or doc[mention.start - 1].text == "-"
    ):
        return None  # "Pakistani checkpoints", "anti-Pakistan militants"
    if place and token.dep_ == "pobj" and token.head.lower_ in _LOCATIVE:
        return None
    return weight


def is_topic(doc: Doc, mention: Mention, entity: Entity) -> bool:
    """Return whether a mention of what has no name may be a topic."""
    return mention.kind == "nominal" and _weight(doc, mention, entity, short=False) is not None


def _topic_weight(doc: Doc, mention: Mention, token: Token, *, short: bool) -> float | None:
    if token.lower_ in _VAGUE or len(token) < 3 or token.ent_type_ in _NO_TOPIC:
        return None
    if any(t.like_num for t in doc[mention.start : mention.end]):
        return None
    first = doc[mention.start - 1] if mention.start else None
    definite = first is not None and first.lower_ in ("the", "this", "that", "these", "those")
    owned = doc[mention.start].dep_ == "poss" or mention.end - mention.start > 1
    if token.dep_ in _CENTRAL:
        weight = _TOPIC + 0.4
    elif (token.dep_ == "pobj" and token.head.lower_ in _TOPICAL) or short:
        weight = _TOPIC
    else:
        return None
    if not short and not definite and not owned:
        return None
    return weight + 0.3 * definite + 0.2 * owned
