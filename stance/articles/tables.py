"""Readers of files with an article per row: CSV, JSON, JSON Lines, Parquet."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from stance.articles.article import Article, ArticleError, ReadError
from stance.articles.date import iso_date
from stance.articles.encoding import decode, detect

if TYPE_CHECKING:
    from pyarrow import DataType, Scalar

# Names in lower case, the preferred first.
TEXT_COLUMNS = ("text", "content", "body", "article")
TITLE_COLUMNS = ("title", "headline")
DATE_COLUMNS = (
    "date",
    "published",
    "publication_date",
    "published_at",
    "publishedat",
    "publish_date",
    "date_published",
    "datepublished",
    "pub_date",
    "pubdate",
)
_SAMPLE = 1 << 20  # bytes from which a table's encoding is told
_HEADER = 1 << 16  # characters in which a CSV's first line ends
_BATCH = 64  # rows of a Parquet file held in memory at once
_MAX_FIELD = 2**31 - 1  # characters; the most that every platform takes
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_csv(path: Path, name: str) -> Iterator[Article | ArticleError]:
    """The rows of a CSV file with a header, separated by comma, semicolon, tab or bar.

    Args:
        path: the file.
        name: its article id.

    Raises:
        ReadError: the file is not text or has no text column.
        OSError: the file cannot be read.
    """
    csv.field_size_limit(_MAX_FIELD)
    with _open_text(path) as file:
        first = file.readline(_HEADER)
        file.seek(0)
        # Strict: otherwise a stray quotation mark silently joins or cuts fields.
        rows = csv.reader(file, delimiter=max(",;\t|", key=first.count), strict=True)
        try:
            columns = next(filter(None, rows), [])
        except csv.Error as error:
            raise ReadError(f"invalid CSV header: {error}") from None
        keys = [_key(column) for column in columns]
        if columns and not set(TEXT_COLUMNS) & set(keys):
            raise ReadError(_no_text(columns))
        number = 0
        while True:
            row = f"{name}#{number}"
            try:
                values = next(rows, None)
                if values is None:
                    return
                if not values:  # a blank line
                    continue
                if len(values) != len(keys):
                    raise ReadError(f"fields: {len(values)} instead of {len(keys)}")
                yield _article(row, dict(zip(keys, map(_repair, values), strict=True)))
            except csv.Error as error:
                yield ArticleError(row, "read", f"invalid CSV: {error}")
            except ReadError as error:
                yield ArticleError(row, "read", str(error))
            number += 1


def read_json(path: Path, name: str) -> Iterator[Article | ArticleError]:
    """The article in a JSON object, or those in a list of objects.

    Args:
        path: the file.
        name: its article id.

    Raises:
        ReadError: the file is not JSON of that kind or has no text column.
        OSError: the file cannot be read.
    """
    text = decode(path.read_bytes())
    if not text.strip():
        yield Article(name, text)
        return
    value = _parse(text)
    if isinstance(value, list):
        yield from _objects(name, enumerate(value))
    elif isinstance(value, dict):
        fields = {_key(key): field for key, field in value.items()}
        if not set(TEXT_COLUMNS) & set(fields):
            raise ReadError(_no_text(value))
        yield _article(name, fields)
    else:
        raise ReadError(f"neither a JSON object nor a list of them, but {_kind(value)}")


def read_jsonl(path: Path, name: str) -> Iterator[Article | ArticleError]:
    """The articles in a file with a JSON object per line.

    Args:
        path: the file.
        name: its article id.

    Raises:
        ReadError: the file is not text or has no text column.
        OSError: the file cannot be read.
    """

    def parse(line: str) -> object:
        try:
            return _parse(_repair(line.strip()))
        except ReadError as error:
            return error

    with _open_text(path) as file:
        lines = ((number, line) for number, line in enumerate(file) if not line.isspace())
        yield from _objects(name, ((number, parse(line)) for number, line in lines))


def read_parquet(path: Path, name: str) -> Iterator[Article | ArticleError]:
    """The rows of a Parquet file.

    Args:
        path: the file.
        name: its article id.

    Raises:
        ReadError: the file is not Parquet, is damaged, or has no text column.
        OSError: the file cannot be opened.
    """
    import pyarrow as pa
    from pyarrow import parquet

    with path.open("rb") as stream:
        try:
            file = parquet.ParquetFile(stream)
            schema = file.schema_arrow
            columns = {_key(field.name): field.name for field in schema}
            texts = {_key(field.name) for field in schema if _holds_text(field.type)}
            text = next((key for key in TEXT_COLUMNS if key in texts), None)
            if text is None:
                raise ReadError(_no_text(f"{field.name} ({field.type})" for field in schema))
            keys = [text, *(set(TITLE_COLUMNS + DATE_COLUMNS) & set(columns))]
            number = 0
            for batch in file.iter_batches(_BATCH, columns=[columns[key] for key in keys]):
                for row in range(batch.num_rows):
                    fields = {key: _cell(batch.column(columns[key])[row]) for key in keys}
                    yield _article(f"{name}#{number}", fields)
                    number += 1
        except (pa.ArrowException, OSError) as error:
            raise ReadError(f"invalid Parquet: {error}") from None


def _open_text(path: Path) -> TextIO:
    """Open a table of text; bytes that are not UTF-8 where it is expected are left to _repair."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    encoding = detect(sample, whole=len(sample) < _SAMPLE)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return path.open(encoding=encoding, errors=errors, newline="")


