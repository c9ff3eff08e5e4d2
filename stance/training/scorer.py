"""Fitting the pair scorer on articles whose opinions are annotated."""

from pathlib import Path

import numpy as np
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from stance.articles import Article
from stance.classifier.runtime import Classifier
from stance.classifier.scorer import PairScorer, pair_features
from stance.corpora.seesaw import Opinion, OpinionatedArticle, read_seesaw
from stance.errors import InputError
from stance.evaluation.opinions import same_pair
from stance.examples import build_examples
from stance.extraction import Extractor
from stance.training.config import TrainConfig

_LEAST_EVIDENCE = 0.15
"""Below it, an article hardly shows a stance, and there are many such pairs."""
_REGULARISATION = 0.1


def fit_scorer(config: TrainConfig, model: Path) -> PairScorer:
    """Return the pair scorer of a model, fitted on the articles that the config names.

    That the model was trained on them is no harm: fitted on what halves of it say of the other
    half's articles, the scorer was no better.

    Raises:
        InputError: if the articles or the model cannot be read, or the model finds none or
            nothing but the stances that they have.
    """
    classifier, extractor = Classifier(model, threads=0), Extractor(threads=0)
    articles = [a for name in config.scorer for a in read_seesaw(config.file(name), config.data)]
    found = tqdm(articles, unit="article", desc="pair scorer", disable=None)
    parts = [_examples(article, extractor, classifier, config.near) for article in found]
    features = np.concatenate([features for features, _ in parts])
    noted = np.concatenate([noted for _, noted in parts])
    if len(set(noted.tolist())) < 2:
        names = ", ".join(config.scorer)
        raise InputError(config.source, f"scorer needs stances that {names} has, and others")
    scaler = StandardScaler().fit(features)
    regression = LogisticRegression(C=_REGULARISATION, max_iter=1000)
    regression.fit(scaler.transform(features), noted)
    weights = regression.coef_[0] / scaler.scale_
    return PairScorer(
        float(regression.intercept_[0] - weights @ scaler.mean_), tuple(weights.tolist())
    )


def _examples(
    article: OpinionatedArticle, extractor: Extractor, classifier: Classifier, near: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of the article's pairs and stances, and which of these were noted."""
    read = Article(article.name, article.text)
    extraction = extractor.extract(read)
    examples = build_examples(read, extraction, near=near)
    pairs = [(example.speaker, example.target) for example in examples]
    predictions = classifier.predict([example.pair() for example in examples])
    names = extraction.entities
    keys, features = pair_features(pairs, predictions, names.mention_counts(), names.named())
    told = [
        speaker is not None and row[0] >= logit(_LEAST_EVIDENCE)
        for ((speaker, _), _), row in zip(keys, features, strict=True)
    ]
    noted = [
        any(o.stance == stance and same_pair(o, Opinion(*pair, stance)) for o in article.opinions)
        for pair, stance in keys
    ]
    return features[told], np.array(noted, dtype=bool)[told]
