"""What a reader gives: an article, or the reason why there is none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One news article.

    Attributes:
        id: the file's path relative to its folder, with ``/``; for a row of a table file followed
            by ``#row``. Rows count from 0: lines of a .jsonl, items of a .json list, rows of a
            .parquet, and the rows below the header of a .csv (blank ones not counted).
        text: of a .txt or .md, the decoded file, untouched but for its byte order mark; of an HTML
            page, its main text; of a table, the text column. Offsets elsewhere refer to this.
        title: from a title or headline column, or the page's metadata.
        date: day of publication as ``YYYY-MM-DD``, from a date column or the page's metadata.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class ArticleError:
    """An input that gave no article.

    Attributes:
        article: as ``Article.id``; without a row if the whole file is at fault.
        stage: the step that failed; "read" here.
        reason: what is wrong, in one line.
    """

    article: str
    stage: str
    reason: str


class ReadError(ValueError):
    """A file or a row gives no article; the message is the reason, in one line."""
