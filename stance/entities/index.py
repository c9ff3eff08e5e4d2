"""Which mentions an article has where, and what each stands for."""

from bisect import bisect_left, insort

from stance.entities.entity import Entity
from stance.entities.mentions import Mention


class MentionIndex:
    """Mentions by their place in the text, and their entities.

    Args:
        entities: mention -> entity; None where it stands for nothing that is known.
    """

    def __init__(self, entities: dict[Mention, Entity | None]) -> None:
        self._entities = entities
        self._mentions = sorted(entities, key=_start)
        self._at = {i: m for m in self._mentions for i in range(m.start, m.end)}

    def put(self, mention: Mention, entity: Entity | None) -> None:
        """Add a mention, and add it to its entity."""
        self._entities[mention] = entity
        insort(self._mentions, mention, key=_start)
        self._at[mention.start] = mention
        if entity is not None:
            entity.add(mention)

    def entities(self) -> list[Entity]:
        """Return the entities that have a mention."""
        return list({id(e): e for e in self._entities.values() if e is not None}.values())

    def entity(self, mention: Mention | None) -> Entity | None:
        """Return what a mention stands for, if that is known."""
        return self._entities.get(mention) if mention else None

    def at(self, token: int) -> Mention | None:
        """Return the mention that a token is part of."""
        return self._at.get(token)

    def entity_at(self, token: int) -> Entity | None:
        """Return what the mention that a token is part of stands for."""
        return self.entity(self.at(token))

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start among the tokens [start, end), in text order."""
        first = bisect_left(self._mentions, start, key=_start)
        last = bisect_left(self._mentions, end, key=_start)
        return self._mentions[first:last]


def _start(mention: Mention) -> int:
    return mention.start
