"""Which stances of an article are reported: those that the whole article shows surely enough."""

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from stance.classifier.prediction import Prediction


@dataclass(frozen=True)
class Selection:
    """What a model is asked about outside claims, and when it is believed.

    Args:
        near: how many pairs of names near each other it is asked about for each sentence of the
            article; 0 for actors and what their acts are about instead.
        threshold: the evidence from which a stance between two names is reported.
        topic_threshold: the same where one of them has no name, such as "critics" or "the plan", if
            it is higher.
    """

    near: float = 0.0
    threshold: float = 0.5
    topic_threshold: float = 0.0

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Selection":
        """Return the selection that a model's settings describe.

        Raises:
            ValueError: if they are none.
        """
        found = cls(**values)
        thresholds = (found.threshold, found.topic_threshold)
        if not found.near >= 0 or not all(0 <= value <= 1 for value in thresholds):
            raise ValueError(f"selection is {values}")
        return found

    def least(self, pair: Iterable[str | None], named: Collection[str]) -> float:
        """Return the evidence from which a stance is reported.

        Args:
            pair: speaker and target; None is nobody.
            named: the article's names.
        """
        return max(self.threshold, self.topic_threshold if has_topic(pair, named) else 0.0)


def has_topic(pair: Iterable[str | None], named: Collection[str]) -> bool:
    """Return whether one of speaker and target has no name; None, nobody, is none."""
    return any(name is not None and name not in named for name in pair)


def evidence(
    pairs: Iterable[Hashable], predictions: Iterable[Prediction]
) -> dict[tuple[Hashable, str], float]:
    """Return how surely an article shows a stance: by pair and stance, support or oppose.

    That at least one of the passages shows it, were they independent: 1 - Π(1 - p), the noisy-or
    (Pearl, 1988).

    Args:
        pairs: speaker and target of each passage.
        predictions: of the same passages.
    """
    doubts: dict[tuple[Hashable, str], list[float]] = defaultdict(list)
    for pair, prediction in zip(pairs, predictions, strict=True):
        doubts[pair, "support"].append(1 - prediction.p_support)
        doubts[pair, "oppose"].append(1 - prediction.p_oppose)
    return {key: 1 - math.prod(values) for key, values in doubts.items()}
