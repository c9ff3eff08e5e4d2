"""A question for the classifier."""

from dataclasses import dataclass

from stance.claims.claim import Span


@dataclass(frozen=True)
class Pair:
    """What the classifier is asked about.

    Args:
        target: whom or what the stance is about.
        text: the passage to judge.
        speaker: who takes the stance; None is the author.
        speaker_span, target_span: character offsets of the mentions in text, if it has them.
    """

    target: str
    text: str
    speaker: str | None = None
    speaker_span: Span | None = None
    target_span: Span | None = None
