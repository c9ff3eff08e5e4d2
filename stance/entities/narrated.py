"""Stances that an article narrates outside any claim, such as "X sued Y"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from stance.claims.claim import Span
from stance.entities.entity import Entity
from stance.entities.mentions import Mention

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
_OBJECTS = frozenset({"dobj", "dative", "pobj", "poss", "appos", "conj", "nmod", "attr"})
MAX_PAIRS = 3
"""Narrated pairs of one sentence."""


@dataclass(frozen=True)
class NarratedPair:
    """Somebody who acts, and somebody or something that the act is about.

    Args:
        speaker, target: canonical names.
        speaker_span, target_span: character offsets of the mentions.
        target_mention: as written.
        start, end: the sentence's character offsets.
    """

    speaker: str
    speaker_span: Span
    target: str
    target_span: Span
    target_mention: str
    start: int
    end: int


def find_pairs(
    doc: Doc,
    mentions: Sequence[Mention],
    entity_of: Callable[[Mention], Entity | None],
    claimed: Callable[[int], bool],
) -> Iterator[tuple[Mention, Entity, Mention, Entity]]:
    """Yield (speaker mention and entity, target mention and entity) of one sentence.

    The speaker is a verb's subject, the target stands in what the verb governs, both are named
    in the article, and neither is inside a claim.

    Args:
        mentions: those of the sentence.
        claimed: whether a token belongs to the content or cue of a claim.
    """
    inside = [
        (m, e)
        for m in mentions
        if not claimed(m.head) and (e := entity_of(m)) is not None and e.label
    ]
    seen: set[tuple[str, str]] = set()
    for subject, speaker in inside:
        verb = _verb(doc[subject.head])
        # What a relative clause tells of somebody ("who leads the union") is seldom a stance.
        if verb is None or claimed(verb.i) or verb.dep_ == "relcl":
            continue
        for thing, target in inside:
            key = (speaker.name, target.name)
            if target is speaker or key in seen or doc[thing.head].dep_ not in _OBJECTS:
                continue
            if not verb.is_ancestor(doc[thing.head]) or subject.head == thing.head:
                continue
            if target.label in ("GPE", "LOC", "FAC") and doc[thing.head].dep_ == "pobj":
                continue
            seen.add(key)
            yield subject, speaker, thing, target
            if len(seen) == MAX_PAIRS:
                return


def _verb(token: Token) -> Token | None:
    """Return the verb that a token is the subject of."""
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return token.head.head
    if token.dep_ in _SUBJECTS and token.head.pos_ in ("VERB", "AUX"):
        return token.head
    return None
