"""Examples from whole articles whose opinions are annotated.

The pairs that the pipeline asks about, with the annotators' stances, and as many neutral ones as
asked for.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from stance.articles import Article
from stance.corpora.seesaw import Opinion, OpinionatedArticle
from stance.evaluation.opinions import same_pair
from stance.examples import Example, build_examples
from stance.extraction import Extractor


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
            opinionated, chosen, plain = [], [], []
            for example in build_examples(read, extraction.knowing(known), near=True):
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
