"""Claims against annotated attributions: who said what, found how well.

Claims are matched one to one to gold attributions by content overlap (intersection over union of
alphanumeric characters, best first, at least 0.5). A speaker is right if it shares at least half
of the shorter mention's alphanumeric characters with the gold source; a gold attribution without
a source needs a claim without a speaker.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from stance.claims.claim import Claim, Span
from stance.claims.linking import kind_of
from stance.corpora.polnear import AnnotatedArticle, Attribution, read_polnear
from stance.evaluation.metrics import Interval, bootstrap_counts

_MATCH, _EXACT = 0.5, 0.95
THRESHOLDS = tuple(percent / 100 for percent in (0, *range(40, 100, 4)))
"""Scores at which the trade of recall for precision is shown, and the shipped one chosen."""


def score_folder(folder: Path, claims: Callable[[str], Sequence[Claim]]) -> dict[str, Interval]:
    """Return each figure of ``summarise`` with its 95% bootstrap interval over articles.

    Args:
        folder: a PolNeAR-style folder; of several annotators the first counts.
        claims: text -> its claims.

    Raises:
        InputError: if the folder cannot be read.
    """
    articles = read_polnear(folder)
    return score_articles(articles, [claims(article.text) for article in articles])


def score_articles(
    articles: Sequence[AnnotatedArticle], found: Sequence[Sequence[Claim]]
) -> dict[str, Interval]:
    """Return each figure of ``summarise`` with its 95% bootstrap interval over articles.

    Args:
        articles: the gold attributions.
        found: the claims of each article.
    """
    counts = [count_matches(a, claims) for a, claims in zip(articles, found, strict=True)]
    return bootstrap_counts(counts, summarise)


def confidence_curve(
    articles: Sequence[AnnotatedArticle], found: Sequence[Sequence[Claim]]
) -> dict[float, dict[str, float]]:
    """Return for each of ``THRESHOLDS`` the figures of the claims with at least that score.

    Args:
        articles: the gold attributions.
        found: the claims of each article, whatever their score.
    """
    return {
        threshold: summarise(
            sum(
                (
                    count_matches(article, [c for c in claims if c.score >= threshold])
                    for article, claims in zip(articles, found, strict=True)
                ),
                Counter(),
            )
        )
        for threshold in THRESHOLDS
    }


def count_matches(article: AnnotatedArticle, claims: Sequence[Claim]) -> Counter[str]:
    """Return what ``summarise`` needs of one article: matches, gold and predicted claims."""
    text, gold = article.text, article.attributions
    wanted = [_letters(a.content, text) for a in gold]
    found = [_letters(c.content, text) for c in claims]
    every_wanted, every_found = set().union(*wanted), set().union(*found)
    counts = Counter(
        gold=len(gold),
        pred=len(claims),
        char_tp=len(every_wanted & every_found),
        char_gold=len(every_wanted),
        char_pred=len(every_found),
    )
    counts.update(f"gold_{kind_of(text, a.content)}" for a in gold)
    overlaps = sorted(
        (
            (len(a & b) / len(a | b), i, j)
            for i, a in enumerate(wanted)
            for j, b in enumerate(found)
            if a & b
        ),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for overlap, i, j in overlaps:
        if overlap < _MATCH:
            break
        if i in used_gold or j in used_found:
            continue
        used_gold.add(i)
        used_found.add(j)
        counts["content_tp"] += 1
        counts["exact_tp"] += overlap >= _EXACT
        if _same_speaker(gold[i], claims[j], text):
            counts["attr_tp"] += 1
            counts[f"attr_{kind_of(text, gold[i].content)}"] += 1
    return counts


def summarise(counts: Counter[str]) -> dict[str, float]:
    """Return the figures, each 0 to 1: F1 of claims matched by content (``content_f1``), by nearly
    all of it (``exact_f1``), by content and speaker (``attribution_f1``); the share of right
    speakers among content matches; F1 of characters; recall by kind of quotation."""

    def f1(hits: str, predicted: str = "pred", gold: str = "gold") -> float:
        return 2 * counts[hits] / max(counts[predicted] + counts[gold], 1)

    return {
        "attribution_f1": f1("attr_tp"),
        "attribution_precision": counts["attr_tp"] / max(counts["pred"], 1),
        "attribution_recall": counts["attr_tp"] / max(counts["gold"], 1),
        "content_f1": f1("content_tp"),
        "exact_f1": f1("exact_tp"),
        "speaker_acc": counts["attr_tp"] / max(counts["content_tp"], 1),
        "char_f1": f1("char_tp", "char_pred", "char_gold"),
        **{
            f"recall_{kind}": counts[f"attr_{kind}"] / max(counts[f"gold_{kind}"], 1)
            for kind in ("direct", "mixed", "indirect")
        },
    }


def _letters(spans: Sequence[Span], text: str) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if text[i : i + 1].isalnum()}


def _same_speaker(gold: Attribution, claim: Claim, text: str) -> bool:
    a, b = _letters(gold.source, text), _letters(claim.speaker, text)
    if not a or not b:
        return not a and not b
    return 2 * len(a & b) >= min(len(a), len(b))
