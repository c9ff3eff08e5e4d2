"""Who supports and opposes whom in whole articles, from raw text, with 95% intervals.

    python benchmarks/articles.py ../shared/data/seesaw/valid.jsonl

Prints the figures of stance/evaluation/opinions.py for the shipped models; the article F1 at other
thresholds, of all and of what has no name; what is left without the names that come by pronoun or
role (no coreference) and without what the article narrates outside any claim; what is found if the
nameless need no higher score than names do (topics as names); what the list of names that the
annotators chose from would add (gold entities: they are known names, and all pairs of them near
each other are asked about); and a peer that is built from public parts: quotations with the nearest
name as speaker and subject-verb-object triples, each with VADER's polarity.
"""

import argparse
import math
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy.special import expit, logit
from spacy.tokens import Span as DocSpan
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from stance.articles import Article
from stance.claims.quotations import quoted_spans
from stance.classifier.runtime import Classifier
from stance.classifier.selection import has_topic
from stance.corpora.seesaw import Opinion, OpinionatedArticle, read_seesaw
from stance.entities.agreement import same_name
from stance.entities.language import parse
from stance.errors import InputError
from stance.evaluation.opinions import score_opinions
from stance.examples import build_examples
from stance.extraction import Extraction, Extractor

STEPS = (-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0)
"""Between the model's own threshold and others, in log odds."""
_POLAR = 0.05
_NAMED = ("PERSON", "ORG", "NORP", "GPE")


@dataclass(frozen=True)
class Found:
    """A stance that was found, with what the ablations ask about.

    Args:
        opinion: what it says.
        score: how surely the article shows it, or how likely an annotator notes it (see
            ``stance.classifier.selection``).
        narrated: whether it stands outside any claim.
        named: whether speaker and target are mentioned by their names.
        topic: whether one of them has no name.
    """

    opinion: Opinion
    score: float
    narrated: bool
    named: bool
    topic: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, help="articles in the format of seesaw")
    parser.add_argument("--model", default="default", help="a shipped model or a model folder")
    parser.add_argument("--articles", type=int, default=0, help="only the first so many")
    options = parser.parse_args()
    try:
        articles = read_seesaw(options.file)[: options.articles or None]
        extractor, classifier = Extractor(threads=2), Classifier(options.model, threads=2)
        run(articles, extractor, classifier)
    except InputError as error:
        print(f"articles: {error}", file=sys.stderr)
        return 2
    return 0


def run(
    articles: Sequence[OpinionatedArticle], extractor: Extractor, classifier: Classifier
) -> None:
    """Print all figures."""
    found, listed = [], []
    for article in articles:
        extraction = extractor.extract(Article(article.name, article.text))
        found.append(list(find(article, extraction, classifier)))
        known = extraction.knowing(article.entities)
        listed.append(list(find(article, known, classifier, set(article.entities))))
    selection = classifier.selection
    threshold = selection.threshold
    of_topics = max(threshold, selection.topic_threshold)
    kept = opinions(found, threshold, of_topics)
    for name, (value, low, high) in score_opinions(articles, kept).items():
        print(f"{name:18} {value:.4f}  (95% {low:.4f} to {high:.4f})")
    print("\nleast score     article F1  precision  recall  pair F1  gold entities: article F1")
    for least in around(threshold):
        given = score_opinions(articles, opinions(listed, least, least))["article_f1"][0]
        raw = opinions(found, least, max(least, selection.topic_threshold))
        print(f"{least:14.2f}  {line(articles, raw)}  {given:26.3f}")
    print("\nof topics       article F1  precision  recall  pair F1")
    for least in around(of_topics):
        print(f"{least:14.2f}  {line(articles, opinions(found, threshold, least))}")
    variants: dict[str, Callable[[Found], bool]] = {
        "all": lambda f: True,
        "no coreference": lambda f: f.named,
        "no narrated": lambda f: not f.narrated,
    }
    print("\n                   article F1  precision  recall  pair F1")
    for name, keep in variants.items():
        part = [[f for f in each if keep(f)] for each in found]
        print(f"{name:17}  {line(articles, opinions(part, threshold, of_topics))}")
    print(f"{'topics as names':17}  {line(articles, opinions(found, threshold, threshold))}")
    of_known = min(threshold, selection.known_threshold)
    given_names = opinions(listed, of_known, of_known)
    print(f"{'gold entities':17}  {line(articles, given_names)}")
    print(f"{'peer':17}  {line(articles, [list(peer(article)) for article in articles])}")


