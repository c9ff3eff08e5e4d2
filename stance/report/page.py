"""An output folder of `stance score` -> report.html, one page that needs nothing else."""

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from markupsafe import Markup

from stance.errors import InputError
from stance.report.annotated import AUTHOR, OPINIONATED, annotate, probability
from stance.scoring.tables import SCHEMAS

# A browser has to open the page whatever the folder's size, so each part has a limit, and the page
# says what it left out. The tables in the folder stay complete.
ARTICLES_SHOWN = 500
STANCES_SHOWN = 50_000
PAIRS_SHOWN = 5_000
ERRORS_SHOWN = 500

_TABLES = ("articles", "claims", "stances", "pairs")
_HERE = Path(__file__).parent


def write_report(out: str | Path) -> Path:
    """Write OUT/report.html from the tables in OUT.

    Args:
        out: a folder that `stance score` wrote, with its tables as parquet.

    Returns:
        The path of the page. An earlier one is replaced only once the new one is complete.

    Raises:
        InputError: the folder or a table is missing or cannot be read, or the page not written.
    """
    out = Path(out)
    if not out.is_dir():
        raise InputError(out, "not a folder" if out.exists() else "no such folder")
    tables = {name: _read_table(out / f"{name}.parquet", SCHEMAS[name]) for name in _TABLES}
    html = _page(tables, _read_run(out / "run.json"), _read_errors(out / "errors.jsonl"))
    path = out / "report.html"
    partial = out / f".report.html.{os.getpid()}.tmp"
    try:
        # Text may hold \r\n; the page keeps what it was given on every system.
        partial.write_text(html, encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)
    return path


def _read_table(path: Path, schema: pa.Schema) -> pa.Table:
    if not path.is_file():
        raise InputError(path, "no such table; a report needs the parquet tables of stance score")
    try:
        # The path may hold "key=value" folders, which pyarrow would take for columns.
        table = pq.read_table(path, partitioning=None)
        return table.select(schema.names).cast(schema)
    except KeyError as error:
        raise InputError(path, f"lacks a column: {error.args[0]}") from error
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(path, f"cannot be read: {error}") from error


def _read_run(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputError(path, f"cannot be read: {error}") from error
    if not isinstance(run, dict):
        raise InputError(path, "not a JSON object")
    return run


def _read_errors(path: Path) -> list[dict[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from error
    errors = []
    for line in filter(str.strip, lines):
        try:
            fields = json.loads(line)
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            # A run that was killed can leave half a line: show it rather than give up.
            fields = {"reason": line}
        errors.append({key: str(fields.get(key) or "") for key in ("article", "stage", "reason")})
    return errors


def _page(
    tables: dict[str, pa.Table], run: dict[str, Any], errors: Sequence[dict[str, str]]
) -> str:
    articles, claims, stances = (tables[name] for name in ("articles", "claims", "stances"))
    shown = annotate(articles.slice(0, ARTICLES_SHOWN), claims, stances)
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html").render(
        # The policy lets the browser run this script and style by their hashes and load nothing:
        # even a mistake in escaping could not run an article's words.
        script=Markup(script),
        script_hash=_hash(script),
        style=Markup(style),
        style_hash=_hash(style),
        data=Markup(
            _safe_json(
                {
                    "author": AUTHOR,
                    "marked": len(shown),
                    "pairs": _pairs(tables["pairs"]),
                    **_rows(stances, [article["name"] for article in shown]),
                }
            )
        ),
        counts={
            "articles": articles.num_rows,
            "claims": claims.num_rows,
            "stances": stances.num_rows,
            "errors": len(errors),
        },
        left_out={
            "articles": articles.num_rows - len(shown),
            "pairs": max(0, tables["pairs"].num_rows - PAIRS_SHOWN),
            "stances": max(0, stances.num_rows - STANCES_SHOWN),
            "errors": max(0, len(errors) - ERRORS_SHOWN),
        },
        articles=shown,
        errors=errors[:ERRORS_SHOWN],
        facts=_facts(run),
    )


def _hash(code: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def _safe_json(value: object) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _facts(run: dict[str, Any]) -> list[tuple[str, str]]:
    """What the page tells of the run: version, model, licence, counts, where run.json has them."""

    def words(value: object) -> str:
        if isinstance(value, dict):
            return ", ".join(f"{key} {words(part)}" for key, part in value.items())
        if isinstance(value, list):
            return ", ".join(map(words, value))
        return f"{value:,}" if isinstance(value, int) else str(value)

    facts = ("version", "model", "licence", "counts")
    return [(key, words(run[key])) for key in facts if run.get(key)]


def _pairs(pairs: pa.Table) -> list[list[Any]]:
    """[speaker, target, support, oppose, neutral, articles, dates] a pair, of those shown."""
    rows = []
    for row in pairs.slice(0, PAIRS_SHOWN).to_pylist():
        dates = dict.fromkeys(d for d in (row["first_date"], row["last_date"]) if d)
        counts = [row[name] for name in ("support", "oppose", "neutral", "articles")]
        rows.append([row["speaker"], row["target"], *counts, " to ".join(dates)])
    return rows


def _rows(stances: pa.Table, marked: Sequence[str]) -> dict[str, Any]:
    """The stances as compact rows, which name an article by its place in a list.

    Args:
        stances: the whole table; of too long a one, neutral stances are left out first.
        marked: the articles that the page shows in full; they come first in the list.
    """
    if stances.num_rows > STANCES_SHOWN:
        opinionated = pc.is_in(stances["stance"], value_set=pa.array(OPINIONATED)).to_numpy()
        best = np.argsort(~opinionated, kind="stable")[:STANCES_SHOWN]
        stances = stances.take(np.sort(best))
    places = {name: place for place, name in enumerate(marked)}
    rows = []
    for row in stances.to_pylist():
        place = places.setdefault(row["article"], len(places))
        rows.append(
            [
                place,
                row["claim"],
                row["speaker"],
                row["target"],
                row["stance"],
                probability(row),
                row["sentiment"],
                row["text"],
            ]
        )
    return {"articles": list(places), "rows": rows}
