"""One scoring run: a folder of articles -> tables, resumable at any moment."""

import json
import os
import platform
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from stance import __version__
from stance.articles import Article, ArticleError, find_inputs, read_inputs
from stance.entities import DEFAULT_PIPELINE
from stance.entities.agreement import name_words
from stance.errors import InputError
from stance.models import PRONOUN_MODEL, TAGGER, hash_models, read_settings, resolve_model
from stance.pipeline import Pipeline
from stance.report import write_report
from stance.scoring.engines import ENGINES
from stance.scoring.join import FORMATS, join_shards
from stance.scoring.shard import Shard, read_shard, write_shard
from stance.scoring.worker import WorkerOptions

SHARD_ARTICLES = 16
"""Articles a shard holds: what a kill can lose of one worker's work."""


@dataclass(frozen=True)
class ScoreOptions:
    """How a folder is scored.

    Args:
        model: name or folder of the classifier.
        workers: processes; None for one a core.
        engine: "local" or "ray".
        format: "parquet", "csv" or "jsonl": what the tables are written as besides parquet.
        language: the spaCy pipeline.
        min_score: the score from which a claim counts, 0 to 1; None for the tagger's own.
        names: to look for, and to use for what an article calls by them.
        any_language: also score articles that are not English.
        any_length: also score articles over the length limit.
        quiet: no progress bar.
    """

    model: str | Path = "default"
    workers: int | None = None
    engine: str = "local"
    format: str = "parquet"
    language: str = DEFAULT_PIPELINE
    min_score: float | None = None
    names: Sequence[str] = ()
    any_language: bool = False
    any_length: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class ScoreSummary:
    """What a run did.

    Args:
        out: the output folder.
        articles, claims, stances, errors: rows written.
        resumed: articles whose results an earlier run had left.
        seconds: wall time.
    """

    out: Path
    articles: int
    claims: int
    stances: int
    errors: int
    resumed: int
    seconds: float


def score_folder(folder: str | Path, out: str | Path, options: ScoreOptions) -> ScoreSummary:
    """Score a folder's articles into ``out``.

    The results of each few articles are kept in ``out/shards``; a run that was killed goes on
    from them, and one with another model, option or article scores anew what that changes.

    Raises:
        InputError: if the folder, an option or a model cannot be used or ``out`` not be written.
    """
    started = time.perf_counter()
    out = Path(out)
    _check(options)
    base, inputs = find_inputs(folder)
    files = list(inputs)
    classifier = resolve_model(options.model)
    # A damaged model or a wrong option is one error here, not one in each worker.
    Pipeline(classifier, options.language, min_score=options.min_score)
    model_hash = hash_models(TAGGER, PRONOUN_MODEL, classifier)
    # Only what changes results: workers and engine do not.
    names = tuple(options.names)
    run_key = json.dumps([__version__, model_hash, options.language, options.min_score, names])
    shard_folder = out / "shards"
    try:
        shard_folder.mkdir(parents=True, exist_ok=True)
        for stale in shard_folder.glob("*.tmp"):
            stale.unlink()
    except OSError as error:
        raise InputError(out, f"cannot be written ({error.strerror})") from error

    wanted: list[str] = []
    counts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()

    def unfinished(bar: tqdm) -> Iterator[Shard]:
        for shard in split_shards(files, base, options):
            name = shard.name(run_key)
            wanted.append(name)
            if read_shard(shard_folder / name) is None:
                yield shard
            else:
                counts["resumed"] += sum(isinstance(item, Article) for item in shard.inputs)
                bar.update(shard.files)

    worker_options = WorkerOptions(str(options.model), options.language, options.min_score, names)
    workers = options.workers or os.cpu_count() or 1
    with tqdm(total=len(files), unit="file", disable=True if options.quiet else None) as bar:
        shards = unfinished(bar)
        for shard, result in ENGINES[options.engine](shards, worker_options, workers):
            write_shard(shard_folder / shard.name(run_key), result)
            seconds.update(result.seconds)
            bar.update(shard.files)
    # Sorted by number: shards come back in any order.
    paths = [shard_folder / name for name in sorted(wanted)]
    counts.update(join_shards(paths, out, options.format, names))
    for stale in set(shard_folder.glob("*.json")) - set(paths):
        stale.unlink()
    record = {
        "version": __version__,
        "folder": str(folder),
        "model": str(options.model),
        "model_hash": model_hash,
        "licence": read_settings(classifier).get("licence"),
        "options": {
            "engine": options.engine,
            "format": options.format,
            "language": options.language,
            "min_score": options.min_score,
            "names": list(names),
            "any_language": options.any_language,
            "any_length": options.any_length,
            "workers": workers,
        },
        "counts": {name: counts[name] for name in ("articles", "claims", "stances", "errors")},
        "seconds": {
            "total": round(time.perf_counter() - started, 3),
            "stages": {stage: round(value, 3) for stage, value in sorted(seconds.items())},
        },
        "python": platform.python_version(),
    }
    write_text(out / "run.json", json.dumps(record, indent=2) + "\n")
    write_report(out)
    return ScoreSummary(
        out=out,
        articles=counts["articles"],
        claims=counts["claims"],
        stances=counts["stances"],
        errors=counts["errors"],
        resumed=counts["resumed"],
        seconds=time.perf_counter() - started,
    )


def split_shards(files: Iterable[Path], base: Path, options: ScoreOptions) -> Iterator[Shard]:
    """Yield the inputs of all files in shards of at most ``SHARD_ARTICLES``, in order."""
    inputs: list[Article | ArticleError] = []
    number = ended = 0
    for path in files:
        for item in read_inputs(
            path, base, any_language=options.any_language, any_length=options.any_length
        ):
            inputs.append(item)
            if len(inputs) == SHARD_ARTICLES:
                yield Shard(number, inputs, ended)
                inputs, number, ended = [], number + 1, 0
        ended += 1
    if inputs or ended:
        yield Shard(number, inputs, ended)


def _check(options: ScoreOptions) -> None:
    for name, value, allowed in (
        ("--engine", options.engine, ENGINES),
        ("--format", options.format, FORMATS),
    ):
        if value not in allowed:
            raise InputError(name, f"{value!r} is not one of {', '.join(allowed)}")
    if not isinstance(options.names, list | tuple) or not all(
        isinstance(name, str) and name_words(name) for name in options.names
    ):
        raise InputError("names", f"{options.names!r} is not a list of names")
    if options.workers is not None and options.workers < 1:
        raise InputError("--workers", f"{options.workers} is not a positive number")


def write_text(path: Path, text: str) -> None:
    """Write a file by atomic rename.

    Raises:
        InputError: if it cannot be written.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})") from error
