"""Fitting a classifier's temperatures on development splits."""

from pathlib import Path

import numpy as np

from stance.classifier.calibration import Calibration, fit_temperature
from stance.classifier.prediction import STANCES
from stance.classifier.runtime import Classifier
from stance.corpora.labelled import KINDS, examples_of
from stance.training.config import TrainConfig


def fit_calibration(config: TrainConfig, model: Path) -> Calibration:
    """Return the temperatures of a model, fitted on the splits that the config names.

    Raises:
        InputError: if a corpus or the model cannot be read.
    """
    dev = config.unseen_dev()
    classifier = Classifier(model, threads=0)
    temperatures = {}
    for kind, splits in config.calibrate.items():
        examples = [
            example
            for split in splits
            for example in examples_of(dev[split])
            if kind in example.labels
        ]
        logits = classifier.logits([example.pair for example in examples])
        heads = dict(zip(KINDS, np.split(logits, [len(STANCES)], axis=1), strict=True))
        labels = [KINDS[kind].index(example.labels[kind]) for example in examples]
        temperatures[f"{kind}_temperature"] = fit_temperature(heads[kind], labels)
    return Calibration(**temperatures)
