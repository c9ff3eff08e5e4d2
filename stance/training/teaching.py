"""Asking a teacher about a config's training pairs, and about pairs that nobody labelled."""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from stance.articles import Article
from stance.classifier.encoding import Pair
from stance.classifier.runtime import Classifier
from stance.corpora.labelled import pair_of
from stance.corpora.polnear import read_polnear
from stance.corpora.taught import teacher_of, write_taught
from stance.errors import InputError
from stance.examples import build_examples
from stance.extraction import Extractor
from stance.models import resolve_model
from stance.training.config import TrainConfig

PAIRS, ARTICLES, SENTENCES = 2000, 50, 1000
"""What a part is made of: a killed run loses no more than one."""

T = TypeVar("T")


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
            folder holds parts of another teacher or of other corpora.
    """
    if not config.taught:
        raise InputError(config.source, "option 'taught' is missing: where the answers are kept")
    folder = Path(config.taught)
    weights = resolve_model(teacher) / "model.onnx"
    sign = hashlib.sha256(weights.read_bytes()).hexdigest()[:16]
    classifier = Classifier(teacher, threads)
    wanted = list(_parts(config))
    for part in sorted(folder.glob("*.parquet")):
        if teacher_of(part) != sign:
            raise InputError(part, "of another teacher; remove the folder to begin anew")
        if part.stem not in {name for name, _, _ in wanted}:
            raise InputError(part, "of none of the config's corpora; remove it or name its corpus")
    for name, labelled, pairs_of in tqdm(wanted, unit="part", desc="teacher"):
        path = folder / f"{name}.parquet"
        if not path.exists():
            pairs = pairs_of()
            write_taught(path, pairs, classifier.logits(pairs), labelled=labelled, teacher=sign)
    return folder


def _parts(config: TrainConfig) -> Iterator[tuple[str, bool, Callable[[], list[Pair]]]]:
    """Yield each part's name, whether its pairs have labels, and what returns its pairs."""
    for source in config.train:
        pairs = [pair_of(record) for record in config.records(source)]
        for number, part in enumerate(_cut(pairs, PAIRS)):
            yield _name(source, number), True, partial(list, part)
    for source, share in config.unlabelled.items():
        finder = _Finder(share, config.seed)
        for number, texts in enumerate(_texts(config, source)):
            yield _name(f"unlabelled {source}", number), False, partial(finder.find, texts)


def _texts(config: TrainConfig, source: str) -> Iterator[Sequence[str]]:
    if (config.file(source) / "text").is_dir():
        return _cut([article.text for article in read_polnear(config.file(source))], ARTICLES)
    # A corpus has a row for each pair of a sentence.
    return _cut(list(dict.fromkeys(r.text for r in config.records(source))), SENTENCES)


def _cut(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def _name(source: str, number: int) -> str:
    plain = "".join(c if c.isalnum() else "-" for c in source)
    return f"{plain}-{number:04}"


class _Finder:
    """Finds a share of the pairs that the pipeline would ask about.

    Args:
        share: of the pairs of each part.
        seed: of what is drawn.
    """

    def __init__(self, share: float, seed: int) -> None:
        self._share, self._seed = share, seed
        self._extractor: Extractor | None = None

    def find(self, texts: Sequence[str]) -> list[Pair]:
        """Return the pairs of some texts."""
        # Loaded late: a rerun that has all parts needs none.
        self._extractor = self._extractor or Extractor(threads=0)
        pairs = []
        for number, text in enumerate(texts):
            article = Article(str(number), text)
            examples = build_examples(article, self._extractor.extract(article))
            pairs += [example.pair() for example in examples]
        return random.Random(self._seed).sample(pairs, round(self._share * len(pairs)))
