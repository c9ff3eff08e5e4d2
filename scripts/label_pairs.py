"""Make training examples of articles whose opinions are annotated.

    python scripts/label_pairs.py ../shared/data/seesaw/train.jsonl runs/seesaw-train.jsonl

Writes the claims and targets that the pipeline finds in the articles, and all names that stand near
each other, in the format that `stance evaluate` reads: pairs that have a stance in the annotations,
and as neutral some of those that have none. They hold the articles' text: its terms hold for them
and for what is trained on them. `stance train` makes the same of what a config names under
`opinions:`.
"""

import argparse
import math
import sys
from pathlib import Path

from stance.errors import InputError
from stance.training.opinions import NEUTRAL, write_pairs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, help="articles in the format of seesaw")
    parser.add_argument("out", type=Path, help="the examples to write")
    parser.add_argument(
        "--data", type=Path, help="the folder of the corpora, if the articles lie there"
    )
    parser.add_argument(
        "--neutral", type=float, default=NEUTRAL, help="neutral examples for one with a stance (2)"
    )
    options = parser.parse_args()
    if not 0 <= options.neutral < math.inf:
        parser.error(f"--neutral is {options.neutral}, not a number from 0")
    try:
        count = write_pairs(options.articles, options.data, options.out, neutral=options.neutral)
    except InputError as error:
        print(f"label_pairs: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"label_pairs: {error.filename or options.out}: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{count:,} examples in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
