"""Pronouns against GAP: how often a pronoun is given the right one of two names.

F1 over all decisions "the pronoun refers to this name", by gender of the pronoun, and the ratio of
feminine to masculine F1 (Webster et al., TACL 2018).
"""

from collections.abc import Callable, Sequence

import numpy as np

from stance.claims.claim import Span
from stance.corpora.gap import GapSnippet
from stance.evaluation.metrics import RESAMPLES

Resolver = Callable[[str, Span], Sequence[Span]]
"""(text, span of a pronoun) -> spans of what is mentioned by the same name."""


def score_pronouns(
    snippets: Sequence[GapSnippet], resolve: Resolver
) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall, F1, ``masculine_f1``, ``feminine_f1`` and ``gender_ratio``, each
    with its 95% bootstrap interval over snippets.

    Args:
        snippets: at least one.
    """
    # Columns: right, guessed, gold.
    counts = np.zeros((len(snippets), 3))
    feminine = np.array([snippet.feminine for snippet in snippets], dtype=bool)
    for i, snippet in enumerate(snippets):
        found = resolve(snippet.text, snippet.pronoun)
        for name, refers in zip(snippet.names, snippet.refers, strict=True):
            guessed = any(start < name[1] and name[0] < end for start, end in found)
            counts[i] += (guessed and refers, guessed, refers)
    figures = _figures(counts, feminine)
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(RESAMPLES):
        drawn = rng.integers(0, len(snippets), len(snippets))
        draws.append(list(_figures(counts[drawn], feminine[drawn]).values()))
    bounds = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    return {
        name: (value, float(bounds[0, i]), float(bounds[1, i]))
        for i, (name, value) in enumerate(figures.items())
    }


def _figures(counts: np.ndarray, feminine: np.ndarray) -> dict[str, float]:
    masculine_f1, feminine_f1 = _f1(counts[~feminine]), _f1(counts[feminine])
    right, guessed, gold = counts.sum(axis=0)
    return {
        "precision": float(right / max(guessed, 1)),
        "recall": float(right / max(gold, 1)),
        "f1": _f1(counts),
        "masculine_f1": masculine_f1,
        "feminine_f1": feminine_f1,
        "gender_ratio": feminine_f1 / max(masculine_f1, 1e-9),
    }


def _f1(counts: np.ndarray) -> float:
    right, guessed, gold = counts.sum(axis=0)
    return float(2 * right / max(guessed + gold, 1))
