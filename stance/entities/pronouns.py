"""Pronouns -> the entities they stand for, by rules of recency, grammar and gender."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

import numpy as np
from spacy.tokens import Doc

from stance.entities.entity import Entity, Gender
from stance.entities.lexicon import BODY_LABELS, BODY_NOUNS, HUMAN_LABELS
from stance.entities.mentions import Mention

_GENDER: dict[str, Gender] = dict.fromkeys(("he", "him", "his", "himself"), "male")
_GENDER |= dict.fromkeys(("she", "her", "hers", "herself"), "female")
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ARGUMENTS = _SUBJECTS | {"dobj", "iobj", "dative", "agent"}
_REACH = 6
"""Sentences back in which a pronoun's antecedent is looked for."""


class PronounResolver:
    """Finds what a pronoun stands for.

    Args:
        doc: the parsed text.
        entities: what it may stand for; those with resolved pronouns count as mentioned there.
        quoted: (tokens,) whether each token is inside quotation marks.
    """

    def __init__(self, doc: Doc, entities: Sequence[Entity], quoted: np.ndarray) -> None:
        self._doc = doc
        self._entities = entities
        self._quoted = quoted
        self._sentence = np.zeros(len(doc), dtype=np.int64)
        for number, sentence in enumerate(doc.sents):
            self._sentence[sentence.start : sentence.end] = number

    def resolve(self, mention: Mention, excluded: Collection[Entity] = ()) -> Entity | None:
        """Return the likeliest entity, or None if none fits.

        Args:
            mention: a personal pronoun.
            excluded: entities that it cannot stand for, such as the speaker of a quotation.
        """
        pronoun = self._doc[mention.start].lower_
        gender = _GENDER.get(pronoun)
        scored: list[tuple[float, int, Entity]] = []
        for entity in self._entities:
            if entity in excluded or not self._agrees(entity, pronoun, gender):
                continue
            score = self._score(entity, mention, gender)
            if score is not None:
                scored.append((score, -len(scored), entity))
        if not scored:
            return None
        best = max(scored)[2]
        if gender and best.gender is None:
            # An article uses one gender for one person.
            best.gender = gender
        return best

    def _agrees(self, entity: Entity, pronoun: str, gender: Gender | None) -> bool:
        human = entity.label in HUMAN_LABELS
        if gender:
            return human and entity.gender in (None, gender)
        if pronoun in _PLURAL:
            return entity.plural
        last = entity.name.rpartition(" ")[2].lower()
        return not human and (entity.label in BODY_LABELS - {"NORP"} or last in BODY_NOUNS)

    def _score(self, entity: Entity, mention: Mention, gender: Gender | None) -> float | None:
        best = None
        here = self._sentence[mention.start]
        count = bisect_left(entity.mentions, mention.start, key=lambda m: m.start)
        for earlier in entity.mentions[max(count - 3, 0) : count]:
            distance = int(here - self._sentence[earlier.start])
            if distance > _REACH or self._same_clause(earlier, mention):
                continue
            token = self._doc[earlier.head]
            score = -float(distance)
            if token.dep_ in _SUBJECTS:
                score += 0.75 + 0.3 * (token.head.dep_ == "ROOT")
            elif token.dep_ in ("poss", "compound"):
                score -= 0.4
            if gender and entity.gender == gender:
                score += 0.6
            # What a quotation mentions is seldom what the text around it goes on about.
            if self._quoted[earlier.start] and not self._quoted[mention.start]:
                score -= 2.0
            score += 0.15 * min(count, 4)
            best = score if best is None else max(best, score)
        return best

    def _same_clause(self, earlier: Mention, mention: Mention) -> bool:
        """Return whether both are arguments of one verb: "he" of "Asif met him" is not Asif."""
        a, b = self._doc[earlier.head], self._doc[mention.head]
        return a.head == b.head and a.dep_ in _ARGUMENTS and b.dep_ in _ARGUMENTS
