"""Shards -> the run's tables."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from stance.errors import InputError
from stance.scoring.pairs import PairCounter
from stance.scoring.people import PeopleNames, rename
from stance.scoring.shard import ShardResult, read_shard
from stance.scoring.tables import SCHEMAS


class _Writer(Protocol):
    def write(self, rows: Sequence[dict[str, Any]]) -> None: ...

    def close(self) -> None: ...


class _ParquetWriter:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._file = pq.ParquetWriter(path, schema)

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._file.write_table(pa.Table.from_pylist(list(rows), schema=self._schema))

    def close(self) -> None:
        self._file.close()


class _JsonlWriter:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8")

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


class _CsvWriter:
    """Lists become JSON in their cell."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.DictWriter(self._file, schema.names)
        self._rows.writeheader()

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            self._rows.writerow(
                {k: json.dumps(v) if isinstance(v, list) else v for k, v in row.items()}
            )

    def close(self) -> None:
        self._file.close()


FORMATS: dict[str, Callable[[Path, pa.Schema], _Writer]] = {
    "parquet": _ParquetWriter,
    "csv": _CsvWriter,
    "jsonl": _JsonlWriter,
}


def join_shards(
    shards: Sequence[Path], out: Path, format: str, known: Collection[str] = ()
) -> Counter[str]:
    """Write the tables of all shards, in order, each by atomic rename.

    Parquet is always written (the report reads it), ``format`` besides where it is another. A
    person has one name in all of them (see ``stance.scoring.people``).

    Args:
        shards: the files.
        out: folder of the tables.
        format: one of ``FORMATS``.
        known: names that stay as they are.

    Returns:
        Rows by table, ``errors`` among them.

    Raises:
        InputError: if a shard is damaged or the folder cannot be written.
    """
    counts: Counter[str] = Counter()
    outputs: dict[Path, Path] = {}
    people = PeopleNames(known)
    for result in _results(shards):
        people.count(result.tables)
    names = people.replacements()
    try:
        with ExitStack() as stack:
            writers: list[tuple[str, _Writer]] = []
            for table, schema in SCHEMAS.items():
                for kind in dict.fromkeys(("parquet", format)):
                    path = out / f"{table}.{kind}"
                    outputs[path.with_name(path.name + ".tmp")] = path
                    writer = FORMATS[kind](path.with_name(path.name + ".tmp"), schema)
                    stack.callback(writer.close)
                    writers.append((table, writer))

            def write(tables: Mapping[str, Sequence[dict[str, Any]]]) -> None:
                for table, writer in writers:
                    writer.write(tables.get(table, ()))
                for table, rows in tables.items():
                    counts[table] += len(rows)

            errors = _JsonlWriter(out / "errors.jsonl.tmp", pa.schema([]))
            stack.callback(errors.close)
            outputs[out / "errors.jsonl.tmp"] = out / "errors.jsonl"
            pairs = PairCounter()
            for result in _results(shards):
                tables = rename(result.tables, names)
                of_articles = list(pairs.add(tables["articles"], tables["stances"]))
                write({**tables, "article_pairs": of_articles})
                errors.write(result.errors)
                counts["errors"] += len(result.errors)
            write({"pairs": pairs.rows()})
        for temporary, path in outputs.items():
            temporary.replace(path)
    except OSError as error:
        raise InputError(out, f"cannot be written ({error.strerror})") from error
    return counts


def _results(shards: Sequence[Path]) -> Iterator[ShardResult]:
    for path in shards:
        result = read_shard(path)
        if result is None:
            raise InputError(path, "this shard was damaged after it was written; run again")
        yield result
