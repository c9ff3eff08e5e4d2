"""The classifier beside what it has to beat, on the development splits of a config.

    python benchmarks/classifier.py configs/classifier.yaml

Macro-F1 for each split, with 95% bootstrap intervals for models; baselines learn from the config's
training splits. Only sentences that the training splits do not have count. Then accuracy and
calibration error of each model, how its labels bear other names and other directions
(stance/evaluation/swaps.py), and its accuracy on a folder of challenge sets.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from stance.classifier.runtime import Classifier
from stance.corpora.labelled import KINDS, examples_of
from stance.corpora.records import Record
from stance.errors import InputError
from stance.evaluation.baselines import BASELINES
from stance.evaluation.metrics import macro_f1
from stance.evaluation.run import describe_sets, evaluate_examples, evaluate_folder
from stance.evaluation.swaps import direction_sensitivity, name_stability
from stance.training.config import TrainConfig

CHALLENGE = Path(__file__).parents[1] / "tests" / "challenge"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("config", help="names the splits")
    parser.add_argument(
        "--model",
        action="append",
        help="a shipped model or a model folder; again for further ones, such as a teacher",
    )
    parser.add_argument("--challenge", help="a folder of challenge sets; tests/challenge if there")
    options = parser.parse_args()
    try:
        config = TrainConfig.read(options.config)
        if config.task != "classifier":
            raise InputError(options.config, f"the config of a {config.task}, not of a classifier")
        run(config, options.model or ["default"], options.challenge)
    except InputError as error:
        print(f"classifier: {error}", file=sys.stderr)
        return 2
    return 0


def run(config: TrainConfig, names: list[str], challenge: str | None) -> None:
    """Print all figures.

    Raises:
        InputError: if a corpus, a model or a folder of challenge sets cannot be read.
    """
    train = [record for name in config.train for record in config.records(name)]
    dev = config.unseen_dev()
    models = {name: Classifier(name, threads=0) for name in names}
    print("\nmacro-F1" + " " * 27 + "".join(f"{name:>10}" for name in [*BASELINES, *models]))
    figures = {
        (split, model): evaluate_examples(examples_of(records), classifier)[0]
        for split, records in dev.items()
        for model, classifier in models.items()
    }
    for split, records in dev.items():
        for kind in KINDS:
            known = [r for r in records if getattr(r, kind)]
            if known:
                learnt = [r for r in train if getattr(r, kind)]
                row = [baseline_f1(name, learnt, known, kind) for name in BASELINES]
                row += [figures[split, model][kind].macro_f1 for model in models]
                print(f"{split:22} {kind:12}" + "".join(f"{value:>10.3f}" for value in row))
    for model, classifier in models.items():
        print(f"\n{model}")
        for split in dev:
            for kind, found in figures[split, model].items():
                print(
                    f"  {split:20} {kind:9}  "
                    f"macro-F1 {found.macro_f1:.3f} (95% {found.macro_f1_interval[0]:.3f} to "
                    f"{found.macro_f1_interval[1]:.3f})  accuracy {found.accuracy:.3f}  "
                    f"calibration error {found.calibration_error:.3f}"
                )
        for split, records in dev.items():
            (value, low, high), count = name_stability(records, classifier)
            if count:
                print(
                    f"  {split:20} {count:5,} labels under other names: the same {value:.3f} "
                    f"(95% {low:.3f} to {high:.3f})"
                )
            (value, low, high), count = direction_sensitivity(records, classifier)
            if count:
                print(
                    f"  {split:20} {count:5,} opinions exchanged: not the same {value:.3f} "
                    f"(95% {low:.3f} to {high:.3f})"
                )
        if challenge or CHALLENGE.is_dir():
            print(describe_sets(evaluate_folder(challenge or CHALLENGE, model=model)))


def baseline_f1(name: str, train: list[Record], records: list[Record], kind: str) -> float:
    """Return a baseline's macro-F1; 0 if there is nothing to learn from."""
    if not train:
        return 0.0
    classes = list(KINDS[kind])
    guessed = BASELINES[name](train, records, kind)
    gold = [getattr(r, kind) for r in records]
    return macro_f1(*(np.array([classes.index(x) for x in part]) for part in (gold, guessed)))


if __name__ == "__main__":
    sys.exit(main())
