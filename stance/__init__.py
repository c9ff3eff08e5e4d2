"""Who said what about whom in news articles, and for or against."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from stance.errors import InputError

if TYPE_CHECKING:
    from datasets import Dataset

    from stance.classifier.prediction import Prediction
    from stance.scoring.run import ScoreSummary

__version__ = "0.1.0"
__all__ = ["InputError", "load_examples", "predict", "score"]

# The functions import what they need when they are called: `import stance` takes no time.


@overload
def predict(
    *, target: str, text: str, speaker: str | None = None, model: str | Path = "default"
) -> "Prediction": ...


@overload
def predict(
    *,
    target: str | Sequence[str],
    text: str | Sequence[str],
    speaker: str | Sequence[str | None] | None = None,
    model: str | Path = "default",
) -> "list[Prediction] | Prediction": ...


def predict(
    *,
    target: str | Sequence[str],
    text: str | Sequence[str],
    speaker: str | Sequence[str | None] | None = None,
    model: str | Path = "default",
) -> "list[Prediction] | Prediction":
    """Return the stance of a speaker towards a target, and how the text portrays the target.

    Lists give a list: all of one length; a single text or name beside them counts for each.

    Args:
        target: whom or what the stance is about; the text need not mention it.
        text: the passage to judge.
        speaker: who takes the stance; None is the text's author.
        model: the name of a shipped model, or a model folder.

    Raises:
        InputError: if lists differ in length, a target or text is empty, or the model cannot be
            used.
    """
    from stance.classifier.requests import answer

    return answer(speaker, target, text, model)


def load_examples(folder: str | Path) -> "Dataset":
    """Return the (speaker, target, text) examples of a folder of articles, or of one file.

    Inputs that cannot be read are left out; ``score`` lists them.

    Args:
        folder: holds .txt, .md, .html, .json, .jsonl, .csv or .parquet files, also in folders.

    Returns:
        A dataset with the columns of ``stance.examples.Example``.

    Raises:
        InputError: if the folder is not there or holds no supported file.
    """
    from stance.examples import load_examples as load

    return load(folder)


def score(folder: str | Path, out: str | Path, **options: Any) -> "ScoreSummary":
    """Score a folder of articles into tables and a report.

    Args:
        folder: see ``load_examples``.
        out: where claims.parquet, stances.parquet, errors.jsonl, run.json and report.html go.
        options: the fields of ``stance.scoring.run.ScoreOptions``: model, workers, format …

    Raises:
        InputError: if the folder, an option or a model cannot be used or ``out`` not be written.
    """
    from stance.scoring.run import ScoreOptions, score_folder

    unknown = set(options) - set(ScoreOptions.__dataclass_fields__)
    if unknown:
        known = ", ".join(ScoreOptions.__dataclass_fields__)
        raise InputError(f"option {min(unknown)!r}", f"not one of {known}")
    return score_folder(folder, out, ScoreOptions(**options))
