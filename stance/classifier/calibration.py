"""Temperatures that turn logits into probabilities one can rely on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from scipy.special import log_softmax, softmax

from stance.classifier.prediction import STANCES


@dataclass(frozen=True)
class Calibration:
    """Temperature scaling of each head (Guo et al., 2017).

    Args:
        stance_temperature, sentiment_temperature: what the head's logits are divided by.
    """

    stance_temperature: float = 1.0
    sentiment_temperature: float = 1.0

    @classmethod
    def from_dict(cls, values: dict[str, float]) -> "Calibration":
        """Return the calibration that ``to_dict`` described."""
        return cls(**{name: float(value) for name, value in values.items()})

    def to_dict(self) -> dict[str, float]:
        """Return the temperatures by name."""
        return asdict(self)

    def probabilities(self, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Split (n, 6) logits into probabilities of STANCES and SENTIMENTS, each (n, 3)."""
        cut = len(STANCES)
        return (
            softmax(logits[:, :cut] / self.stance_temperature, axis=1),
            softmax(logits[:, cut:] / self.sentiment_temperature, axis=1),
        )


def fit_temperature(logits: np.ndarray, labels: Sequence[int]) -> float:
    """Return the temperature that minimises the negative log-likelihood of the labels.

    Args:
        logits: (n, classes).
        labels: n class indices.
    """
    # Imported late: only fitting needs it, and it takes longer to load than the classifier.
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        scaled = log_softmax(logits / np.exp(log_temperature), axis=1)
        return float(-scaled[rows, np.asarray(labels)].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))
