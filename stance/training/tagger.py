"""Training the claim tagger on PolNeAR."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import EvalPrediction

from stance.claims.claim import Span
from stance.claims.network import IGNORED, LINKS, TaggerNetwork
from stance.claims.tags import BEGIN, INSIDE, ROLES, decode_spans
from stance.claims.windows import ArticleTokenizer, ArticleTokens, Window, windows
from stance.corpora.polnear import AnnotatedArticle, read_polnear
from stance.errors import InputError
from stance.models import read_json
from stance.models.encoder import resolve_encoder
from stance.training.config import TrainConfig
from stance.training.run import run_trainer


def train_tagger(config: TrainConfig, *, resume: bool = False) -> Path:
    """Train, evaluate on dev while training, and save the best checkpoint's network.

    Returns:
        The folder of the finished model (``config.out / "model"``).

    Raises:
        InputError: if a corpus or the encoder cannot be read, or the encoder is no BERT.
    """
    folder = resolve_encoder(config.encoder)
    family = read_json(folder / "config.json").get("model_type")
    if family != "bert":
        # The surface features take the place of BERT's segment embeddings.
        raise InputError(config.encoder, f"the tagger needs an encoder of type bert, not {family}")
    tokenizer = ArticleTokenizer(folder / "tokenizer.json")

    def rows(names: Sequence[str], *, every_annotator: bool) -> list[dict[str, Any]]:
        return [
            row
            for name in names
            for article in read_polnear(config.file(name), every_annotator=every_annotator)
            for row in features(article, tokenizer, config.max_length)
        ]

    return run_trainer(
        config,
        TaggerNetwork(folder),
        rows(config.train, every_annotator=True),
        {name: rows([file], every_annotator=False) for name, file in config.dev.items()},
        collate=lambda batch: collate(batch, tokenizer.pad_id),
        compute_metrics=span_f1,
        tokenizer=folder / "tokenizer.json",
        label_names=("tags", "links"),
        resume=resume,
    )


def features(
    article: AnnotatedArticle, tokenizer: ArticleTokenizer, size: int
) -> list[dict[str, Any]]:
    """Return the article's windows as inputs and labels, not yet padded.

    Windows overlap by a quarter, so that what one cuts off another shows whole.
    """
    tokens = tokenizer.split(article.text)
    tags = np.zeros((len(tokens.ids), len(ROLES)), dtype=np.int64)
    # content start -> (source start, cue start); -1 where the attribution has none
    pointers: dict[int, tuple[int, int]] = {}
    for attribution in article.attributions:
        starts = []
        for role, spans in enumerate((attribution.source, attribution.cue, attribution.content)):
            found = [_token_span(tokens, span) for span in spans]
            for start, end in found:
                tags[start:end, role] = INSIDE
                tags[start : min(start + 1, end), role] = BEGIN
            starts.append([start for start, end in found if start < end])
        first = [role[0] if role else -1 for role in starts[:2]]
        pointers |= dict.fromkeys(starts[2], (first[0], first[1]))
    return [
        _window_row(window, tokens, tags, pointers, tokenizer)
        for window in windows(len(tokens.ids), size - 2, (size - 2) * 3 // 4)
    ]


def _window_row(
    window: Window,
    tokens: ArticleTokens,
    tags: np.ndarray,
    pointers: dict[int, tuple[int, int]],
    tokenizer: ArticleTokenizer,
) -> dict[str, Any]:
    ids = tokenizer.wrap(tokens.ids[window.start : window.end])
    shown = np.full((len(ids), len(ROLES)), IGNORED, dtype=np.int64)
    shown[1:-1] = tags[window.start : window.end]
    links = np.full((len(LINKS), len(ids)), IGNORED, dtype=np.int64)
    for content, heads in pointers.items():
        if not window.start <= content < window.end:
            continue
        for i, head in enumerate(heads):
            if head < 0:
                links[i, content - window.start + 1] = 0
            elif window.start <= head < window.end:
                links[i, content - window.start + 1] = head - window.start + 1
    surface = [0, *tokens.surface[window.start : window.end], 0]
    return {"input_ids": ids, "surface": surface, "tags": shown, "links": links}


def _token_span(tokens: ArticleTokens, span: Span) -> Span:
    inside = [i for i, (start, end) in enumerate(tokens.offsets) if end > span[0]]
    first = inside[0] if inside else len(tokens.offsets)
    last = first
    while last < len(tokens.offsets) and tokens.offsets[last][0] < span[1]:
        last += 1
    return first, last


def collate(rows: list[dict[str, Any]], pad_id: int) -> dict[str, torch.Tensor]:
    """Return a padded batch, shaped as ``TaggerNetwork.forward`` takes it."""
    width = max(len(row["input_ids"]) for row in rows)
    ids = np.full((len(rows), width), pad_id, dtype=np.int64)
    mask, surface = np.zeros_like(ids), np.zeros_like(ids)
    tags = np.full((len(rows), width, len(ROLES)), IGNORED, dtype=np.int64)
    links = np.full((len(rows), len(LINKS), width), IGNORED, dtype=np.int64)
    for i, row in enumerate(rows):
        length = len(row["input_ids"])
        ids[i, :length], mask[i, :length] = row["input_ids"], 1
        surface[i, :length] = row["surface"]
        tags[i, :length], links[i, :, :length] = row["tags"], row["links"]
    inputs = {"input_ids": ids, "attention_mask": mask, "surface": surface}
    batch = {**inputs, "tags": tags, "links": links}
    return {name: torch.from_numpy(array) for name, array in batch.items()}


def span_f1(prediction: EvalPrediction) -> dict[str, float]:
    """Return F1 of exact spans a role, and the share of links right at gold content starts."""
    tag_logits, link_logits = (np.asarray(part) for part in prediction.predictions)
    tags, links = (np.asarray(part) for part in prediction.label_ids)
    hits, guessed, gold = np.zeros(3), np.zeros(3), np.zeros(3)
    for logits, labels in zip(tag_logits, tags, strict=True):
        known = labels[:, 0] != IGNORED
        found = decode_spans(logits[known])
        # One-hot labels decode to themselves.
        wanted = decode_spans(np.eye(3)[labels[known]])
        for role in range(len(ROLES)):
            guessed[role] += len(found[role])
            gold[role] += len(wanted[role])
            hits[role] += len(set(found[role]) & set(wanted[role]))
    f1 = 2 * hits / np.maximum(guessed + gold, 1)
    scores = {f"{role}_f1": float(f1[i]) for i, role in enumerate(ROLES)}
    for i, name in enumerate(LINKS):
        known = links[:, i] != IGNORED
        right = link_logits[:, i].argmax(-1)[known] == links[:, i][known]
        scores[f"{name}_link"] = float(right.mean()) if known.any() else 0.0
    return scores | {"span_f1": float(f1.mean())}
