"""What a model gets on the development splits of its config, and the model card that says so."""

import json
from pathlib import Path

from stance.claims.claim import Span
from stance.claims.tagger import Tagger
from stance.classifier.runtime import Classifier
from stance.corpora.gap import read_gap
from stance.corpora.labelled import examples_of
from stance.entities import ArticleEntities
from stance.entities.antecedents import AntecedentScorer
from stance.entities.language import parse
from stance.errors import InputError
from stance.evaluation.attribution import score_folder
from stance.evaluation.coreference import score_pronouns
from stance.evaluation.run import evaluate_examples
from stance.training.config import TrainConfig

Figures = dict[str, tuple[float, float, float]]
"""Name of a figure -> its value and its 95% interval."""

_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


def classifier_figures(config: TrainConfig, model: Path) -> Figures:
    """Return macro-F1, accuracy and calibration error on each dev split, unseen sentences only.

    The calibration error comes without an interval: its bounds are its value.

    Raises:
        InputError: if a corpus or the model cannot be read.
    """
    classifier = Classifier(model, threads=0)
    figures: Figures = {}
    for name, records in config.unseen_dev().items():
        examples = examples_of(records)
        for kind, found in evaluate_examples(examples, classifier)[0].items():
            figures[f"{name} {kind} macro-F1"] = (found.macro_f1, *found.macro_f1_interval)
            figures[f"{name} {kind} accuracy"] = (found.accuracy, *found.accuracy_interval)
            figures[f"{name} {kind} calibration error"] = (found.calibration_error,) * 3
    return figures


def tagger_figures(config: TrainConfig, model: Path) -> Figures:
    """Return the attribution figures on each dev split.

    Raises:
        InputError: if a corpus or the model cannot be read.
    """
    tagger = Tagger(model, threads=0)
    return {
        f"{name} {figure}": values
        for name, folder in config.dev.items()
        for figure, values in score_folder(config.file(folder), tagger.claims).items()
    }


def pronoun_figures(config: TrainConfig, model: Path) -> Figures:
    """Return the figures of ``stance.evaluation.coreference`` on each dev split.

    Raises:
        InputError: if a corpus or the model cannot be read.
    """
    scorer = AntecedentScorer.read(model)

    def resolve(text: str, pronoun: Span) -> list[Span]:
        return ArticleEntities(text, parse(text), (), scorer).same_as(pronoun)

    return {
        f"{name} {figure}": values
        for name, file in config.dev.items()
        for figure, values in score_pronouns(read_gap(config.file(file)), resolve).items()
    }


def dev_figures(config: TrainConfig, model: Path) -> Figures:
    """Return the figures of a config's model folder.

    Raises:
        InputError: if a corpus or the model cannot be read.
    """
    return _FIGURES[config.task](config, model)


_FIGURES = {
    "classifier": classifier_figures,
    "tagger": tagger_figures,
    "pronouns": pronoun_figures,
}


def tabulate(figures: Figures) -> list[str]:
    """Return a Markdown table of a model's figures."""
    rows = ["| dev figure | value | 95% interval |", "| --- " * 3 + "|"]
    return rows + [
        f"| {n} | {v:.3f} | {low:.3f} to {high:.3f} |" for n, (v, low, high) in figures.items()
    ]


def compare(int8: Figures, fp32: Figures) -> list[str]:
    """Return a Markdown table of both models' figures."""
    rows = ["| dev figure | int8 | 95% interval | fp32 | int8 - fp32 |", "| --- " * 5 + "|"]
    for name, (value, low, high) in int8.items():
        interval = f"{low:.3f} to {high:.3f}" if low < high else ""
        whole = fp32[name][0]
        rows.append(f"| {name} | {value:.3f} | {interval} | {whole:.3f} | {value - whole:+.3f} |")
    return rows


def write_card(card: Path, table: list[str], command: str) -> None:
    """Put a table and the command that printed it between the card's figure marks.

    Raises:
        InputError: if the card is not there or has no such marks.
    """
    try:
        text = card.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(card, error.strerror or "cannot be read") from error
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise InputError(card, f"lacks the marks {_BEGIN} and {_END}")
    block = "\n".join(["", f"Printed by `{command}`:", "", *table, ""])
    card.write_text(before + begin + block + end + after, encoding="utf-8")


def write_figures(
    path: Path, config: TrainConfig, shipped: Figures, fp32: Figures | None = None
) -> None:
    """Write a shipped model's figures, with splits and seed, as JSON; beside those in fp32 if the
    shipped one is quantised."""
    record = {
        "seed": config.seed,
        "splits": config.dev,
        "shipped": {
            name: dict(zip(("value", "low", "high"), v, strict=True)) for name, v in shipped.items()
        },
    }
    if fp32 is not None:
        record["fp32"] = {name: values[0] for name, values in fp32.items()}
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
