"""The record that every stance and sentiment corpus is read into."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stance.claims.claim import Span
from stance.errors import InputError


@dataclass(frozen=True)
class Record:
    """One (speaker, target, text) example, labelled by people or by a teacher.

    Args:
        id: unique within its corpus.
        corpus: the corpus it comes from.
        text: the sentence or passage.
        target: whom or what the stance is about.
        speaker: who takes the stance; None is the author.
        speaker_span, target_span: where the text mentions them, None where it does not.
        stance: "support", "oppose", "neutral" or None where the corpus has no stance label.
        sentiment: "positive", "negative", "neutral" or None likewise.
        taught: what a teacher says: its logits, those of the stances before the sentiments'.
    """

    id: str
    corpus: str
    text: str
    target: str
    speaker: str | None = None
    speaker_span: Span | None = None
    target_span: Span | None = None
    stance: str | None = None
    sentiment: str | None = None
    taught: tuple[float, ...] | None = None


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a UTF-8 corpus file that are not blank, each with its number from 1.

    Raises:
        InputError: if the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"cannot read this corpus file ({reason})") from error
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


@contextmanager
def reading(path: Path, number: int) -> Iterator[None]:
    """Turn what goes wrong with a line's content into an error that names the line.

    Raises:
        InputError: in the place of a KeyError, TypeError or ValueError.
    """
    try:
        yield
    except KeyError as error:
        raise InputError(f"{path}:{number}", f"lacks {error}") from error
    except (TypeError, ValueError) as error:
        raise InputError(f"{path}:{number}", f"not in this corpus's format: {error}") from error