def around(threshold: float) -> list[float]:
    """Return thresholds below and above one."""
    return [float(expit(logit(threshold) + step)) for step in STEPS]


def line(articles: Sequence[OpinionatedArticle], found: Sequence[Sequence[Opinion]]) -> str:
    """Return the main figures in a line."""
    figures = score_opinions(articles, found)
    names = ("article_f1", "article_precision", "article_recall", "pair_f1")
    value = {name: figures[name][0] for name in names}
    return (
        f"{value['article_f1']:10.3f}  {value['article_precision']:9.3f}  "
        f"{value['article_recall']:6.3f}  {value['pair_f1']:7.3f}"
    )


def opinions(
    found: Sequence[Sequence[Found]], least: float, least_of_topics: float
) -> list[list[Opinion]]:
    """Return the opinions that have the least score, or more."""
    return [
        [f.opinion for f in each if f.score >= (least_of_topics if f.topic else least)]
        for each in found
    ]


def find(
    article: OpinionatedArticle,
    extraction: Extraction,
    classifier: Classifier,
    names: Collection[str] | None = None,
) -> Iterator[Found]:
    """Yield the opinions of an article as the pipeline finds them, however sure.

    Args:
        names: ask about pairs of these names only, but about all that are near each other.
    """
    near = classifier.selection.near if names is None else math.inf
    examples = build_examples(Article(article.name, article.text), extraction, near=near)
    if names is not None:
        examples = [e for e in examples if e.speaker in names and e.target in names]
    predictions = classifier.predict([example.pair() for example in examples])
    pairs = [(example.speaker, example.target) for example in examples]
    named = extraction.entities.named()
    mentions = extraction.entities.mention_counts()
    scores = classifier.selection.scores(pairs, predictions, mentions, named)
    for example, pair, prediction in zip(examples, pairs, predictions, strict=True):
        if prediction.stance != "neutral":
            sentence = article.sentence_at(example.end - 1)
            mentioned = same_name(example.speaker_mention or "", example.speaker or "")
            yield Found(
                Opinion(example.speaker, example.target, prediction.stance, sentence),
                scores[pair, prediction.stance],
                example.claim is None,
                mentioned and same_name(example.target_mention, example.target),
                has_topic(pair, named),
            )


def peer(article: OpinionatedArticle) -> Iterator[Opinion]:
    """Yield opinions by public parts: nearest names and a polarity lexicon."""
    text = article.text
    doc = parse(text)
    polarity = SentimentIntensityAnalyzer().polarity_scores
    names = [entity for entity in doc.ents if entity.label_ in _NAMED]

    def opinion(speaker: DocSpan, target: DocSpan, words: str) -> Iterator[Opinion]:
        score = polarity(words)["compound"]
        if abs(score) >= _POLAR and speaker.text != target.text:
            stance = "support" if score > 0 else "oppose"
            yield Opinion(speaker.text, target.text, stance)

    for start, end in quoted_spans(text):
        outside = [n for n in names if n.end_char <= start or n.start_char >= end]
        if outside:
            speaker = min(outside, key=lambda n: max(start - n.end_char, n.start_char - end))
            for target in names:
                if start <= target.start_char < end:
                    yield from opinion(speaker, target, text[start:end])
    for sentence in doc.sents:
        inside = [n for n in names if sentence.start <= n.start < sentence.end]
        for subject in inside:
            verb = subject.root.head
            if subject.root.dep_ == "nsubj":
                for thing in inside:
                    if thing.root.dep_ in ("dobj", "obj") and thing.root.head == verb:
                        yield from opinion(subject, thing, sentence.text)


if __name__ == "__main__":
    sys.exit(main())
