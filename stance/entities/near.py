"""Pairs of names that stand near each other: in one sentence, or one in the sentence before."""

from collections.abc import Callable, Collection, Iterator, Sequence

from spacy.tokens import Doc

from stance.claims.claim import Span
from stance.entities.entity import Entity
from stance.entities.index import MentionIndex
from stance.entities.known import KNOWN_LABEL
from stance.entities.mentions import Mention
from stance.entities.offsets import Offsets
from stance.entities.targets import RECURRENT, is_topic

SPEAKING = frozenset({"PERSON", "ORG", "NORP", "GPE", KNOWN_LABEL})
"""Labels of what takes a stance."""
MAX_NEAR = 8
"""Entities of one sentence, known names first: a sentence of many names is a list."""

_RANK = {"name": 0, "nominal": 1, "pronoun": 2}


def find_near(
    doc: Doc,
    offsets: Offsets,
    index: MentionIndex,
    sentences: Sequence[Span],
    known: Collection[str],
    per_sentence: float,
) -> list[tuple[int, int, Entity, Mention, Entity, Mention]]:
    """Return (start, end, speaker, its mention, target, its mention), in text order; the passage is
    the sentence of the pair and the one before it.

    Args:
        sentences: their characters.
        known: names; pairs of two of them are all returned.
        per_sentence: how many others for each sentence at most; those stay whose names the article
            mentions most often.
    """
    found: list[tuple[int, int, Entity, Mention, Entity, Mention]] = []
    before: dict[Entity, Mention] = {}
    opens = 0
    for start, end in sentences:
        ranges = offsets.ranges([(start, end)])
        mentions = index.between(*ranges[0]) if ranges else []
        here = near_entities(doc, mentions, index.entity, known)
        passage = (opens if before else start, end)
        found += [(*passage, *pair) for pair in pair_up(here, before)]
        before, opens = here, start
    kept = {i for i, p in enumerate(found) if p[2].name in known and p[4].name in known}
    others = [i for i in range(len(found)) if i not in kept]
    others.sort(key=lambda i: -len(found[i][2].mentions) * len(found[i][4].mentions))
    most = int(min(per_sentence * len(sentences), len(others)))
    return [found[i] for i in sorted([*kept, *others[:most]])]


def near_entities(
    doc: Doc,
    mentions: Sequence[Mention],
    entity_of: Callable[[Mention], Entity | None],
    known: Collection[str] = (),
) -> dict[Entity, Mention]:
    """Return what a sentence mentions, each with the mention to mark: a name, else a noun phrase,
    else a pronoun; of topics only those that the article comes back to."""
    found: dict[Entity, Mention] = {}
    for mention in mentions:
        entity = entity_of(mention)
        if entity is None:
            continue
        if not entity.label and not (
            len(entity.mentions) >= RECURRENT and is_topic(doc, mention, entity)
        ):
            continue
        if entity not in found or _RANK[mention.kind] < _RANK[found[entity].kind]:
            found[entity] = mention
    order = sorted(found, key=lambda e: (e.name not in known, not e.label, -len(e.mentions)))
    kept = order[:MAX_NEAR]
    return {entity: found[entity] for entity in kept}


def pair_up(
    here: dict[Entity, Mention], before: dict[Entity, Mention]
) -> Iterator[tuple[Entity, Mention, Entity, Mention]]:
    """Yield (speaker, its mention, target, its mention): one of them in a sentence, the other there
    or in the sentence before.

    Args:
        here, before: the entities of the two sentences.
    """
    both = before | here
    for speaker, subject in both.items():
        if speaker.label not in SPEAKING:
            continue
        for target, thing in both.items():
            if target is not speaker and (speaker in here or target in here):
                yield speaker, subject, target, thing
