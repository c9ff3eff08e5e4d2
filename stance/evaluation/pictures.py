"""Evaluations as pictures: confusion matrix and reliability diagram."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from sklearn.metrics import ConfusionMatrixDisplay

from stance.evaluation.metrics import Evaluation, reliability


def draw_confusion(evaluation: Evaluation, path: Path) -> None:
    """Write the confusion matrix as a picture."""
    figure = Figure(figsize=(4.5, 4), layout="constrained")
    axes = figure.subplots()
    display = ConfusionMatrixDisplay(
        np.array(evaluation.confusion), display_labels=evaluation.labels
    )
    display.plot(ax=axes, cmap="Blues", colorbar=False)
    axes.set_title(f"macro-F1 {evaluation.macro_f1:.3f}, n = {evaluation.examples:,}")
    figure.savefig(path, dpi=150)


def draw_reliability(
    gold: np.ndarray, probabilities: np.ndarray, evaluation: Evaluation, path: Path
) -> None:
    """Write the reliability diagram: accuracy by confidence, beside the diagonal.

    Args:
        gold: (n,) class indices.
        probabilities: (n, classes).
    """
    _, confidence, right, weight = reliability(gold, probabilities)
    figure = Figure(figsize=(4.5, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.scatter(confidence, right, s=20 + 400 * weight, alpha=0.7)
    axes.set(xlim=(0.3, 1), ylim=(0, 1), xlabel="confidence", ylabel="accuracy")
    axes.set_title(f"expected calibration error {evaluation.calibration_error:.3f}")
    figure.savefig(path, dpi=150)


def draw_confidence(curve: Mapping[float, Mapping[str, float]], path: Path) -> None:
    """Write precision, recall and F1 of attributions by the score from which a claim counts.

    Args:
        curve: see ``stance.evaluation.attribution.confidence_curve``.
    """
    figure = Figure(figsize=(5, 4), layout="constrained")
    axes = figure.subplots()
    for name in ("attribution_precision", "attribution_recall", "attribution_f1"):
        values = [figures[name] for figures in curve.values()]
        axes.plot(list(curve), values, label=name.removeprefix("attribution_"))
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="least score of a claim")
    axes.legend()
    figure.savefig(path, dpi=150)
