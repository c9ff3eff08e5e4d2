"""Figures of a classifier on labelled examples of one kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from sklearn.metrics import precision_recall_fscore_support as per_class_scores

BINS = 15
RESAMPLES = 1000

Interval = tuple[float, float, float]
"""A figure, and the bounds of its 95% interval."""


@dataclass(frozen=True)
class Evaluation:
    """What a classifier got on one kind of label.

    Args:
        examples: how many had this label.
        accuracy, macro_f1: the latter over the classes that occur in the gold labels.
        accuracy_interval, macro_f1_interval: 95% bootstrap intervals.
        per_class: class -> precision, recall, f1, support.
        labels: the classes, in the order of the confusion matrix.
        confusion: rows are gold classes, columns predicted ones.
        calibration_error: see ``calibration_error``.
    """

    examples: int
    accuracy: float
    accuracy_interval: tuple[float, float]
    macro_f1: float
    macro_f1_interval: tuple[float, float]
    per_class: dict[str, dict[str, float]]
    labels: list[str]
    confusion: list[list[int]]
    calibration_error: float

    def to_dict(self) -> dict[str, Any]:
        """Return the figures for JSON."""
        return asdict(self)


def evaluate_labels(
    gold: Sequence[str], probabilities: np.ndarray, labels: Sequence[str], *, seed: int = 0
) -> Evaluation:
    """Compare predictions with gold labels.

    Args:
        gold: n labels.
        probabilities: (n, classes), calibrated.
        labels: the classes, in the order of the columns.
        seed: of the bootstrap.
    """
    wanted = np.array([list(labels).index(label) for label in gold])
    guessed = probabilities.argmax(axis=1)
    every = np.arange(len(labels))
    precision, recall, f1, support = per_class_scores(
        wanted, guessed, labels=every, zero_division=0
    )
    return Evaluation(
        examples=len(wanted),
        accuracy=float(accuracy_score(wanted, guessed)),
        accuracy_interval=bootstrap(wanted, guessed, accuracy, seed=seed),
        macro_f1=macro_f1(wanted, guessed),
        macro_f1_interval=bootstrap(wanted, guessed, macro_f1, seed=seed),
        per_class={
            label: {
                "precision": float(precision[i]),
                "recall": float(recall[i]),
                "f1": float(f1[i]),
                "support": int(support[i]),
            }
            for i, label in enumerate(labels)
        },
        labels=list(labels),
        confusion=confusion_matrix(wanted, guessed, labels=every).tolist(),
        calibration_error=calibration_error(wanted, probabilities),
    )


def accuracy(gold: np.ndarray, guess: np.ndarray) -> float:
    """Return the share of (n,) class indices that agree."""
    return float((gold == guess).mean())


def macro_f1(gold: np.ndarray, guess: np.ndarray) -> float:
    """Return the mean F1 of the classes that occur in ``gold``, (n,) class indices."""
    present = np.unique(gold)
    return float(f1_score(gold, guess, labels=present, average="macro", zero_division=0))


def bootstrap(
    gold: np.ndarray,
    guess: np.ndarray,
    metric: Callable[[np.ndarray, np.ndarray], float],
    *,
    seed: int = 0,
) -> tuple[float, float]:
    """Return the 95% percentile bootstrap interval of a metric (Efron, 1979) over examples."""
    rng = np.random.default_rng(seed)
    draws = (rng.integers(0, len(gold), len(gold)) for _ in range(RESAMPLES))
    values = [metric(gold[draw], guess[draw]) for draw in draws]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def bootstrap_counts(
    counts: Sequence[Counter[str]],
    summarise: Callable[[Counter[str]], dict[str, float]],
    *,
    seed: int = 0,
) -> dict[str, Interval]:
    """Return figures that come from counts, with percentile bootstrap intervals.

    Args:
        counts: of each article, say: what is resampled.
        summarise: added up counts -> figures.
        seed: of the bootstrap.
    """
    figures = summarise(_sum(counts))
    rng = np.random.default_rng(seed)
    draws: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(RESAMPLES):
        drawn = _sum(counts[i] for i in rng.integers(0, len(counts), len(counts)))
        for name, value in summarise(drawn).items():
            draws[name].append(value)
    intervals = {name: np.percentile(values, [2.5, 97.5]) for name, values in draws.items()}
    return {
        name: (value, float(intervals[name][0]), float(intervals[name][1]))
        for name, value in figures.items()
    }


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return total


def calibration_error(gold: np.ndarray, probabilities: np.ndarray) -> float:
    """Return the expected calibration error (Naeini et al., 2015) with ``BINS`` equal bins.

    The mean gap between confidence and accuracy, each bin of confidence weighted by its size.
    """
    _, confidence, right, weight = reliability(gold, probabilities)
    return float((np.abs(confidence - right) * weight).sum())


def reliability(
    gold: np.ndarray, probabilities: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return, for each bin that holds examples: its number, mean confidence, accuracy, share."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == gold
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    filled, counts = np.unique(bins, return_counts=True)
    mean = np.array([confidence[bins == b].mean() for b in filled])
    hit = np.array([right[bins == b].mean() for b in filled])
    return filled, mean, hit, counts / len(gold)
