"""What the classifier answers for one (speaker, target, text) example."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

STANCES = ("support", "oppose", "neutral")
SENTIMENTS = ("positive", "negative", "neutral")


@dataclass(frozen=True)
class Prediction:
    """Stance of the speaker towards the target, and how the text portrays the target.

    Probabilities are calibrated and sum to 1 per label kind.
    """

    stance: str
    p_support: float
    p_oppose: float
    p_neutral: float
    sentiment: str
    p_positive: float
    p_negative: float
    p_sentiment_neutral: float

    @classmethod
    def from_probabilities(
        cls, stance: Sequence[float], sentiment: Sequence[float]
    ) -> "Prediction":
        """Return the likeliest labels, given probabilities in the order of the label tuples."""
        support, oppose, neutral = stance
        positive, negative, no_sentiment = sentiment
        return cls(
            stance=max(zip(stance, STANCES, strict=True))[1],
            p_support=support,
            p_oppose=oppose,
            p_neutral=neutral,
            sentiment=max(zip(sentiment, SENTIMENTS, strict=True))[1],
            p_positive=positive,
            p_negative=negative,
            p_sentiment_neutral=no_sentiment,
        )

    def to_dict(self) -> dict[str, str | float]:
        """Return the fields under their table column names."""
        return asdict(self)
