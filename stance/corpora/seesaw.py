"""SEESAW: news articles with who supports and opposes whom (Zhang et al., EMNLP 2022)."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from stance.claims.claim import Span
from stance.corpora.offsets import read_article, span_within
from stance.corpora.records import read_lines, reading
from stance.errors import InputError


@dataclass(frozen=True)
class Opinion:
    """One stance of an article.

    Args:
        speaker, target: their names; None where the annotator found none to give.
        stance: "support" or "oppose".
        sentence: index of the sentence that shows it; None if that is not known.
    """

    speaker: str | None
    target: str | None
    stance: str
    sentence: int | None = None


@dataclass(frozen=True)
class OpinionatedArticle:
    """An article with its opinions.

    Args:
        name: the article's id.
        text: all of it.
        sentences: the characters of each, in order.
        entities: the names that annotators could choose from.
        opinions: what they chose.
    """

    name: str
    text: str
    sentences: tuple[Span, ...]
    entities: tuple[str, ...]
    opinions: tuple[Opinion, ...]

    @classmethod
    def from_sentences(
        cls,
        name: str,
        sentences: Sequence[str],
        entities: Sequence[str],
        opinions: Iterable[Opinion],
    ) -> "OpinionatedArticle":
        """Return the article whose text is the sentences, one a line."""
        ends = list(accumulate(len(s) + 1 for s in sentences))
        spans = tuple((end - len(s) - 1, end - 1) for s, end in zip(sentences, ends, strict=True))
        return cls(name, "\n".join(sentences), spans, tuple(entities), tuple(opinions))

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that a character of the text is in, or comes after."""
        return max(bisect_right(self.sentences, offset, key=lambda s: s[0]) - 1, 0)


def read_seesaw(path: Path, data: Path | None = None) -> list[OpinionatedArticle]:
    """Return the articles of a file in SEESAW's format, one JSON object a line.

    Instead of its sentences' texts a row may have ``file``, an article's path below ``data``, and
    the [start, end) characters of each sentence there.

    Raises:
        InputError: if a file cannot be read or a row is of another format.
    """
    articles = []
    for number, line in read_lines(path):
        with reading(path, number):
            row = json.loads(line)
            sentences = row["sentences"]
            kind = list if "file" in row else str
            if not isinstance(sentences, list) or not all(isinstance(s, kind) for s in sentences):
                raise ValueError(
                    f"'sentences' is no list of {'spans' if kind is list else 'texts'}"
                )
            entities = tuple(entity["name"] for entity in row["entities"])
            opinions = tuple(map(_opinion, row["stances"]))
            if kind is str:
                article = OpinionatedArticle.from_sentences(
                    row["doc"], sentences, entities, opinions
                )
            else:
                if data is None:
                    raise ValueError(f"needs the folder of the corpora, for {row['file']}")
                text = read_article(data / row["file"])
                spans = tuple(span_within(span, "sentence", text) for span in sentences)
                article = OpinionatedArticle(row["doc"], text, spans, entities, opinions)
            articles.append(article)
    if not articles:
        raise InputError(path, "no articles in this file")
    return articles


def _opinion(row: dict[str, Any]) -> Opinion:
    if row["stance"] not in ("support", "oppose"):
        raise ValueError(f"stance is {row['stance']!r}, neither support nor oppose")
    for name in ("speaker", "target"):
        if row[name] is not None and not isinstance(row[name], str):
            raise ValueError(f"{name} is {row[name]!r}, neither text nor null")
    return Opinion(row["speaker"], row["target"], row["stance"], row["sentence"])
