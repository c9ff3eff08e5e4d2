"""Turn a finished training run into the model that ships, and write its figures into its card.

    python scripts/export.py configs/classifier.yaml stance/models/default

Of a classifier or tagger, exports int8 and, for comparison, fp32; fits the temperatures, or the
score from which a claim counts, on the config's dev splits; prints both models' dev figures. Exit
code 1 if int8 loses more than 0.005 of one of them. With --fp32, for a teacher, nothing is
quantised. The network for pronouns ships as it is.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from stance.classifier.selection import Selection
from stance.errors import InputError
from stance.models import read_settings
from stance.training.config import TrainConfig
from stance.training.export import export_model, write_settings
from stance.training.figures import (
    Figures,
    compare,
    dev_figures,
    tabulate,
    write_card,
    write_figures,
)
from stance.training.sample import sample_batches
from stance.training.scorer import fit_scorer
from stance.training.temperature import fit_calibration
from stance.training.threshold import fit_min_score

ALLOWED_LOSS = 0.005


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("config", help="the run's config")
    parser.add_argument("model", type=Path, help="the model folder to write")
    parser.add_argument(
        "--fp32", action="store_true", help="leave the weights in fp32: four times as large"
    )
    options = parser.parse_args()
    try:
        config = TrainConfig.read(options.config)
        if config.task == "pronouns":
            shipped, fp32 = copy(config, options.model), None
            table = tabulate(shipped)
        else:
            shipped, fp32 = export(config, options.model, fp32=options.fp32)
            table = compare(shipped, fp32) if fp32 else tabulate(shipped)
        print("\n".join(table))
        write_figures(options.model / "figures.json", config, shipped, fp32)
        command = f"python scripts/export.py {options.config} {options.model}"
        # A model that ships has a card; a teacher need not.
        if (card := options.model / "README.md").exists():
            write_card(card, table, command)
    except InputError as error:
        print(f"export: {error}", file=sys.stderr)
        return 2
    lost = {
        name: fp32[name][0] - value
        for name, (value, _, _) in shipped.items()
        if fp32 and "calibration" not in name and round(fp32[name][0] - value, 3) > ALLOWED_LOSS
    }
    for name, loss in lost.items():
        print(f"int8 loses {loss:.4f} of {name}", file=sys.stderr)
    return 1 if lost else 0


def export(config: TrainConfig, model: Path, *, fp32: bool) -> tuple[Figures, Figures | None]:
    """Export a run and return the model's figures and, of a model in int8, those in fp32."""
    run = config.out / "model"
    with tempfile.TemporaryDirectory() as folder:
        settings: dict[str, Any] = {"min_score": 0.0}
        if config.task == "classifier":
            settings = {"calibration": {}, "hide_people": config.hide_people}
        whole = export_model(run, model if fp32 else Path(folder), settings, quantize=False)
        if not fp32:
            sample = sample_batches(config)
            export_model(run, model, settings, sample=sample, strength=config.smoothing)
        if config.task == "classifier":
            calibration = {"calibration": fit_calibration(config, model).to_dict()}
            # The pair scorer is fitted on calibrated probabilities.
            write_settings(model, read_settings(model) | calibration)
            scorer = fit_scorer(config, model) if config.scorer else None
            selection = Selection(
                config.near,
                config.threshold,
                config.topic_threshold,
                config.known_threshold,
                scorer,
            )
            settings = calibration | {"selection": selection.to_dict()}
            if config.licence:
                settings["licence"] = config.licence
        else:
            settings = {"min_score": fit_min_score(config, model)}
        for each in (whole, model):
            write_settings(each, read_settings(each) | settings)
        return dev_figures(config, model), None if fp32 else dev_figures(config, whole)


def copy(config: TrainConfig, model: Path) -> Figures:
    """Copy a run's weights and return their figures."""
    weights = config.out / "model" / "model.json"
    if not weights.is_file():
        raise InputError(weights, "not the weights of a finished run")
    model.mkdir(parents=True, exist_ok=True)
    shutil.copy(weights, model)
    return dev_figures(config, model)


if __name__ == "__main__":
    sys.exit(main())
