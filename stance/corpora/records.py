"""The record that every stance and sentiment corpus is read into."""

from dataclasses import dataclass
from pathlib import Path

from stance.claims.claim import Span
from stance.errors import InputError


@dataclass(frozen=True)
class Record:
    """One labelled (speaker, target, text) example.

    Args:
        id: unique within its corpus.
        corpus: the corpus it comes from.
        text: the sentence or passage.
        target: whom or what the stance is about.
        speaker: who takes the stance; None is the author.
        speaker_span, target_span: where the text mentions them, None where it does not.
        stance: "support", "oppose", "neutral" or None where the corpus has no stance label.
        sentiment: "positive", "negative", "neutral" or None likewise.
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


def read_lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 corpus file.

    Raises:
        InputError: if the file cannot be read.
    """
    try:
        return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"cannot read this corpus file ({reason})") from error
