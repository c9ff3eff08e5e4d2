"""Article -> its claims and its names: everything that needs no classifier."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from stance.articles import Article
from stance.claims.claim import Claim
from stance.claims.tagger import Tagger
from stance.entities import DEFAULT_PIPELINE, ArticleEntities
from stance.entities.language import load_language


@dataclass(frozen=True)
class Extraction:
    """What an article says, before anything is classified.

    Args:
        claims: in text order; a claim's index is its number.
        entities: the article's names, those of the claims' speakers and targets among them.
    """

    claims: list[Claim]
    entities: ArticleEntities

    def knowing(self, names: Sequence[str]) -> "Extraction":
        """Return the same with names to look for, and to use for what the article calls by them."""
        return Extraction(self.claims, self.entities.knowing(names))


class Extractor:
    """Finds an article's claims and names.

    Args:
        language: the spaCy pipeline for names and sentences.
        threads: CPU threads of one call.
        min_score: the score from which a claim counts; None for the tagger's own.
        names: to look for, and to use for what an article calls by them.

    Raises:
        InputError: if the tagger is not there or damaged, or the spaCy pipeline not installed.
    """

    def __init__(
        self,
        language: str = DEFAULT_PIPELINE,
        threads: int = 1,
        min_score: float | None = None,
        names: Sequence[str] = (),
    ) -> None:
        load_language(language)
        self._tagger = Tagger(threads=threads, min_score=min_score)
        self._language = language
        self._names = names

    def extract(self, article: Article, seconds: Counter[str] | None = None) -> Extraction:
        """Return the article's claims and names.

        Args:
            seconds: what each stage took is added here.
        """
        seconds = Counter() if seconds is None else seconds
        with timed(seconds, "claims"):
            claims = self._tagger.claims(article.text)
        with timed(seconds, "entities"):
            entities = ArticleEntities.from_text(article.text, claims, self._language, self._names)
        return Extraction(claims, entities)


@contextmanager
def timed(seconds: Counter[str], stage: str) -> Iterator[None]:
    """Add the seconds that the block takes to a stage's."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] += time.perf_counter() - start  # type: ignore[assignment]
