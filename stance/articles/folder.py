"""Folders to articles."""

import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from stance.articles.article import Article, ArticleError, ReadError
from stance.articles.checks import MAX_BYTES, find_fault
from stance.articles.documents import read_html, read_text
from stance.articles.tables import read_csv, read_json, read_jsonl, read_parquet
from stance.errors import InputError

_Reader = Callable[[Path, str], Iterator[Article | ArticleError]]

_DOCUMENTS: dict[str, _Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
}
_READERS: dict[str, _Reader] = {
    **_DOCUMENTS,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
}


def list_inputs(folder: Path) -> Iterator[Path]:
    """The files of supported types in a folder and those below it, in a fixed order.

    Hidden files and folders are skipped, links followed. What cannot be read is listed as well, so
    that ``read_inputs`` reports it: broken links, folders named like a file, folders that cannot
    be opened.
    """
    return _walk(folder, seen=set())


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path]:
    real = folder.resolve()
    if real in seen:  # a link back up, or a second one to the same folder
        return
    seen.add(real)
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        if path.suffix.lower() in _READERS:
            yield path
        elif _is_folder(path):
            yield from _walk(path, seen)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no permission to look
        return False


def read_inputs(
    path: Path, folder: Path, *, any_language: bool = False, any_length: bool = False
) -> Iterator[Article | ArticleError]:
    """All articles of one file, and an error for each that cannot be used; it never raises.

    Args:
        path: a file that ``list_inputs`` gave.
        folder: the folder that article ids are relative to.
        any_language: accept texts that are not English.
        any_length: accept texts of more than 200,000 characters.
    """
    # A name that is not UTF-8 could not be written to a table.
    name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", errors="replace")
    nothing = True
    try:
        _check_file(path, any_length=any_length)
        for item in _READERS[path.suffix.lower()](path, name):
            nothing = False
            if isinstance(item, Article):
                fault = find_fault(item.text, any_language=any_language, any_length=any_length)
                yield ArticleError(item.id, "read", fault) if fault else item
            else:
                yield _one_line(item.article, item.reason)
        if nothing:
            yield ArticleError(name, "read", "no rows")
    except ReadError as error:
        yield _one_line(name, str(error))
    except OSError as error:
        yield _one_line(name, error.strerror or str(error))
    except Exception as error:
        # Parsers raise all sorts of things at bad input: one file must not stop the others.
        yield _one_line(name, f"{type(error).__name__}: {error}")


def _check_file(path: Path, *, any_length: bool) -> None:
    """Refuse what should not even be opened: a pipe would wait for ever.

    Raises:
        ReadError: the path leads to no file, to an empty one, or to one too large for an article.
        OSError: the path cannot be looked at.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise ReadError("broken link" if path.is_symlink() else "no such file") from None
    suffix = path.suffix.lower()
    if stat.S_ISDIR(status.st_mode):
        named = suffix in _READERS
        raise ReadError("a folder, not a file" if named else "a folder that cannot be opened")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("not a regular file")
    if status.st_size == 0:
        raise ReadError("empty")
    if suffix in _DOCUMENTS and status.st_size > MAX_BYTES and not any_length:
        raise ReadError(f"too long: {status.st_size:,} bytes, more than {MAX_BYTES:,}")


def _one_line(article: str, reason: str) -> ArticleError:
    return ArticleError(article, "read", " ".join(reason.split())[:500])


def find_inputs(folder: str | Path) -> tuple[Path, Iterator[Path]]:
    """The folder that article ids are relative to, and the files to read.

    Args:
        folder: a folder, or one file.

    Raises:
        InputError: if the path does not exist, cannot be read or has no supported file.
    """
    top = Path(folder)
    supported = ", ".join(_READERS)
    try:
        if top.is_dir():
            with os.scandir(top):
                pass
            inputs = list_inputs(top)
            first = next(inputs, None)
            if first is None:
                raise InputError(folder, f"no files of a supported type ({supported})")
            return top, itertools.chain([first], inputs)
        if top.exists() and not top.is_file():
            raise InputError(folder, "neither a folder nor a regular file")
        with top.open("rb"):
            pass
        if top.suffix.lower() not in _READERS:
            raise InputError(folder, f"not of a supported type ({supported})")
        return top.parent, iter([top])
    except OSError as error:
        raise InputError(folder, error.strerror or str(error)) from None


def read_articles(
    folder: str | Path, *, any_language: bool = False, any_length: bool = False
) -> Iterator[Article | ArticleError]:
    """All articles of a folder and those below it, and an error for each that cannot be used.

    Args:
        folder: a folder, or one file.
        any_language: accept texts that are not English.
        any_length: accept texts of more than 200,000 characters.

    Raises:
        InputError: at once if the path does not exist, cannot be read or has no supported file.
    """
    base, paths = find_inputs(folder)
    return (
        item
        for path in paths
        for item in read_inputs(path, base, any_language=any_language, any_length=any_length)
    )
