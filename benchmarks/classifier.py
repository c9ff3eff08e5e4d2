"""The classifier's figures on the development splits of a config, with 95% intervals.

    python benchmarks/classifier.py configs/classifier.yaml

Only sentences that the training splits do not have count.
"""

import argparse
import sys

from stance.errors import InputError
from stance.models import resolve_model
from stance.training.config import TrainConfig
from stance.training.figures import classifier_figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("config", help="names the splits")
    parser.add_argument("--model", default="default", help="a shipped model or a model folder")
    options = parser.parse_args()
    try:
        config = TrainConfig.read(options.config)
        figures = classifier_figures(config, resolve_model(options.model))
    except InputError as error:
        print(f"classifier: {error}", file=sys.stderr)
        return 2
    for name, (value, low, high) in figures.items():
        interval = f"  (95% {low:.3f} to {high:.3f})" if low < high else ""
        print(f"{name:42} {value:.3f}{interval}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
