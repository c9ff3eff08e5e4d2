"""Examples from whole articles whose opinions are annotated.

The pairs that the pipeline asks about, with the annotators' stances, and as many neutral ones as
asked for.
"""

import json
import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from stance.articles import Article
from stance.corpora.readers import read_records
from stance.corpora.records import Record
from stance.corpora.seesaw import Opinion, OpinionatedArticle, read_seesaw
from stance.errors import InputError
from stance.evaluation.opinions import same_pair
from stance.examples import Example, build_examples
from stance.extraction import Extractor

NEUTRAL = 2.0
"""Neutral examples for one with a stance."""


def opinion_records(path: Path, data: Path, folder: Path) -> list[Record]:
    """Return the pairs of annotated articles as records of a corpus.

    Finding them takes a second or two an article, so they are kept in a file of that name.

    Args:
        path: articles in SEESAW's format.
        data: the folder of the corpora.
        folder: where the file is kept.

    Raises:
        InputError: if the articles cannot be read or have no stances, or the pairs not be written.
    """
    made = folder / f"{path.parent.name}-{path.stem}.jsonl"
    try:
        if not made.is_file() or made.stat().st_mtime < path.stat().st_mtime:
            write_pairs(path, data, made)
    except OSError as error:
        raise InputError(error.filename or path, error.strerror or str(error)) from error
    return read_records(made)


def write_pairs(path: Path, data: Path | None, out: Path, *, neutral: float = NEUTRAL) -> int:
    """Write the pairs of annotated articles as an EXAMPLES.jsonl and return how many they are.

    Args:
        path, data: see ``opinion_records``.
        out: the file to write.
        neutral: see ``label_pairs``.

    Raises:
        InputError: if the articles cannot be read or have no stances.
        OSError: if the file cannot be written.
    """
    articles = tqdm(read_seesaw(path, data), unit="article", disable=None)
    out.parent.mkdir(parents=True, exist_ok=True)
    rows = label_pairs(articles, Extractor(threads=0), neutral=neutral)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if not lines:
        raise InputError(path, "no pair of these articles has a stance")
    part = out.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(out)
    return len(lines)


def label_pairs(
    articles: Iterable[OpinionatedArticle], extractor: Extractor, *, neutral: float, seed: int = 0
) -> Iterator[dict[str, Any]]:
    """Yield rows of an EXAMPLES.jsonl: of claims and targets, and of any two near each other.

    Each article is read twice: with the names that the annotators chose from known, and with the
    names that the pipeline gives. The first time half of the neutral pairs are of two such names.

    Args:
        articles: with the opinions.
        extractor: finds the pairs.
        neutral: how many neutral examples there are for one with a stance, if so many are found;
            annotators leave out much that is said, so that not all are truly neutral.
        seed: of which neutral ones are drawn.
    """
    rng = random.Random(seed)
    for article in articles:
        read = Article(article.name, article.text)
        extraction = extractor.extract(read)
        listed = set(article.entities)
        for known in (article.entities, ()):
            opinionated: list[tuple[Example, str]] = []
            chosen: list[tuple[Example, str]] = []
            plain: list[tuple[Example, str]] = []
            named = extraction.knowing(known) if known else extraction
            for example in build_examples(read, named, near=math.inf):
                stance = stance_of(example, article)
                if stance == "neutral":
                    both = known and {example.speaker, example.target} <= listed
                    (chosen if both else plain).append((example, stance))
                elif stance:
                    opinionated.append((example, stance))
            wanted = round(neutral * len(opinionated))
            few = rng.sample(chosen, min(len(chosen), wanted // 2)) if known else []
            many = rng.sample(plain, min(len(plain), wanted // 2 if known else wanted))
            for example, stance in [*opinionated, *few, *many]:
                yield {
                    "speaker": example.speaker,
                    "target": example.target,
                    "text": example.text,
                    "speaker_span": example.speaker_span,
                    "target_span": example.target_span,
                    "stance": stance,
                }


def stance_of(example: Example, article: OpinionatedArticle) -> str | None:
    """Return what the annotators say of an example, None where that is not clear.

    A pair of which they found an opinion in the example's sentences (without a claim: in the last
    of them) has its stance. Both stances there, and what they found only elsewhere, are not clear:
    this passage may show it too. A pair of which they found nothing in the whole article, not even
    with an unnamed speaker or target, is neutral.
    """
    if example.speaker is None:
        return None
    mine = Opinion(example.speaker, example.target, "")
    last = article.sentence_at(example.end - 1)
    first = last if example.claim is None else article.sentence_at(example.start)
    found = [o for o in article.opinions if same_pair(o, mine)]
    here = {o.stance for o in found if o.sentence is not None and first <= o.sentence <= last}
    if len(here) == 1:
        return here.pop()
    return None if any(_may_be(o, mine) for o in article.opinions) else "neutral"


def _may_be(opinion: Opinion, mine: Opinion) -> bool:
    """Return whether an opinion is of the same two, one that is not named being anybody."""
    if not (opinion.speaker or opinion.target):
        return False
    speaker, target = opinion.speaker or mine.speaker, opinion.target or mine.target
    return same_pair(replace(opinion, speaker=speaker, target=target), mine)
