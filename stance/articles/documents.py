"""Readers of files that hold one article: plain text, Markdown, HTML."""

import logging
from collections.abc import Iterator
from pathlib import Path

from stance.articles.article import Article, ReadError
from stance.articles.date import iso_date
from stance.articles.encoding import decode


def read_text(path: Path, name: str) -> Iterator[Article]:
    """The article in a .txt or .md file.

    Args:
        path: the file.
        name: its article id.

    Raises:
        ReadError: the file is not text.
        OSError: the file cannot be read.
    """
    yield Article(name, decode(path.read_bytes()))


def read_html(path: Path, name: str) -> Iterator[Article]:
    """The main text of an HTML page, without menus, comments and the like.

    Args:
        path: the file.
        name: its article id.

    Raises:
        ReadError: the file is not text, or has no main text.
        OSError: the file cannot be read.
    """
    import trafilatura

    for library in ("trafilatura", "htmldate"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    page = decode(path.read_bytes())
    if not page.strip():
        yield Article(name, page)
        return
    document = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        # The extensive search takes any date in the page, such as that of a copyright notice.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(document, trafilatura.settings.Document) or not document.text:
        raise ReadError("no article text found in the page")
    yield Article(name, document.text, document.title or None, iso_date(document.date))
