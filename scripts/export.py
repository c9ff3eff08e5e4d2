"""Turn a finished training run into the model that ships, and write its figures into its card.

    python scripts/export.py configs/classifier.yaml stance/models/default

Exports int8 and, for comparison, fp32; fits the temperatures, or the score from which a claim
counts, on the config's dev splits; prints both models' dev figures. Exit code 1 if int8 loses more
than 0.005 of one of them.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from stance.errors import InputError
from stance.models import read_settings
from stance.training.config import TrainConfig
from stance.training.export import export_model, write_settings
from stance.training.figures import compare, dev_figures, write_card, write_figures
from stance.training.sample import sample_batches
from stance.training.temperature import fit_calibration
from stance.training.threshold import fit_min_score

ALLOWED_LOSS = 0.005


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("config", help="the run's config")
    parser.add_argument("model", type=Path, help="the model folder to write; has a README.md")
    options = parser.parse_args()
    try:
        config = TrainConfig.read(options.config)
        run = config.out / "model"
        with tempfile.TemporaryDirectory() as folder:
            settings: dict[str, Any]
            settings = {"calibration": {}} if config.task == "classifier" else {"min_score": 0.0}
            whole = export_model(run, Path(folder), settings, quantize=False)
            export_model(run, options.model, settings, sample=sample_batches(config))
            if config.task == "classifier":
                settings = {"calibration": fit_calibration(config, options.model).to_dict()}
            else:
                settings = {"min_score": fit_min_score(config, options.model)}
            for model in (whole, options.model):
                write_settings(model, read_settings(model) | settings)
            int8, fp32 = dev_figures(config, options.model), dev_figures(config, whole)
        table = compare(int8, fp32)
        print("\n".join(table))
        write_figures(options.model / "figures.json", config, int8, fp32)
        command = f"python scripts/export.py {options.config} {options.model}"
        write_card(options.model / "README.md", table, command)
    except InputError as error:
        print(f"export: {error}", file=sys.stderr)
        return 2
    lost = {
        name: fp32[name][0] - value
        for name, (value, _, _) in int8.items()
        if "calibration" not in name and round(fp32[name][0] - value, 3) > ALLOWED_LOSS
    }
    for name, loss in lost.items():
        print(f"int8 loses {loss:.4f} of {name}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