def _repair(text: str) -> str:
    """Decode on its own a row or field that is not UTF-8 although the file's beginning is.

    Raises:
        ReadError: the row is not text.
    """
    if _SURROGATE.search(text):
        return decode(text.encode("utf-8", errors="surrogateescape"))
    return text


def _parse(text: str) -> object:
    """Parse JSON.

    Raises:
        ReadError: the text is not JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(f"invalid JSON: {error}") from None
    except (RecursionError, ValueError):
        raise ReadError("invalid JSON: nested too deeply, or with too long a number") from None


def _objects(name: str, rows: Iterable[tuple[int, object]]) -> Iterator[Article | ArticleError]:
    """Articles from numbered JSON values; a value that could not be parsed is its ReadError.

    Raises:
        ReadError: there are objects, but none has a text column.
    """
    # Rows without a text column wait until another row shows that the file has one: a file that
    # has none is one error, not one a row.
    waiting: list[tuple[str, dict[str, object]]] = []
    has_text = False
    columns: dict[str, None] = {}
    for number, value in rows:
        row = f"{name}#{number}"
        if isinstance(value, ReadError):
            yield ArticleError(row, "read", str(value))
        elif not isinstance(value, dict):
            yield ArticleError(row, "read", f"not a JSON object, but {_kind(value)}")
        else:
            columns.update(dict.fromkeys(value))
            fields = {_key(key): field for key, field in value.items()}
            has_text = has_text or not set(TEXT_COLUMNS).isdisjoint(fields)
            waiting.append((row, fields))
            if has_text:
                yield from starmap(_article, waiting)
                waiting.clear()
    if waiting:
        raise ReadError(_no_text(columns))


def _article(row: str, fields: Mapping[str, object]) -> Article | ArticleError:
    """The article in a row, given by its column keys."""
    key = next((key for key in TEXT_COLUMNS if key in fields), None)
    if key is None:
        return ArticleError(row, "read", _no_text(fields))
    text = fields[key]
    if text is None:
        return ArticleError(row, "read", f"no text in the column {key}")
    if not isinstance(text, str):
        return ArticleError(row, "read", f"the column {key} holds {_kind(text)}, not text")
    titles = (fields.get(key) for key in TITLE_COLUMNS)
    title = next((title for title in titles if isinstance(title, str) and title.strip()), None)
    dates = (iso_date(fields.get(key)) for key in DATE_COLUMNS)
    return Article(row, _clean(text), title and _clean(title), next(filter(None, dates), None))


def _clean(text: str) -> str:
    """Replace lone surrogates, which JSON can spell but no file can store; offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def _key(column: str) -> str:
    return column.strip().lower()


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return names.get(type(value), "null" if value is None else "a number")


def _no_text(columns: Iterable[str]) -> str:
    found = ", ".join(columns) or "none"
    shown = found if len(found) <= 300 else found[:300] + " …"
    return f"no text column ({', '.join(TEXT_COLUMNS)}); columns: {shown}"


def _holds_text(kind: "DataType") -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _holds_text(kind.value_type)
    return types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)


def _cell(scalar: "Scalar") -> object:
    """A Parquet cell's value; None for one that Python cannot hold, such as a date after 9999."""
    try:
        return scalar.as_py()
    except ValueError:
        return None
