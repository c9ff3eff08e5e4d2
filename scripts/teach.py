"""Ask a teacher about the pairs that a config's student learns from.

    python scripts/teach.py CONFIG.yaml runs/teacher/served

Writes the teacher's logits, with the pairs, into the config's folder ``taught``: for each record
that an epoch has, and for the pairs that the pipeline finds in the texts of ``unlabelled``. A run
that is killed goes on where it was.
"""

import argparse
import sys

from stance.errors import InputError
from stance.training.config import TrainConfig


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("config", help="the student's config")
    parser.add_argument("teacher", help="a model folder that scripts/export.py wrote")
    options = parser.parse_args()
    # Imported late: `--help` takes no time.
    from stance.training.teaching import teach

    try:
        print(teach(TrainConfig.read(options.config), options.teacher))
    except InputError as error:
        print(f"teach: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
