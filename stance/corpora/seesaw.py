"""SEESAW: news articles with who supports and opposes whom (Zhang et al., EMNLP 2022)."""

import json
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

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
        sentences: its text.
        entities: the names that annotators could choose from.
        opinions: what they chose.
    """

    name: str
    sentences: tuple[str, ...]
    entities: tuple[str, ...]
    opinions: tuple[Opinion, ...]

    @property
    def text(self) -> str:
        """The sentences, one a line."""
        return "\n".join(self.sentences)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that a character of the text is in."""
        starts = [0, *accumulate(len(s) + 1 for s in self.sentences)]
        return bisect_right(starts, offset) - 1


def read_seesaw(path: Path) -> list[OpinionatedArticle]:
    """Return the articles of a SEESAW file, one JSON object a line.

    Raises:
        InputError: if the file cannot be read or a row is of another format.
    """
    articles = []
    for number, line in read_lines(path):
        with reading(path, number):
            row = json.loads(line)
            sentences = row["sentences"]
            if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
                raise ValueError("'sentences' is no list of texts")
            articles.append(
                OpinionatedArticle(
                    name=row["doc"],
                    sentences=tuple(sentences),
                    entities=tuple(entity["name"] for entity in row["entities"]),
                    opinions=tuple(map(_opinion, row["stances"])),
                )
            )
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
