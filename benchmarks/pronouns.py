"""Whom pronouns refer to: the entities module against a GAP file, with 95% intervals.

    python benchmarks/pronouns.py ../shared/data/gap/gap-validation.tsv

Definitions: stance/evaluation/coreference.py.
"""

import argparse
import sys
from pathlib import Path

from stance.corpora.gap import read_gap
from stance.entities import DEFAULT_PIPELINE, ArticleEntities
from stance.errors import InputError
from stance.evaluation.coreference import score_pronouns


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, help="a gap-*.tsv")
    parser.add_argument("--language", default=DEFAULT_PIPELINE, help="the spaCy pipeline")
    options = parser.parse_args()
    try:
        figures = score_pronouns(
            read_gap(options.file),
            lambda text, span: ArticleEntities.from_text(text, (), options.language).same_as(span),
        )
    except InputError as error:
        print(f"pronouns: {error}", file=sys.stderr)
        return 2
    for name, (value, low, high) in figures.items():
        print(f"{name:14} {value:.4f}  (95% {low:.4f} to {high:.4f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
