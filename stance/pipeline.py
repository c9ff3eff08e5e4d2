"""One article through every step: claims, names, examples, stances."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stance.articles import Article
from stance.claims.claim import Claim
from stance.classifier.runtime import Classifier
from stance.entities import DEFAULT_PIPELINE
from stance.examples import build_examples
from stance.extraction import Extractor, timed

NARRATED_THRESHOLD = 0.5
"""Probability of support or oppose from which a stance outside any claim is reported."""


@dataclass
class ArticleResult:
    """An article's table rows, by table.

    Args:
        claims, stances: the rows.
        pairs: how many examples the classifier saw.
        seconds: what each stage took.
    """

    claims: list[dict[str, Any]] = field(default_factory=list)
    stances: list[dict[str, Any]] = field(default_factory=list)
    pairs: int = 0
    seconds: Counter[str] = field(default_factory=Counter)


class Pipeline:
    """Article -> rows of the claims and stances tables.

    Args:
        model: name or folder of the classifier.
        language: the spaCy pipeline.
        threads: CPU threads of one call.
        min_score: the score from which a claim counts; None for the tagger's own.

    Raises:
        InputError: if a model is not there or damaged.
    """

    def __init__(
        self,
        model: str | Path = "default",
        language: str = DEFAULT_PIPELINE,
        threads: int = 1,
        min_score: float | None = None,
    ) -> None:
        self._extractor = Extractor(language, threads, min_score)
        self._classifier = Classifier(model, threads)

    def process(self, article: Article) -> ArticleResult:
        """Return the article's rows."""
        result = ArticleResult()
        extraction = self._extractor.extract(article, result.seconds)
        with timed(result.seconds, "entities"):
            examples = build_examples(article, extraction)
        result.pairs = len(examples)
        with timed(result.seconds, "classifier"):
            predictions = self._classifier.predict([example.pair() for example in examples])
        for number, (claim, speaker) in enumerate(
            zip(extraction.claims, extraction.entities.speakers, strict=True)
        ):
            result.claims.append(claim_row(article, number, claim, speaker))
        for example, prediction in zip(examples, predictions, strict=True):
            opinion = max(prediction.p_support, prediction.p_oppose)
            if example.claim is None and opinion < NARRATED_THRESHOLD:
                continue
            row = asdict(example) | prediction.to_dict()
            for unlisted in ("speaker_mention", "speaker_span", "target_span"):
                del row[unlisted]
            result.stances.append(row)
        return result


def claim_row(article: Article, number: int, claim: Claim, speaker: str | None) -> dict[str, Any]:
    """Return a claim's row in the claims table."""
    text = article.text
    return {
        "article": article.id,
        "claim": number,
        "kind": claim.kind,
        "speaker": speaker,
        "speaker_mention": " ".join(text[slice(*s)] for s in claim.speaker) or None,
        "speaker_spans": [list(span) for span in claim.speaker],
        "cue_spans": [list(span) for span in claim.cue],
        "content_spans": [list(span) for span in claim.content],
        "text": " … ".join(text[slice(*s)] for s in claim.content),
        "score": claim.score,
    }
