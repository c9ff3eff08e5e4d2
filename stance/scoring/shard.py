"""A shard: the results of a few articles in one file, written whole or not at all."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stance.articles import Article, ArticleError
from stance.errors import InputError


@dataclass
class ShardResult:
    """What became of a shard's articles: rows by table, errors, seconds by stage."""

    tables: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"articles": [], "claims": [], "stances": []}
    )
    errors: list[dict[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Shard:
    """Consecutive inputs that are scored together.

    Args:
        number: position in the run.
        inputs: articles, and those inputs that gave none.
        files: how many input files end in this shard, for the progress bar.
    """

    number: int
    inputs: Sequence[Article | ArticleError]
    files: int

    def name(self, run_key: str) -> str:
        """Return the shard's file name: it changes with any of its articles and with the run_key.

        Args:
            run_key: hash of models and options.
        """
        digest = hashlib.sha256(run_key.encode())
        for item in self.inputs:
            # JSON keeps the fields apart, whatever characters they hold.
            digest.update(json.dumps(asdict(item)).encode())
        return f"{self.number:08d}-{digest.hexdigest()[:24]}.json"


def write_shard(path: Path, result: ShardResult) -> None:
    """Write a shard's results by atomic rename.

    Raises:
        InputError: if the folder cannot be written, for instance because the disk is full.
    """
    temporary = path.with_suffix(".tmp")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(asdict(result), file, ensure_ascii=True)
            file.flush()
            # Without this a power cut can leave an empty file under the final name.
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise InputError(path.parent, f"cannot be written ({error.strerror})") from error


def read_shard(path: Path) -> ShardResult | None:
    """Return a shard's results; None if the file is not there or damaged."""
    try:
        return ShardResult(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
