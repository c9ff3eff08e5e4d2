"""Which stances of an article are reported: those that the whole article shows surely enough."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stance.classifier.prediction import Prediction
from stance.classifier.scorer import Key, PairScorer, SpeakerTarget, evidence, pair_features


@dataclass(frozen=True)
class Selection:
    """What a model is asked about outside claims, and when it is believed.

    Args:
        near: how many pairs of names near each other it is asked about for each sentence of the
            article; 0 for actors and what their acts are about instead.
        threshold: the score from which a stance between two names is reported.
        topic_threshold: the same where one of them has no name, such as "critics" or "the plan", if
            it is higher.
        known_threshold: the same where both names were known beforehand, if it is lower: a user
            who gives names asks about them.
        scorer: gives the score; without one it is the evidence.
    """

    near: float = 0.0
    threshold: float = 0.5
    topic_threshold: float = 0.0
    known_threshold: float = 1.0
    scorer: PairScorer | None = None

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Selection":
        """Return the selection that a model's settings describe.

        Raises:
            ValueError: if they are none.
        """
        scorer = values.get("scorer")
        found = cls(
            **{**values, "scorer": None if scorer is None else PairScorer.from_dict(scorer)}
        )
        thresholds = (found.threshold, found.topic_threshold, found.known_threshold)
        if not found.near >= 0 or not all(0 <= value <= 1 for value in thresholds):
            raise ValueError(f"selection is {values}")
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the values by name, as ``from_dict`` reads them."""
        values = {name: value for name, value in vars(self).items() if value is not None}
        return values | ({"scorer": self.scorer.to_dict()} if self.scorer else {})

    def scores(
        self,
        pairs: Sequence[SpeakerTarget],
        predictions: Sequence[Prediction],
        mentions: Mapping[str, int],
        named: Collection[str],
    ) -> dict[Key, float]:
        """Return the score of each pair and stance of an article.

        Args:
            pairs, predictions, mentions, named: see ``stance.classifier.scorer.pair_features``.
        """
        if self.scorer is None:
            return evidence(pairs, predictions)
        return self.scorer.score(*pair_features(pairs, predictions, mentions, named))

    def least(
        self, pair: Collection[str | None], named: Collection[str], known: Collection[str] = ()
    ) -> float:
        """Return the score from which a stance is reported.

        Args:
            pair: speaker and target; None is nobody.
            named: the article's names.
            known: those that were known beforehand.
        """
        least = max(self.threshold, self.topic_threshold if has_topic(pair, named) else 0.0)
        return min(least, self.known_threshold) if all(name in known for name in pair) else least


def has_topic(pair: Iterable[str | None], named: Collection[str]) -> bool:
    """Return whether one of speaker and target has no name; None, nobody, is none."""
    return any(name is not None and name not in named for name in pair)
