"""How fast this machine scores: articles and pairs a second, and where the time goes."""

import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from stance.articles import Article, read_articles
from stance.errors import InputError
from stance.pipeline import Pipeline

SAMPLE = Path(__file__).parent / "sample.txt"
_SECONDS = 5.0


@dataclass(frozen=True)
class Speed:
    """What one process with one thread does.

    Args:
        articles, words, pairs: how many were scored; pairs are what the classifier saw.
        seconds: wall time.
        articles_per_second, words_per_second: over all stages.
        pairs_per_second: of the classifier's stage alone.
        shares: stage -> its share of the time.
    """

    articles: int
    words: int
    pairs: int
    seconds: float
    articles_per_second: float
    words_per_second: float
    pairs_per_second: float
    shares: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures for JSON."""
        return asdict(self)


def bench(folder: str | Path | None = None, *, model: str | Path = "default") -> Speed:
    """Score articles for at least five seconds, each at least once, and time it.

    Args:
        folder: the articles; by default one that comes with the package.

    Raises:
        InputError: if the folder or the model cannot be used, or no article can be read.
    """
    source = Path(folder) if folder is not None else SAMPLE
    articles = [item for item in read_articles(source) if isinstance(item, Article)]
    if not articles:
        raise InputError(source, "no article that can be read")
    pipeline = Pipeline(model)
    pipeline.process(articles[0])  # loads what is loaded at first use
    seconds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    while (elapsed := time.perf_counter() - start) < _SECONDS:
        for article in articles:
            result = pipeline.process(article)
            seconds.update(result.seconds)
            counts.update(articles=1, words=len(article.text.split()), pairs=result.pairs)
    total = sum(seconds.values())
    return Speed(
        articles=counts["articles"],
        words=counts["words"],
        pairs=counts["pairs"],
        seconds=elapsed,
        articles_per_second=counts["articles"] / elapsed,
        words_per_second=counts["words"] / elapsed,
        pairs_per_second=counts["pairs"] / max(seconds["classifier"], 1e-9),
        shares={stage: value / total for stage, value in seconds.items()},
    )


def describe(speed: Speed) -> str:
    """Return the figures as a text to read."""
    shares = [f"  {stage:12} {share:6.1%}" for stage, share in speed.shares.items()]
    rows = [
        f"one process, one thread: {speed.articles:,} articles, {speed.words:,} words, "
        f"{speed.pairs:,} pairs in {speed.seconds:.1f} s",
        f"  articles per second  {speed.articles_per_second:8.2f}",
        f"  words per second     {speed.words_per_second:8,.0f}",
        f"  pairs per second     {speed.pairs_per_second:8.1f}  (classifier alone)",
        "share of each stage:",
    ]
    return "\n".join([*rows, *shares])
