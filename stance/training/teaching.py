"""Asking a teacher about a config's training pairs, and about pairs that nobody labelled."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from stance.articles import Article, read_articles
from stance.classifier.pair import Pair
from stance.classifier.runtime import Classifier
from stance.corpora.labelled import pair_of
from stance.corpora.taught import teacher_of, write_taught
from stance.errors import InputError
from stance.examples import build_examples
from stance.extraction import Extractor
from stance.models import PRONOUN_MODEL, TAGGER, hash_models, resolve_model
from stance.training.config import TrainConfig
from stance.training.opinions import opinion_records

PAIRS, ARTICLES, SENTENCES = 2000, 50, 1000
"""What a part is made of: a killed run loses no more than one."""

T = TypeVar("T")


@dataclass(frozen=True)
class _Part:
    """What one file holds the answers about.

    Args:
        name: of the file; it changes with what it is made of.
        source: of the texts, as the config names it.
        pairs: of a corpus; [] if they are to be found in the texts.
        texts: of articles, or sentences.
        share: of the pairs of the texts that are asked about.
        seed: by which these are drawn.
    """

    name: str
    source: str | None = None
    pairs: Sequence[Pair] = ()
    texts: Sequence[str] = ()
    share: float = 1.0
    seed: int = 0

    def find(self, extractor: Extractor) -> list[Pair]:
        """Return the pairs to ask about."""
        if not self.texts:
            return list(self.pairs)
        found = []
        for number, text in enumerate(self.texts):
            article = Article(str(number), text)
            found += [e.pair() for e in build_examples(article, extractor.extract(article))]
        return random.Random(self.seed).sample(found, round(self.share * len(found)))


def teach(config: TrainConfig, teacher: str, threads: int = 0) -> Path:
    """Write the teacher's logits of the config's pairs into ``config.taught``.

    Parts that are there already stay as they are, so that the same command goes on after a run
    that was killed.

    Args:
        config: names the corpora and the folder.
        teacher: a model folder (see scripts/export.py) or the name of a shipped model.
        threads: CPU threads; 0 for all.

    Returns:
        The folder.

    Raises:
        InputError: if the config names no folder, a corpus or the teacher cannot be read, or the
            folder cannot be written or holds parts of another teacher, corpus or pipeline.
    """
    if not config.taught:
        raise InputError(config.source, "option 'taught' is missing: where the answers are kept")
    folder = config.taught
    sign = hash_models(resolve_model(teacher))
    classifier = Classifier(teacher, threads)
    there = sorted(folder.glob("*.parquet"))
    for path in there:
        if teacher_of(path) != sign:
            raise InputError(path, "of another teacher; remove the folder to begin anew")
    wanted = list(_parts(config))
    for path in there:
        if path.stem not in {part.name for part in wanted}:
            raise InputError(path, "not what the config's corpora now make; remove it")
    extractor = Extractor(threads=threads)
    for part in tqdm(wanted, unit="part", desc="teacher"):
        path = folder / f"{part.name}.parquet"
        if not path.exists():
            pairs = part.find(extractor)
            logits = classifier.logits(pairs)
            write_taught(path, pairs, logits, source=part.source, teacher=sign)
    return folder


def _parts(config: TrainConfig) -> Iterator[_Part]:
    train = {source: config.records(source) for source in config.train}
    train |= {
        source: opinion_records(config.file(source), config.data, config.out)
        for source in config.opinions
    }
    for source, records in train.items():
        used = chain.from_iterable(config.turns(source, records))
        pairs = list(dict.fromkeys(pair_of(record) for record in used))
        for number, cut in enumerate(_cut(pairs, PAIRS)):
            yield _Part(_name(source, number, cut), pairs=cut)
    # Another tagger finds other pairs.
    pipeline = hash_models(TAGGER, PRONOUN_MODEL)
    for source, share in config.unlabelled.items():
        for number, texts in enumerate(_texts(config, source)):
            made_of = (texts, share, config.seed, pipeline)
            name = _name(f"unlabelled {source}", number, made_of)
            yield _Part(name, source, texts=texts, share=share, seed=config.seed)


def _texts(config: TrainConfig, source: str) -> Iterator[Sequence[str]]:
    if config.file(source).is_dir():
        articles = [a for a in read_articles(config.file(source)) if isinstance(a, Article)]
        return _cut([article.text for article in articles], ARTICLES)
    # A corpus has a row for each pair of a sentence.
    return _cut(list(dict.fromkeys(r.text for r in config.records(source))), SENTENCES)


def _cut(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def _name(source: str, number: int, made_of: object) -> str:
    plain = "".join(c if c.isalnum() else "-" for c in source)
    digest = hashlib.sha256(repr((source, made_of)).encode())
    return f"{plain}-{number:04}-{digest.hexdigest()[:12]}"
