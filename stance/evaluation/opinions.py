"""Opinions found in articles against annotated ones: who supports and opposes whom.

Names agree when their words do (case, punctuation, titles and plural s aside), when the shorter
one is the last words of the longer, or when two names of two words and more share at least 60% of
their words. Opinions without a named speaker or target are left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from stance.corpora.seesaw import Opinion, OpinionatedArticle
from stance.evaluation.metrics import Interval, bootstrap_counts

_TITLES = frozenset(
    """mr mrs ms dr sen senator rep representative president gov governor secretary judge the a an
    former then""".split()
)
_REPUBLICANS, _DEMOCRATS = "republican party", "democratic party"
_JUSTICE = "united states department of justice"
_STATES = "united states"
# US politics calls the same body by many names.
_ALIASES = {
    **dict.fromkeys(
        ("gop", "republicans", "republican", "house republicans", "senate republicans"),
        _REPUBLICANS,
    ),
    **dict.fromkeys(
        ("democrats", "democrat", "democratic", "house democrats", "senate democrats"), _DEMOCRATS
    ),
    **dict.fromkeys(("us", "usa", "america", "united states of america"), _STATES),
    **dict.fromkeys(("doj", "justice department", "department of justice"), _JUSTICE),
    "obamacare": "affordable care act",
    "fbi": "federal bureau of investigation",
    "congress": "united states congress",
    "supreme court": "supreme court of united states",
    "house": "house of representatives",
    "senate": "united states senate",
    "trump": "donald trump",
    "obama": "barack obama",
}
_SHARED = 0.6

T = TypeVar("T")


def same_name(first: str, second: str) -> bool:
    """Return whether two names agree, as said at the top of this module."""
    short, long = sorted((_words(first), _words(second)), key=len)
    if not short:
        return False
    common, either = set(short) & set(long), set(short) | set(long)
    return (
        long[-len(short) :] == short
        or common == either
        or (len(short) > 1 and len(common) >= _SHARED * len(either))
    )


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


@cache
def _words(name: str) -> tuple[str, ...]:
    text = re.sub(r"[’']s\b", "", name.lower()).replace(".", "")
    plain = " ".join(w for w in re.findall(r"\w+", text) if w not in _TITLES)
    words = _ALIASES.get(plain, plain).split()
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words
    )
