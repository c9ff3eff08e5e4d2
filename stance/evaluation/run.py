"""Evaluating a classifier on an EXAMPLES.jsonl."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from stance.classifier.runtime import Classifier
from stance.corpora.labelled import KINDS, LabelledExample, read_labelled
from stance.errors import InputError
from stance.evaluation.metrics import Evaluation, evaluate_labels


def evaluate_file(
    path: str | Path, *, model: str | Path = "default", out: str | Path | None = None
) -> dict[str, Evaluation]:
    """Return the figures of a model on a file of labelled examples, by label kind.

    Args:
        path: an EXAMPLES.jsonl.
        model: name or folder of the classifier.
        out: folder for evaluation.json, report.txt and the pictures; None writes nothing.

    Raises:
        InputError: if the examples or the model cannot be used or ``out`` not be written.
    """
    examples = read_labelled(path)
    classifier = Classifier(model, threads=0)
    evaluations, answers = evaluate_examples(examples, classifier)
    if out is not None:
        _write(Path(out), evaluations, answers)
    return evaluations


def evaluate_folder(
    folder: str | Path, *, model: str | Path = "default", out: str | Path | None = None
) -> dict[str, dict[str, Evaluation]]:
    """Return the figures of a model on each EXAMPLES.jsonl of a folder, and on "all" together.

    Args:
        folder: holds the files; those in folders below are left out.
        model: name or folder of the classifier.
        out: folder for sets.json and for what ``evaluate_file`` writes, of all; None writes
            nothing.

    Raises:
        InputError: if there are no files, or they or the model cannot be used, or ``out`` not be
            written.
    """
    files = sorted(Path(folder).glob("*.jsonl"))
    if not files:
        raise InputError(folder, "no .jsonl files in this folder")
    sets = {file.stem: read_labelled(file) for file in files}
    if "all" in sets:
        raise InputError(Path(folder) / "all.jsonl", "call it otherwise: all is for all together")
    classifier = Classifier(model, threads=0)
    found = {name: evaluate_examples(examples, classifier)[0] for name, examples in sets.items()}
    every = [example for examples in sets.values() for example in examples]
    found["all"], answers = evaluate_examples(every, classifier)
    if out is not None:
        _write(Path(out), found["all"], answers, found)
    return found


def describe_sets(found: dict[str, dict[str, Evaluation]]) -> str:
    """Return the figures of several files as a table to read."""
    width = max(len(name) for name in found)
    rows = [f"{'':{width}}  {'label':9}  examples  accuracy  95% interval     macro-F1"]
    for name, figures in found.items():
        for kind, f in figures.items():
            low, high = f.accuracy_interval
            rows.append(
                f"{name:{width}}  {kind:9}  {f.examples:8,}  {f.accuracy:8.3f}  "
                f"{low:.3f} to {high:.3f}  {f.macro_f1:9.3f}"
            )
    return "\n".join(rows)


def evaluate_examples(
    examples: Sequence[LabelledExample], classifier: Classifier
) -> tuple[dict[str, Evaluation], dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Return figures, and gold indices (n,) with probabilities (n, 3), each by label kind."""
    evaluations, answers = {}, {}
    probabilities = classifier.probabilities([example.pair for example in examples])
    for (kind, classes), predicted in zip(KINDS.items(), probabilities, strict=True):
        rows = [i for i, example in enumerate(examples) if kind in example.labels]
        if rows:
            gold = [examples[i].labels[kind] for i in rows]
            evaluations[kind] = evaluate_labels(gold, predicted[rows], classes)
            answers[kind] = (np.array([classes.index(label) for label in gold]), predicted[rows])
    return evaluations, answers


def describe(evaluations: dict[str, Evaluation]) -> str:
    """Return the figures as a text to read."""
    blocks = []
    for kind, found in evaluations.items():
        (low, high), (floor, ceiling) = found.accuracy_interval, found.macro_f1_interval
        rows = [
            f"{kind}: {found.examples:,} examples",
            f"  accuracy           {found.accuracy:.3f}  (95% {low:.3f} to {high:.3f})",
            f"  macro-F1           {found.macro_f1:.3f}  (95% {floor:.3f} to {ceiling:.3f})",
            f"  calibration error  {found.calibration_error:.3f}",
            "",
            f"  {'':10}{'precision':>10}{'recall':>10}{'F1':>10}{'support':>10}",
        ]
        for label, scores in found.per_class.items():
            values = "".join(f"{scores[s]:>10.3f}" for s in ("precision", "recall", "f1"))
            rows.append(f"  {label:10}{values}{scores['support']:>10,}")
        rows += ["", f"  {'gold':10}" + "".join(f"{label:>10}" for label in found.labels)]
        for label, counts in zip(found.labels, found.confusion, strict=True):
            rows.append(f"  {label:10}" + "".join(f"{count:>10,}" for count in counts))
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks)


def _write(
    out: Path,
    evaluations: dict[str, Evaluation],
    answers: dict[str, tuple[np.ndarray, np.ndarray]],
    sets: dict[str, dict[str, Evaluation]] | None = None,
) -> None:
    # Imported late: drawing takes a second to load and most calls draw nothing.
    from stance.evaluation.pictures import draw_confusion, draw_reliability

    try:
        out.mkdir(parents=True, exist_ok=True)
        figures = {kind: evaluation.to_dict() for kind, evaluation in evaluations.items()}
        (out / "evaluation.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
        report = [describe_sets(sets), ""] if sets else []
        report = [*report, describe(evaluations), ""]
        (out / "report.txt").write_text("\n".join(report), encoding="utf-8")
        if sets:
            record = {name: {k: e.to_dict() for k, e in s.items()} for name, s in sets.items()}
            text = json.dumps(record, indent=2) + "\n"
            (out / "sets.json").write_text(text, encoding="utf-8")
        for kind, evaluation in evaluations.items():
            draw_confusion(evaluation, out / f"{kind}-confusion.png")
            draw_reliability(*answers[kind], evaluation, out / f"{kind}-reliability.png")
    except OSError as error:
        raise InputError(out, f"cannot be written ({error.strerror})") from error
