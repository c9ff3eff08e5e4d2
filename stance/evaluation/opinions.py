"""Opinions found in articles against annotated ones: who supports and opposes whom.

Opinions without a named speaker or target are left out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from stance.corpora.seesaw import Opinion, OpinionatedArticle
from stance.entities.agreement import same_name
from stance.evaluation.metrics import Interval, bootstrap_counts

T = TypeVar("T")


def score_opinions(
    articles: Sequence[OpinionatedArticle], found: Sequence[Sequence[Opinion]]
) -> dict[str, Interval]:
    """Return figures, each with its 95% bootstrap interval over articles.

    ``article_f1``, ``_precision`` and ``_recall`` of the distinct (speaker, target, stance) of each
    article, the same for ``sentence`` (by sentence) and ``pair`` (whatever the stance), and
    ``polarity_acc``: the share of pairs found that have a stance that the annotators gave them.

    Args:
        articles: with the gold opinions.
        found: the opinions of each article.
    """
    counts = [_count(a.opinions, f) for a, f in zip(articles, found, strict=True)]
    return bootstrap_counts(counts, summarise)


def summarise(counts: Counter[str]) -> dict[str, float]:
    """Return the figures of ``score_opinions`` from counts, added up over articles."""
    figures = {}
    for level in ("article", "sentence", "pair"):
        right, gold, guessed = (counts[f"{level} {what}"] for what in ("right", "gold", "found"))
        figures[f"{level}_f1"] = 2 * right / max(gold + guessed, 1)
        figures[f"{level}_precision"] = right / max(guessed, 1)
        figures[f"{level}_recall"] = right / max(gold, 1)
    figures["polarity_acc"] = counts["polarity right"] / max(counts["polarity found"], 1)
    return figures


def _count(gold: Iterable[Opinion], found: Iterable[Opinion]) -> Counter[str]:
    wanted, guessed = (
        [o for o in opinions if o.speaker and o.target and o.stance in ("support", "oppose")]
        for opinions in (gold, found)
    )
    counts: Counter[str] = Counter()
    for level, same in (("sentence", _same_sentence), ("article", _same), ("pair", same_pair)):
        left, answers = _distinct(wanted, same), _distinct(guessed, same)
        counts[f"{level} gold"], counts[f"{level} found"] = len(left), len(answers)
        for answer in answers:
            match = next((o for o in left if same(o, answer)), None)
            if match is not None:
                left.remove(match)
                counts[f"{level} right"] += 1
    for pair in _distinct(guessed, same_pair):
        stances = {o.stance for o in wanted if same_pair(o, pair)}
        if stances:
            # The commonest; of equally common ones the first found.
            mine = Counter(o.stance for o in guessed if same_pair(o, pair)).most_common(1)[0][0]
            counts["polarity found"] += 1
            counts["polarity right"] += mine in stances
    return counts


def same_pair(one: Opinion, other: Opinion) -> bool:
    """Return whether two opinions are of the same speaker and target, whatever they hold."""
    return same_name(one.speaker or "", other.speaker or "") and same_name(
        one.target or "", other.target or ""
    )


def _same(one: Opinion, other: Opinion) -> bool:
    return one.stance == other.stance and same_pair(one, other)


def _same_sentence(one: Opinion, other: Opinion) -> bool:
    return one.sentence == other.sentence and _same(one, other)


def _distinct(rows: Iterable[T], same: Callable[[T, T], bool]) -> list[T]:
    kept: list[T] = []
    for row in rows:
        if not any(same(row, other) for other in kept):
            kept.append(row)
    return kept
