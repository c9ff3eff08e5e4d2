"""Scoring one shard in a worker process."""

from collections import Counter
from dataclasses import asdict, dataclass

from stance.articles import Article
from stance.pipeline import Pipeline
from stance.scoring.shard import Shard, ShardResult


@dataclass(frozen=True)
class WorkerOptions:
    """What a worker needs to load its models.

    Args:
        model: name or folder of the classifier.
        language: the spaCy pipeline.
        min_score: the score from which a claim counts; None for the tagger's own.
        names: to look for, and to use for what an article calls by them.
    """

    model: str
    language: str
    min_score: float | None
    names: tuple[str, ...] = ()


class Worker:
    """Scores shards, one thread each: workers share the cores among them."""

    def __init__(self, options: WorkerOptions) -> None:
        self._pipeline = Pipeline(
            options.model,
            options.language,
            threads=1,
            min_score=options.min_score,
            names=options.names,
        )

    def score(self, shard: Shard) -> ShardResult:
        """Return the shard's rows; an article that fails becomes an error of its own."""
        result = ShardResult()
        seconds: Counter[str] = Counter()
        for item in shard.inputs:
            if not isinstance(item, Article):
                result.errors.append(asdict(item))
                continue
            try:
                scored = self._pipeline.process(item)
            except Exception as error:
                # Whatever one article triggers must not cost the others their results.
                reason = f"{type(error).__name__}: {error}"
                result.errors.append(
                    {"article": item.id, "stage": "score", "reason": " ".join(reason.split())}
                )
                continue
            result.tables["articles"].append(
                {"article": item.id, "title": item.title, "date": item.date, "text": item.text}
            )
            result.tables["claims"] += scored.claims
            result.tables["stances"] += scored.stances
            seconds.update(scored.seconds)
        result.seconds = dict(seconds)
        return result
