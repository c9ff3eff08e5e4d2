"""Training the network for pronouns on GAP."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from stance.claims.claim import Span
from stance.corpora.gap import GapSnippet, read_gap
from stance.entities import DEFAULT_PIPELINE, ArticleEntities
from stance.entities.antecedents import FEATURES, AntecedentScorer
from stance.entities.language import parse
from stance.errors import InputError
from stance.training.config import TrainConfig

_UNITS, _DROPOUT = 32, 0.3
_NETWORKS = 4
"""Networks with different seeds whose scores are averaged: one network with all their units."""
_ROUNDS = 2
"""The second round's features know what the first round says of the snippets' other pronouns."""


@dataclass(frozen=True)
class Example:
    """The candidates of one pronoun.

    Args:
        features: (candidates, features).
        right: (candidates,) whether each is a mention of what the pronoun refers to.
    """

    features: np.ndarray
    right: np.ndarray


def train_pronouns(config: TrainConfig, *, resume: bool = False) -> Path:
    """Train and save the network.

    Returns:
        The model folder (``config.out / "model"``).

    Raises:
        InputError: if a corpus cannot be read, or for ``resume``: there are no checkpoints.
    """
    if resume:
        raise InputError(config.out, "this training takes minutes and has no checkpoints")
    if config.threads:
        torch.set_num_threads(config.threads)
    snippets = [s for name in config.train for s in read_gap(config.file(name))]
    docs = [parse(snippet.text, DEFAULT_PIPELINE) for snippet in snippets]
    scorer = _first_guess()
    for _ in range(_ROUNDS):
        examples = []
        for snippet, doc in zip(snippets, docs, strict=True):
            entities = ArticleEntities(snippet.text, doc, (), scorer)
            example = _example(snippet, *entities.considered(snippet.pronoun))
            if example is not None:
                examples.append(example)
        if not examples:
            raise InputError(config.source, "no pronoun of the training data has a candidate")
        hidden, output = _fit(config, examples)
        scorer = AntecedentScorer(hidden, output)
    folder = config.out / "model"
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "features": list(FEATURES),
        "hidden": hidden.round(4).tolist(),
        "output": output.round(4).tolist(),
    }
    (folder / "model.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    return folder


def _first_guess() -> AntecedentScorer:
    """Return a scorer that prefers near subjects."""
    hidden = np.zeros((len(FEATURES) + 1, 1))
    for name, weight in (("sentences back", -1.0), ("subject", 1.0), ("gender known", 0.5)):
        hidden[FEATURES.index(name)] = weight
    # Far from zero, where the unit would be cut off.
    hidden[-1] = 100.0
    return AntecedentScorer(hidden, np.ones(1))


def _example(
    snippet: GapSnippet, spans: Sequence[Sequence[Span]], features: np.ndarray
) -> Example | None:
    """Return an example; None where all candidates or none are right.

    Where the pronoun refers to neither name, every candidate but those two may be right.
    """
    named = np.array(
        [
            [any(s < name[1] and name[0] < e for s, e in mentions) for name in snippet.names]
            for mentions in spans
        ],
        dtype=bool,
    ).reshape(-1, 2)
    right = (named & np.array(snippet.refers)).any(1)
    if not any(snippet.refers):
        right = ~named.any(1)
    return Example(features, right) if right.any() and not right.all() else None


def _fit(config: TrainConfig, examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of ``AntecedentScorer``."""
    every = np.concatenate([example.features for example in examples])
    # A feature that the training data never shows keeps no weight.
    varies = every.std(0) > 0
    mean, spread = every.mean(0), np.where(varies, every.std(0), 1.0)
    size = (len(examples), max(len(example.right) for example in examples))
    features = torch.zeros((*size, len(FEATURES)))
    right, shown = torch.zeros(size, dtype=torch.bool), torch.zeros(size, dtype=torch.bool)
    for i, example in enumerate(examples):
        count = len(example.right)
        features[i, :count] = torch.from_numpy((example.features - mean) / spread)
        right[i, :count], shown[i, :count] = torch.from_numpy(example.right), True
    hidden, output = [], []
    for number in range(_NETWORKS):
        torch.manual_seed(config.seed + number)
        first, last = nn.Linear(len(FEATURES), _UNITS), nn.Linear(_UNITS, 1, bias=False)
        network = nn.Sequential(nn.Dropout(_DROPOUT), first, nn.ReLU(), nn.Dropout(_DROPOUT), last)
        optimizer = torch.optim.AdamW(
            network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        for _ in range(round(config.epochs)):
            for batch in torch.randperm(len(examples)).split(config.batch_size):
                loss = _loss(network(features[batch])[:, :, 0], right[batch], shown[batch])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        weight = first.weight.detach().numpy().T / spread[:, None] * varies[:, None]
        bias = first.bias.detach().numpy() - mean @ weight
        hidden.append(np.vstack([weight, bias]))
        output.append(last.weight.detach().numpy()[0] / _NETWORKS)
    return np.concatenate(hidden, axis=1), np.concatenate(output)


def _loss(scores: Tensor, right: Tensor, shown: Tensor) -> Tensor:
    """Return the negative log of the right candidates' share of the softmax, on average."""
    shares = torch.log_softmax(scores.masked_fill(~shown, -1e9), 1)
    return -torch.logsumexp(shares.masked_fill(~right, -1e9), 1).mean()
