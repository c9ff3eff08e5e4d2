"""Evaluate a model on labelled examples: ``python scripts/evaluate.py EXAMPLES.jsonl``."""

import sys

from stance.cli import main

if __name__ == "__main__":
    sys.exit(main(["evaluate", *sys.argv[1:]]))
