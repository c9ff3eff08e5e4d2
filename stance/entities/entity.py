"""An entity: everything in an article that one name stands for."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import Literal

from stance.entities.mentions import Mention

Gender = Literal["male", "female"]


@dataclass(frozen=True)
class Role:
    """An office or part that an article gives to somebody.

    Args:
        head: the noun, in lower case: "minister".
        words: all its words in lower case: "defense", "minister", "pakistan".
    """

    head: str
    words: frozenset[str]


@dataclass(eq=False)
class Entity:
    """A person, body, place or topic of one article.

    Args:
        name: what it is called in the tables.
        label: the named entity's type; "" for what has no proper name.
        mentions: in text order.
        roles: offices of a person.
        gender: of a person, where the article or the first name tells.
        plural: whether "they" can stand for it.
    """

    name: str
    label: str
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    gender: Gender | None = None
    plural: bool = False

    def last_before(self, token: int) -> Mention | None:
        """Return the last mention that starts before a token."""
        place = bisect_left(self.mentions, token, key=lambda m: m.start)
        return self.mentions[place - 1] if place else None

    def add(self, mention: Mention) -> None:
        """Add a mention, keeping them in text order."""
        insort(self.mentions, mention, key=lambda m: m.start)
