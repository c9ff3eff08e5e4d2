"""One article through every step: claims, names, examples, stances."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from stance.articles import Article
from stance.claims.claim import Claim
from stance.classifier.prediction import Prediction
from stance.classifier.runtime import Classifier
from stance.classifier.selection import Selection
from stance.entities import DEFAULT_PIPELINE, ArticleEntities
from stance.examples import Example, build_examples
from stance.extraction import Extractor, timed


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
        names: to look for, and to use for what an article calls by them.

    Raises:
        InputError: if a model is not there or damaged.
    """

    def __init__(
        self,
        model: str | Path = "default",
        language: str = DEFAULT_PIPELINE,
        threads: int = 1,
        min_score: float | None = None,
        names: Sequence[str] = (),
    ) -> None:
        self._extractor = Extractor(language, threads, min_score, names)
        self._classifier = Classifier(model, threads)

    def process(self, article: Article) -> ArticleResult:
        """Return the article's rows."""
        result = ArticleResult()
        extraction = self._extractor.extract(article, result.seconds)
        selection = self._classifier.selection
        with timed(result.seconds, "entities"):
            examples = build_examples(article, extraction, near=selection.near)
        result.pairs = len(examples)
        with timed(result.seconds, "classifier"):
            predictions = self._classifier.predict([example.pair() for example in examples])
        for number, (claim, speaker) in enumerate(
            zip(extraction.claims, extraction.entities.speakers, strict=True)
        ):
            result.claims.append(claim_row(article, number, claim, speaker))
        predictions = select(examples, predictions, selection, extraction.entities)
        for example, prediction in zip(examples, predictions, strict=True):
            if example.claim is None and prediction.stance == "neutral":
                continue
            row = asdict(example) | prediction.to_dict()
            for unlisted in ("speaker_mention", "speaker_span", "target_span"):
                del row[unlisted]
            result.stances.append(row)
        return result


def select(
    examples: Sequence[Example],
    predictions: Sequence[Prediction],
    selection: Selection,
    entities: ArticleEntities,
) -> list[Prediction]:
    """Return the predictions of one article, those of a stance that has a lower score there than
    the selection asks for made neutral; their probabilities stay.

    Args:
        entities: the article's.
    """
    pairs = [(example.speaker, example.target) for example in examples]
    named, known = entities.named(), entities.known
    scores = selection.scores(pairs, predictions, entities.mention_counts(), named)
    return [
        replace(prediction, stance="neutral")
        if prediction.stance != "neutral"
        and scores[pair, prediction.stance] < selection.least(pair, named, known)
        else prediction
        for pair, prediction in zip(pairs, predictions, strict=True)
    ]


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
