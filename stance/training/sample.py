"""Some batches of a config's training data, to see what a network's activations are like."""

import random

from torch import Tensor

from stance.claims.windows import ArticleTokenizer
from stance.classifier.encoding import PairEncoder
from stance.corpora.polnear import read_polnear
from stance.training import classifier, tagger
from stance.training.config import TrainConfig

_BATCHES, _BATCH = 16, 16


def sample_batches(config: TrainConfig) -> list[dict[str, Tensor]]:
    """Return batches of a finished run's inputs and labels, drawn with the config's seed.

    Raises:
        InputError: if a corpus or the run's tokenizer cannot be read.
    """
    rng = random.Random(config.seed)
    file = config.out / "model" / "tokenizer.json"
    if config.task == "classifier":
        pairs = PairEncoder(file, config.max_length, hide_people=config.hide_people)
        records = [r for name in config.train for r in config.records(name)]
        drawn = rng.sample(records, min(_BATCHES * _BATCH, len(records)))
        examples = classifier.Examples(drawn, pairs)
        rows = sorted((examples[i] for i in range(len(drawn))), key=lambda r: len(r["input_ids"]))
        parts = [rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH)]
        return [classifier.collate(part, pairs.pad_id) for part in parts]
    tokenizer = ArticleTokenizer(file)
    articles = [a for name in config.train for a in read_polnear(config.file(name))]
    drawn_articles = rng.sample(articles, min(_BATCHES, len(articles)))
    return [
        tagger.collate(
            tagger.features(article, tokenizer, config.max_length)[:_BATCH], tokenizer.pad_id
        )
        for article in drawn_articles
        if article.text.strip()
    ]
