"""Stances -> pairs: how often a speaker supports and opposes a target, and how surely."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stance.classifier.prediction import STANCES

Key = tuple[str | None, str]
"""Speaker (None where nobody is named) and target."""


@dataclass
class Pair:
    """What is known of one speaker and one target.

    Args:
        counts: stances by class.
        probabilities: their sums by class.
        articles: how many articles have the pair.
        first_date, last_date: of those articles that have a date.
    """

    counts: Counter[str] = field(default_factory=Counter)
    probabilities: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    first_date: str | None = None
    last_date: str | None = None

    def add(self, other: "Pair") -> None:
        """Add what another article says of the pair."""
        self.counts.update(other.counts)
        self.probabilities.update(other.probabilities)
        self.articles += other.articles
        dates = [d for d in (self.first_date, self.last_date, other.first_date) if d]
        self.first_date, self.last_date = (min(dates), max(dates)) if dates else (None, None)

    def row(self, key: Key) -> dict[str, Any]:
        """Return the pair's row in the pairs table; probabilities are means."""
        total = self.counts.total()
        return {
            "speaker": key[0],
            "target": key[1],
            **{stance: self.counts[stance] for stance in STANCES},
            **{f"p_{stance}": self.probabilities[stance] / total for stance in STANCES},
            "articles": self.articles,
            "first_date": self.first_date,
            "last_date": self.last_date,
        }


class PairCounter:
    """Adds up the stances of articles.

    It keeps a few numbers a pair, so it holds the pairs of many articles, not their texts.
    """

    def __init__(self) -> None:
        self._pairs: dict[Key, Pair] = defaultdict(Pair)

    def add(
        self, articles: Iterable[Mapping[str, Any]], stances: Iterable[Mapping[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        """Add rows of the articles and stances tables; all stances of an article at once.

        Yields:
            A row of the article_pairs table for each pair of each article.
        """
        dates = {row["article"]: row.get("date") for row in articles}
        found: dict[str, dict[Key, Pair]] = defaultdict(lambda: defaultdict(Pair))
        for row in stances:
            date = dates.get(row["article"])
            pair = found[row["article"]][row["speaker"], row["target"]]
            pair.counts[row["stance"]] += 1
            pair.probabilities.update({stance: row[f"p_{stance}"] for stance in STANCES})
            pair.articles, pair.first_date, pair.last_date = 1, date, date
        for article, pairs in found.items():
            for key, pair in _ordered(pairs):
                self._pairs[key].add(pair)
                row = pair.row(key)
                del row["articles"], row["first_date"], row["last_date"]
                yield {"article": article, "date": pair.first_date} | row

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the pairs table, the most opinionated first."""
        return [pair.row(key) for key, pair in _ordered(self._pairs)]


def _ordered(pairs: Mapping[Key, Pair]) -> list[tuple[Key, Pair]]:
    def rank(item: tuple[Key, Pair]) -> tuple[int, int, str, str]:
        (speaker, target), pair = item
        neutral = pair.counts["neutral"]
        return neutral - pair.counts.total(), -neutral, speaker or "", target

    return sorted(pairs.items(), key=rank)
