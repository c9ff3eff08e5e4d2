"""Who said what: the tagger against annotated articles, with 95% intervals, and its speed.

    python benchmarks/attribution.py ../shared/data/polnear/dev

Also prints what claims with at least some score get, so that one can choose a --min-score, and with
--picture draws it. Definitions: stance/evaluation/attribution.py.
"""

import argparse
import sys
import time
from pathlib import Path

from stance.claims.tagger import Tagger
from stance.claims.windows import windows
from stance.corpora.polnear import read_polnear
from stance.errors import InputError
from stance.evaluation.attribution import confidence_curve, score_articles
from stance.evaluation.pictures import draw_confidence
from stance.models import TAGGER

SHOWN = ("attribution_precision", "attribution_recall", "attribution_f1", "content_f1")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds text/*.txt and attributions/*.ann")
    parser.add_argument("--model", default=TAGGER, help="a tagger's folder (default: the shipped)")
    parser.add_argument("--picture", type=Path, help="file for the curve, such as curve.png")
    options = parser.parse_args()
    try:
        articles = read_polnear(options.folder)
        tagger = Tagger(options.model, threads=0, min_score=0.0)
        least = Tagger(options.model).min_score
    except InputError as error:
        print(f"attribution: {error}", file=sys.stderr)
        return 2
    start = time.perf_counter()
    found = [tagger.claims(article.text) for article in articles]
    seconds = time.perf_counter() - start
    counted = [[claim for claim in claims if claim.score >= least] for claims in found]
    for name, (value, low, high) in score_articles(articles, counted).items():
        print(f"{name:22} {value:.4f}  (95% {low:.4f} to {high:.4f})")
    curve = confidence_curve(articles, found)
    print("\n".join(["", "least score  precision  recall  attribution F1  content F1"]))
    for threshold, figures in curve.items():
        precision, recall, attribution, content = (figures[name] for name in SHOWN)
        print(f"{threshold:11.2f}  {precision:9.3f}  {recall:6.3f}  {attribution:14.3f}", end="")
        print(f"  {content:10.3f}")
    if options.picture:
        draw_confidence(curve, options.picture)
    start = time.perf_counter()
    for article in articles:
        tokens = tagger.split(article.text)
        for _ in tagger.read(tokens, windows(len(tokens.ids), tagger.size, tagger.size)):
            pass
    bare = time.perf_counter() - start
    words = sum(len(article.text.split()) for article in articles)
    print(f"\n{len(articles)} articles: {len(articles) / seconds:.1f} articles and ", end="")
    print(f"{words / seconds:,.0f} words per second, tagging and linking;")
    print(f"{seconds / bare:.2f} times the network's own time for each word piece once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
