"""Train a model from a config: ``python scripts/train.py configs/classifier.yaml [--resume]``."""

import sys

from stance.cli import main

if __name__ == "__main__":
    sys.exit(main(["train", *sys.argv[1:]]))
