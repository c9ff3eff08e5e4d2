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
from stance.examples import build_examples
from stance.extraction import Extractor


def label_pairs(
    articles: Iterable[OpinionatedArticle], extractor: Extractor, *, neutral: float, seed: int = 0
) -> Iterator[dict[str, Any]]:
    """Yield rows of an EXAMPLES.jsonl.

    A pair of which the annotators found an opinion in the sentence where the example ends has its
    stance; both stances in one sentence, and what they found only in other sentences, are left
    out: this one may show it too, less clearly. A pair of which they found nothing in the whole
    article, not even with an unnamed speaker or target, is neutral.

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
        opinionated, plain = [], []
        for example in build_examples(read, extractor.extract(read)):
            if example.speaker is None:
                continue
            mine = Opinion(example.speaker, example.target, "")
            sentence = article.sentence_at(example.end - 1)
            found = [o for o in article.opinions if same_pair(o, mine)]
            here = {o.stance for o in found if o.sentence == sentence}
            if len(here) == 1:
                opinionated.append((example, here.pop()))
            elif not any(_may_be(o, mine) for o in article.opinions):
                plain.append((example, "neutral"))
        count = min(len(plain), round(neutral * len(opinionated)))
        for example, stance in [*opinionated, *rng.sample(plain, count)]:
            yield {
                "speaker": example.speaker,
                "target": example.target,
                "text": example.text,
                "speaker_span": example.speaker_span,
                "target_span": example.target_span,
                "stance": stance,
            }


def _may_be(opinion: Opinion, mine: Opinion) -> bool:
    """Return whether an opinion is of the same two, one that is not named being anybody."""
    if not (opinion.speaker or opinion.target):
        return False
    speaker, target = opinion.speaker or mine.speaker, opinion.target or mine.target
    return same_pair(replace(opinion, speaker=speaker, target=target), mine)
