"""Single questions to the classifier: names and texts, in lists or alone."""

import functools
from collections.abc import Sequence
from pathlib import Path

from stance.classifier.locate import locate
from stance.classifier.pair import Pair
from stance.classifier.prediction import Prediction
from stance.classifier.runtime import Classifier
from stance.errors import InputError


def answer(
    speaker: str | Sequence[str | None] | None,
    target: str | Sequence[str],
    text: str | Sequence[str],
    model: str | Path,
) -> Prediction | list[Prediction]:
    """Return the predictions that ``stance.predict`` describes.

    Raises:
        InputError: if lists differ in length, a target or text is empty, or the model cannot be
            used.
    """
    columns = {"speaker": speaker, "target": target, "text": text}
    lists = {
        name: list(column)
        for name, column in columns.items()
        if column is not None and not isinstance(column, str)
    }
    lengths = {name: len(column) for name, column in lists.items()}
    if len(set(lengths.values())) > 1:
        sizes = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InputError("predict", f"lists of different length: {sizes}")
    count = next(iter(lengths.values()), 1)
    rows = zip(
        *(lists.get(name, [column] * count) for name, column in columns.items()), strict=True
    )
    pairs = []
    for number, (who, whom, said) in enumerate(rows):
        for name, value in (("target", whom), ("text", said)):
            if not isinstance(value, str) or not value.strip():
                raise InputError(f"predict, row {number}", f"{name} is empty or no text")
        if who is not None and not isinstance(who, str):
            raise InputError(f"predict, row {number}", "speaker is neither text nor None")
        who = who if who and who.strip() else None
        spans = (locate(who, said) if who else None, locate(whom, said))
        pairs.append(Pair(whom, said, who, *spans))
    predictions = _classifier(str(model)).predict(pairs)
    return predictions if lists else predictions[0]


@functools.lru_cache(maxsize=4)
def _classifier(model: str) -> Classifier:
    return Classifier(model, threads=0)
