"""Claims and narrated stances -> (speaker, target, text) examples, and their datasets loader."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from stance.articles import Article, read_articles
from stance.claims.claim import Claim, Span
from stance.classifier.pair import Pair
from stance.entities import Target
from stance.extraction import Extraction, Extractor

if TYPE_CHECKING:
    from datasets import Dataset

_CONTEXT = 400
"""Characters before a claim in which a target's mention is still shown to the classifier."""


@dataclass(frozen=True)
class Example:
    """A row that the classifier sees.

    Args:
        article: the article's id.
        claim: number of the claim within the article; None if the article narrates the stance.
        speaker: canonical name, None if the article names nobody.
        speaker_mention: the speaker as written, None likewise.
        target, target_mention: the same of the target.
        start, end: the text's character offsets in the article.
        text: the claim with enough of its sentence to read it.
        speaker_span, target_span: offsets of the mentions in ``text``; None if not in it.
    """

    article: str
    claim: int | None
    speaker: str | None
    speaker_mention: str | None
    target: str
    target_mention: str
    start: int
    end: int
    text: str
    speaker_span: Span | None
    target_span: Span | None

    def pair(self) -> Pair:
        """Return what the classifier is asked."""
        return Pair(self.target, self.text, self.speaker, self.speaker_span, self.target_span)


def build_examples(article: Article, extraction: Extraction, *, near: float = 0.0) -> list[Example]:
    """Return the examples of an article: claims in order, then what the article narrates.

    Args:
        near: how many pairs of names near each other are asked about for each sentence of the
            article, pairs of known names not counted; with 0 an actor and what the act is about.
    """
    claims, entities = extraction.claims, extraction.entities
    examples = []
    for number, (claim, speaker) in enumerate(zip(claims, entities.speakers, strict=True)):
        mention = claim.speaker[0] if claim.speaker else None
        passage = _passage(claim, entities.sentences)
        for target in entities.targets(number):
            start, end = _widened(passage, target)
            examples.append(
                Example(
                    article=article.id,
                    claim=number,
                    speaker=speaker,
                    speaker_mention=article.text[slice(*mention)] if mention else None,
                    target=target.name,
                    target_mention=target.mention,
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    speaker_span=_inside(mention, start, end),
                    target_span=_inside(target.span, start, end),
                )
            )
    # With near 0 these are pairs of known names, if any are known.
    pairs = entities.near_pairs(near)
    for pair in pairs if near else [*entities.narrated_pairs(), *pairs]:
        examples.append(
            Example(
                article=article.id,
                claim=None,
                speaker=pair.speaker,
                speaker_mention=article.text[slice(*pair.speaker_span)],
                target=pair.target,
                target_mention=pair.target_mention,
                start=pair.start,
                end=pair.end,
                text=article.text[pair.start : pair.end],
                speaker_span=_inside(pair.speaker_span, pair.start, pair.end),
                target_span=_inside(pair.target_span, pair.start, pair.end),
            )
        )
    return examples


def _passage(claim: Claim, sentences: Sequence[Span]) -> Span:
    """Return the sentences that hold the claim's content, and its cue where they touch."""
    spans = [*claim.content, *claim.cue]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    touched = [s for s in sentences if s[0] < end and s[1] > start]
    return (
        min([start, *(s for s, _ in touched)]),
        max([end, *(e for _, e in touched)]),
    )


def _widened(passage: Span, target: Target) -> Span:
    """Return the passage, begun earlier where a target is named only shortly before it."""
    start, end = passage
    if target.span and start - _CONTEXT <= target.span[0] < start:
        return target.span[0], end
    return passage


def _inside(span: Span | None, start: int, end: int) -> Span | None:
    if span is None or span[0] < start or span[1] > end:
        return None
    return span[0] - start, span[1] - start


def load_examples(folder: str | Path) -> "Dataset":
    """Return the examples of a folder of articles, or of one article file.

    Articles that cannot be read are left out; ``stance.score`` lists them.

    Args:
        folder: see ``stance.articles.read_articles``.

    Returns:
        A dataset with the columns of ``Example``.

    Raises:
        InputError: if the folder is not there or holds no supported file.
    """
    # Imported late: it takes seconds, and no other step needs it.
    from datasets import Dataset, Features, List, Value

    extractor = Extractor()
    rows = [
        asdict(example)
        for article in read_articles(folder)
        if isinstance(article, Article)
        for example in build_examples(article, extractor.extract(article))
    ]
    span = List(Value("int32"))
    kinds = {"claim": Value("int32"), "start": Value("int32"), "end": Value("int32")}
    kinds |= {"speaker_span": span, "target_span": span}
    names = [field.name for field in fields(Example)]
    features = Features({name: kinds.get(name, Value("string")) for name in names})
    return Dataset.from_list(rows, features=features)
