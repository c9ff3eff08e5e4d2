"""Reading GAP: which of two names a pronoun refers to (Webster et al., TACL 2018)."""

import csv
from dataclasses import dataclass
from pathlib import Path

from stance.claims.claim import Span
from stance.errors import InputError


@dataclass(frozen=True)
class GapSnippet:
    """A pronoun and two names in a passage.

    Args:
        id: unique within the file.
        text: the passage.
        pronoun: its span in the text.
        feminine: whether it is "she" or "her".
        names: the spans of both names.
        refers: whether the pronoun refers to each.
    """

    id: str
    text: str
    pronoun: Span
    feminine: bool
    names: tuple[Span, Span]
    refers: tuple[bool, bool]


def read_gap(path: Path) -> list[GapSnippet]:
    """Return the snippets of a gap-*.tsv.

    Raises:
        InputError: if the file cannot be read or is of another format.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        if not rows:
            raise ValueError("no rows")
        return [_snippet(row) for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"cannot read this corpus file ({reason})") from error
    except (KeyError, TypeError, AttributeError, ValueError, csv.Error) as error:
        raise InputError(path, f"not in the format of GAP ({error!r})") from error


def _snippet(row: dict[str, str]) -> GapSnippet:
    def span(column: str) -> Span:
        start = int(row[f"{column}-offset"])
        end = start + len(row[column])
        if row["Text"][start:end] != row[column]:
            raise ValueError(f"{row['ID']}: {column} is not at its offset")
        return start, end

    return GapSnippet(
        id=row["ID"],
        # Quotation marks as news has them, of the same length.
        text=row["Text"].replace("``", " “").replace("''", "” "),
        pronoun=span("Pronoun"),
        feminine=row["Pronoun"].lower() in ("she", "her", "hers"),
        names=(span("A"), span("B")),
        refers=(row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
    )
