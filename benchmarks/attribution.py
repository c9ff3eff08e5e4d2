"""Who said what: the tagger against annotated articles, with 95% intervals, and its speed.

    python benchmarks/attribution.py ../shared/data/polnear/dev

Definitions: stance/evaluation/attribution.py.
"""

import argparse
import sys
import time
from pathlib import Path

from stance.claims.tagger import Tagger
from stance.corpora.polnear import read_polnear
from stance.errors import InputError
from stance.evaluation.attribution import score_folder
from stance.models import TAGGER


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds text/*.txt and attributions/*.ann")
    parser.add_argument("--model", default=TAGGER, help="a tagger's folder (default: the shipped)")
    options = parser.parse_args()
    try:
        tagger = Tagger(options.model, threads=0)
        articles = read_polnear(options.folder)
        figures = score_folder(options.folder, tagger.claims)
    except InputError as error:
        print(f"attribution: {error}", file=sys.stderr)
        return 2
    for name, (value, low, high) in figures.items():
        print(f"{name:22} {value:.4f}  (95% {low:.4f} to {high:.4f})")
    start = time.perf_counter()
    for article in articles:
        tagger.claims(article.text)
    seconds = time.perf_counter() - start
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles: {len(articles) / seconds:.1f} articles and ", end="")
    print(f"{words / seconds:,.0f} words per second, tagging and linking")
    return 0


if __name__ == "__main__":
    sys.exit(main())
