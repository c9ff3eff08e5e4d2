"""Pronouns -> the entities they stand for.

"He" and "she" go by a small network that was trained on GAP; "it" and "they", for which there is
no such corpus, by rules of recency and grammar.
"""

import functools
from bisect import bisect_left
from collections.abc import Collection, Sequence

import numpy as np
from spacy.tokens import Doc

from stance.entities.antecedents import Antecedent, AntecedentScorer, features_of
from stance.entities.entity import Entity, Gender
from stance.entities.gender import gender_of, gender_of_noun
from stance.entities.mentions import Mention
from stance.lexicon import (
    BODY_LABELS,
    BODY_NOUNS,
    HUMAN_LABELS,
    NAME_ENDINGS,
    PERSON_NOUNS,
)

_GENDER: dict[str, Gender] = dict.fromkeys(("he", "him", "his", "himself"), "male")
_GENDER |= dict.fromkeys(("she", "her", "hers", "herself"), "female")
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ARGUMENTS = _SUBJECTS | {"dobj", "iobj", "dative", "agent"}
_REACH = 6
"""Sentences back in which a pronoun's antecedent is looked for."""
_LATEST = 3
"""Mentions of an entity that are looked at."""
_INDEFINITE = frozenset({"a", "an", "one", "another"})
_NEVER_PEOPLE = frozenset({"NORP", "EVENT", "LAW"})

_shipped = functools.cache(AntecedentScorer.read)


class PronounResolver:
    """Finds what a pronoun stands for.

    Args:
        doc: the parsed text.
        entities: what it may stand for; those with resolved pronouns count as mentioned there.
        quoted: (tokens,) whether each token is inside quotation marks.
        scorer: chooses for "he" and "she"; the shipped one by default.
    """

    def __init__(
        self,
        doc: Doc,
        entities: Sequence[Entity],
        quoted: np.ndarray,
        scorer: AntecedentScorer | None = None,
    ) -> None:
        self._scorer = scorer or _shipped()
        self._doc = doc
        self._entities = entities
        self._quoted = quoted
        self.considered: dict[int, tuple[list[Antecedent], np.ndarray]] = {}
        """Token of a pronoun -> its candidates and their features, for training."""
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
        fitting = [
            entity
            for entity in self._entities
            if entity not in excluded and self._agrees(entity, pronoun, gender)
        ]
        best = self._learned(fitting, mention, gender) if gender else self._ruled(fitting, mention)
        if best is not None and gender and best.gender is None and best.label in HUMAN_LABELS:
            # An article uses one gender for one person.
            best.gender = gender
        return best

    def _learned(
        self, entities: Sequence[Entity], mention: Mention, gender: Gender
    ) -> Entity | None:
        here = self._sentence[mention.start]
        candidates = []
        for entity in entities:
            count = bisect_left(entity.mentions, mention.start, key=lambda m: m.start)
            # The next mention, too, for "in his speech, Roth said".
            near = entity.mentions[max(count - _LATEST, 0) : count + 1]
            candidates += [
                Antecedent(entity, other)
                for other in near
                if other.start != mention.start
                and 0 <= here - self._sentence[other.start] <= _REACH
            ]
        if not candidates:
            return None
        candidates.sort(key=lambda c: -c.mention.start)
        features = features_of(self._doc, self._sentence, self._quoted, candidates, mention, gender)
        self.considered[mention.start] = (candidates, features)
        shares = self._scorer.shares(features, [entities.index(c.entity) for c in candidates])
        return entities[max(shares, key=shares.__getitem__)]

    def _ruled(self, entities: Sequence[Entity], mention: Mention) -> Entity | None:
        scored = [
            (score, -i, entity)
            for i, entity in enumerate(entities)
            if (score := self._score(entity, mention)) is not None
        ]
        return max(scored)[2] if scored else None

    def _agrees(self, entity: Entity, pronoun: str, gender: Gender | None) -> bool:
        human = entity.label in HUMAN_LABELS
        words = entity.name.split()
        if gender:
            known = entity.gender or (gender_of(words[0]) if len(words) > 1 else None)
            if not entity.label:
                # "A spokesman for the firm", who has no name; "the candidate" mostly has one.
                first = entity.mentions[0]
                head = self._doc[first.head].lower_
                new = first.start > 0 and self._doc[first.start - 1].lower_ in _INDEFINITE
                return new and head in PERSON_NOUNS and gender_of_noun(head) in (None, gender)
            # The recogniser takes some people for firms or places.
            named = entity.label not in _NEVER_PEOPLE and words[-1].lower() not in NAME_ENDINGS
            return (human or named) and known in (None, gender)
        if pronoun in _PLURAL:
            return entity.plural
        last = words[-1].lower()
        return not human and (entity.label in BODY_LABELS - {"NORP"} or last in BODY_NOUNS)

    def _score(self, entity: Entity, mention: Mention) -> float | None:
        best = None
        here = self._sentence[mention.start]
        count = bisect_left(entity.mentions, mention.start, key=lambda m: m.start)
        for earlier in entity.mentions[max(count - _LATEST, 0) : count]:
            distance = int(here - self._sentence[earlier.start])
            if distance > _REACH or self._same_clause(earlier, mention):
                continue
            token = self._doc[earlier.head]
            score = -float(distance)
            if token.dep_ in _SUBJECTS:
                score += 0.75 + 0.3 * (token.head.dep_ == "ROOT")
            elif token.dep_ in ("poss", "compound"):
                score -= 0.4
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
