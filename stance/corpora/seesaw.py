"""SEESAW: news articles with who supports and opposes whom (Zhang et al., EMNLP 2022)."""

import json
from dataclasses import dataclass
from pathlib import Path

from stance.corpora.records import read_lines
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
        title: its headline.
        sentences: its text.
        entities: the names that annotators could choose from.
        opinions: what they chose.
    """

    name: str
    title: str
    sentences: tuple[str, ...]
    entities: tuple[str, ...]
    opinions: tuple[Opinion, ...]


def read_seesaw(path: Path) -> list[OpinionatedArticle]:
    """Return the articles of a SEESAW file, one JSON object a line.

    Raises:
        InputError: if the file cannot be read or a row is of another format.
    """
    articles = []
    for number, line in enumerate(read_lines(path), start=1):
        try:
            row = json.loads(line)
            articles.append(
                OpinionatedArticle(
                    name=row["doc"],
                    title=row.get("title") or "",
                    sentences=tuple(row["sentences"]),
                    entities=tuple(entity["name"] for entity in row["entities"]),
                    opinions=tuple(
                        Opinion(s["speaker"], s["target"], s["stance"], s["sentence"])
                        for s in row["stances"]
                    ),
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path}:{number}", f"not an article of seesaw: {error!r}") from error
    return articles
