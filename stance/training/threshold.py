"""Fitting the score from which a tagger's claims count on development articles."""

from pathlib import Path

from stance.claims.tagger import Tagger
from stance.corpora.polnear import read_polnear
from stance.evaluation.attribution import confidence_curve
from stance.training.config import TrainConfig


def fit_min_score(config: TrainConfig, model: Path) -> float:
    """Return the score at which the attribution F1 on the config's dev articles is best.

    Raises:
        InputError: if a corpus or the model cannot be read.
    """
    tagger = Tagger(model, threads=0, min_score=0.0)
    articles = [a for folder in config.dev.values() for a in read_polnear(config.file(folder))]
    curve = confidence_curve(articles, [tagger.claims(article.text) for article in articles])
    return max(curve, key=lambda threshold: curve[threshold]["attribution_f1"])
