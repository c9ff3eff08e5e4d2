"""What a classifier has to beat: the commonest class, a polarity lexicon, words without order."""

from collections import Counter
from collections.abc import Callable, Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from stance.corpora.labelled import KINDS
from stance.corpora.records import Record

Baseline = Callable[[Sequence[Record], Sequence[Record], str], list[str]]
"""(training records, records, label kind) -> a label for each record.

The training records all have the label; there is at least one.
"""

_POLAR = 0.05
"""From this compound score on a sentence is positive, after VADER's documentation."""


def majority(train: Sequence[Record], records: Sequence[Record], kind: str) -> list[str]:
    """Return the commonest label of the training records for every record."""
    return [Counter(_labels(train, kind)).most_common(1)[0][0]] * len(records)


def vader(train: Sequence[Record], records: Sequence[Record], kind: str) -> list[str]:
    """Return the polarity of each text by VADER (Hutto and Gilbert, 2014), whatever its target."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    positive, negative, neutral = KINDS[kind]
    analyzer = SentimentIntensityAnalyzer()
    scores = [analyzer.polarity_scores(r.text)["compound"] for r in records]
    return [
        positive if score >= _POLAR else negative if score <= -_POLAR else neutral
        for score in scores
    ]


def tfidf(train: Sequence[Record], records: Sequence[Record], kind: str) -> list[str]:
    """Return labels by logistic regression over TF-IDF of words and pairs of words.

    Speaker and target stand in the text as SPEAKER and TARGET.
    """
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(max_iter=1000, class_weight="balanced"),
    )
    model.fit([_masked(r) for r in train], _labels(train, kind))
    return [str(label) for label in model.predict([_masked(r) for r in records])]


BASELINES: dict[str, Baseline] = {"majority": majority, "VADER": vader, "TF-IDF": tfidf}


def _labels(records: Sequence[Record], kind: str) -> list[str]:
    return [getattr(r, kind) for r in records]


def _masked(record: Record) -> str:
    text, cut = record.text, len(record.text)
    spans = [(record.speaker_span, "SPEAKER"), (record.target_span, "TARGET")]
    for span, name in sorted(((s, n) for s, n in spans if s), reverse=True):
        # Of two mentions in one another only one can be masked.
        if span[1] <= cut:
            text, cut = f"{text[: span[0]]}{name}{text[span[1] :]}", span[0]
    return text if record.target_span else f"{record.target} {text}"
