"""How likely an annotator of the whole article notes a stance: a logistic regression on what the
classifier says of a pair's passages and on the part that the pair plays in the article."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit

from stance.classifier.prediction import Prediction

SpeakerTarget = tuple[str | None, str]
"""Speaker (None where nobody is named) and target."""
Key = tuple[SpeakerTarget, str]
"""A pair, and ``support`` or ``oppose``."""

FEATURES = (
    "evidence",
    "strongest",
    "passages",
    "likely_passages",
    "speaker_mentions",
    "target_mentions",
    "nameless_speaker",
    "nameless_target",
    "target_evidence",
    "speaker_share",
)
_LIKELY = 0.5
_EDGE = 1e-3


@dataclass(frozen=True)
class PairScorer:
    """A logistic regression.

    Args:
        bias: its constant.
        weights: of FEATURES, in their order.
    """

    bias: float
    weights: tuple[float, ...]

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "PairScorer":
        """Return the scorer that a model's settings describe: ``bias`` and each of FEATURES.

        Raises:
            ValueError: if they are none.
        """
        if set(values) != {"bias", *FEATURES}:
            raise ValueError(f"scorer has {', '.join(values)}")
        numbers = {name: float(value) for name, value in values.items()}
        if not all(map(math.isfinite, numbers.values())):
            raise ValueError(f"scorer is {values}")
        return cls(numbers["bias"], tuple(numbers[name] for name in FEATURES))

    def to_dict(self) -> dict[str, float]:
        """Return the numbers by name, as ``from_dict`` reads them."""
        return {"bias": self.bias, **dict(zip(FEATURES, self.weights, strict=True))}

    def score(self, keys: Sequence[Key], features: np.ndarray) -> dict[Key, float]:
        """Return a probability for each row of ``pair_features``."""
        values = expit(features @ np.array(self.weights) + self.bias)
        return dict(zip(keys, values.tolist(), strict=True))


def evidence(pairs: Sequence[SpeakerTarget], predictions: Sequence[Prediction]) -> dict[Key, float]:
    """Return how surely an article shows a stance.

    That at least one of the passages shows it, were they independent: 1 - Π(1 - p), the noisy-or
    (Pearl, 1988).

    Args:
        pairs: of each passage.
        predictions: of the same passages.
    """
    return _noisy_or(_by_key(pairs, predictions))


def pair_features(
    pairs: Sequence[SpeakerTarget],
    predictions: Sequence[Prediction],
    mentions: Mapping[str, int],
    named: Collection[str],
) -> tuple[list[Key], np.ndarray]:
    """Return the pairs and stances of an article, and the FEATURES of each, (keys, FEATURES).

    These are: the log odds of the evidence and of the passage that shows the stance most surely;
    the logarithm of how many passages the pair has, and how many likely show the stance; the
    logarithms of how often the article mentions the two; whether they have no name; how much
    evidence of any stance towards the target there is, as log(1 + sum); and the share of all
    evidence that the speaker has.

    Args:
        pairs, predictions: see ``evidence``.
        mentions: how often the article mentions what goes by a name.
        named: the article's names.
    """
    passages = _by_key(pairs, predictions)
    shown = _noisy_or(passages)
    of_speaker: dict[str | None, float] = defaultdict(float)
    of_target: dict[str, float] = defaultdict(float)
    for ((speaker, target), _), value in shown.items():
        of_speaker[speaker] += value
        of_target[target] += value
    total = max(sum(shown.values()), _EDGE)
    rows = []
    for ((speaker, target), pole), value in shown.items():
        chances = passages[(speaker, target), pole]
        rows.append(
            (
                _log_odds(value),
                _log_odds(max(chances)),
                math.log(len(chances)),
                sum(p > _LIKELY for p in chances),
                math.log(max(mentions.get(speaker or "", 1), 1)),
                math.log(max(mentions.get(target, 1), 1)),
                speaker is not None and speaker not in named,
                target not in named,
                math.log1p(of_target[target]),
                of_speaker[speaker] / total,
            )
        )
    return list(shown), np.array(rows, dtype=float).reshape(len(rows), len(FEATURES))


def _by_key(
    pairs: Sequence[SpeakerTarget], predictions: Sequence[Prediction]
) -> dict[Key, list[float]]:
    chances: dict[Key, list[float]] = defaultdict(list)
    for pair, prediction in zip(pairs, predictions, strict=True):
        chances[pair, "support"].append(prediction.p_support)
        chances[pair, "oppose"].append(prediction.p_oppose)
    return chances


def _noisy_or(passages: Mapping[Key, Sequence[float]]) -> dict[Key, float]:
    return {key: 1 - math.prod(1 - p for p in chances) for key, chances in passages.items()}


def _log_odds(chance: float) -> float:
    return float(logit(min(max(chance, _EDGE), 1 - _EDGE)))
