"""One training run with the transformers Trainer: checkpoints, resume, best model."""

import json
import math
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import Trainer, TrainingArguments, set_seed
from transformers.trainer_utils import get_last_checkpoint

from stance.errors import InputError
from stance.training.config import TrainConfig

_MEAN = "eval_mean"


class _MeanTrainer(Trainer):
    """A Trainer whose dev metrics hold the mean of the config's ``best_metrics``."""

    def __init__(self, config: TrainConfig, **options: Any) -> None:
        super().__init__(**options)
        self._config = config

    def evaluate(self, *args: Any, **options: Any) -> dict[str, float]:
        found = super().evaluate(*args, **options)
        # The base class calls this method for each dev set, then merges what the calls return.
        if options.get("metric_key_prefix", "eval") == "eval":
            names = self._config.best_metrics
            if unknown := sorted(set(names) - set(found)):
                known = ", ".join(name for name in found if name.endswith(("_f1", "_link")))
                reason = f"best_metrics names {unknown[0]!r}, not one of {known}"
                raise InputError(self._config.source, reason)
            found[_MEAN] = sum(found[name] for name in names) / len(names)
        return found


def run_trainer(
    config: TrainConfig,
    network: nn.Module,
    train: Any,
    dev: dict[str, Any],
    *,
    collate: Callable[[list[dict[str, Any]]], dict[str, torch.Tensor]],
    compute_metrics: Callable[..., dict[str, float]],
    tokenizer: Path,
    label_names: Sequence[str] = ("stance", "sentiment"),
    finish: Callable[[nn.Module], None] = lambda network: None,
    resume: bool = False,
) -> Path:
    """Train, keep the checkpoint that is best on dev, and save it as a model folder.

    Args:
        train, dev: rows that ``collate`` makes batches of; each has ``input_ids``.
        tokenizer: the tokenizer.json that goes into the model folder.
        label_names: the batch's keys that are labels.
        finish: what is done to the best checkpoint's network before it is saved.
        resume: go on from the last checkpoint in ``config.out``.

    Returns:
        ``config.out / "model"``: model.safetensors, config.json, tokenizer.json, training.json.

    Raises:
        InputError: if ``resume`` finds no checkpoint.
    """
    if config.threads:
        torch.set_num_threads(config.threads)
    set_seed(config.seed)
    steps = math.ceil(len(train) / config.batch_size) * config.epochs
    arguments = TrainingArguments(
        output_dir=str(config.out),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch_size,
        per_device_eval_batch_size=config.batch_size,
        learning_rate=config.learning_rate,
        weight_decay=config.weight_decay,
        warmup_steps=round(config.warmup * steps),
        lr_scheduler_type="linear",
        train_sampling_strategy="group_by_length",
        eval_strategy="steps",
        save_strategy="steps",
        eval_steps=config.eval_steps,
        save_steps=config.eval_steps,
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model=_MEAN,
        greater_is_better=True,
        logging_steps=50,
        label_names=list(label_names),
        remove_unused_columns=False,
        report_to=[],
        seed=config.seed,
        bf16=config.bf16,
        use_cpu=not torch.cuda.is_available(),
        dataloader_pin_memory=False,
    )
    trainer = _MeanTrainer(
        config,
        model=network,
        args=arguments,
        train_dataset=train,
        eval_dataset=dev,
        data_collator=collate,
        compute_metrics=compute_metrics,
    )
    checkpoint = get_last_checkpoint(str(config.out)) if resume and config.out.is_dir() else None
    if resume and checkpoint is None:
        raise InputError(config.out, "no checkpoint to resume from; run without --resume")
    trainer.train(resume_from_checkpoint=checkpoint)
    if config.average:
        _average(network, config.out)
    finish(network)
    return _save(config, trainer, tokenizer)


def _average(network: nn.Module, folder: Path) -> None:
    """Make of the best checkpoint's network its mean with the last one's."""
    last = load_file(Path(get_last_checkpoint(str(folder)) or folder) / "model.safetensors")
    best = network.state_dict()
    network.load_state_dict({name: torch.lerp(best[name], last[name], 0.5) for name in best})


def _save(config: TrainConfig, trainer: Trainer, tokenizer: Path) -> Path:
    folder = config.out / "model"
    folder.mkdir(parents=True, exist_ok=True)
    network: Any = trainer.model
    save_file(
        {k: v.contiguous() for k, v in network.state_dict().items()}, folder / "model.safetensors"
    )
    network.encoder.config.save_pretrained(str(folder))
    shutil.copy(tokenizer, folder / "tokenizer.json")
    record = {
        "task": config.task,
        "encoder": config.encoder,
        "max_length": config.max_length,
        "hide_people": config.hide_people,
        "start": config.start,
        "keep": config.keep,
        "seed": config.seed,
        "bf16": config.bf16,
        "average": config.average,
        "train": config.train,
        "repeat": config.repeat,
        "opinions": config.opinions,
        "composed": config.composed,
        "swap_names": config.swap_names,
        "add_neighbours": config.add_neighbours,
        "unlabelled": config.unlabelled,
        "taught": str(config.taught) if config.taught else None,
        "distil": config.distil if config.taught else None,
        "class_weight": config.class_weight,
        "dev_sample": config.dev_sample,
        "best_metrics": config.best_metrics,
        "best_mean": trainer.state.best_metric,
        "steps": trainer.state.global_step,
    }
    (folder / "training.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return folder
