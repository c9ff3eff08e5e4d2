"""The classifier at work: pairs -> predictions with onnxruntime, without torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from stance.classifier.calibration import Calibration
from stance.classifier.encoding import EncodedPair, PairEncoder
from stance.classifier.pair import Pair
from stance.classifier.prediction import SENTIMENTS, STANCES, Prediction
from stance.classifier.selection import Selection
from stance.errors import InputError
from stance.models import read_settings, resolve_model
from stance.models.session import open_session

_BATCH_TOKENS = 1024
"""Padded tokens a batch may have: activations of a layer then stay in a core's cache."""


class Classifier:
    """A stance and sentiment classifier.

    Args:
        model: the name of a shipped model, or a model folder.
        threads: CPU threads of one call.

    Raises:
        InputError: if the model is not there or damaged.
    """

    def __init__(self, model: str | Path = "default", threads: int = 1) -> None:
        folder = resolve_model(model)
        settings = read_settings(folder)
        try:
            self._encoder = PairEncoder(
                folder / "tokenizer.json",
                int(settings["max_length"]),
                hide_people=bool(settings.get("hide_people")),
            )
            self._calibration = Calibration.from_dict(settings["calibration"])
            self.selection = Selection.from_dict(settings.get("selection", {}))
        except Exception as error:
            # tokenizers raises bare Exception on a damaged file.
            raise InputError(folder, f"damaged model settings or tokenizer ({error})") from error
        self._session = open_session(folder, threads)

    def predict(self, pairs: Sequence[Pair]) -> list[Prediction]:
        """Return a prediction for each pair, in order."""
        stance, sentiment = self._calibration.probabilities(self.logits(pairs))
        return [
            Prediction.from_probabilities(s, t)
            for s, t in zip(stance.tolist(), sentiment.tolist(), strict=True)
        ]

    def probabilities(self, pairs: Sequence[Pair]) -> tuple[np.ndarray, np.ndarray]:
        """Return calibrated probabilities of STANCES and of SENTIMENTS, each (pairs, 3)."""
        return self._calibration.probabilities(self.logits(pairs))

    def logits(self, pairs: Sequence[Pair]) -> np.ndarray:
        """Return the network's raw scores, (pairs, 6): STANCES before SENTIMENTS."""
        encoded = self._encoder.encode(pairs)
        logits = np.zeros((len(pairs), len(STANCES) + len(SENTIMENTS)), dtype=np.float32)
        # Neighbours in length waste the least padding.
        order = sorted(range(len(pairs)), key=lambda i: len(encoded[i].input_ids))
        at = 0
        while at < len(order):
            end = at + 1
            while (
                end < len(order)
                and len(encoded[order[end]].input_ids) * (end + 1 - at) <= _BATCH_TOKENS
            ):
                end += 1
            rows = order[at:end]
            logits[rows] = self._run([encoded[i] for i in rows])
            at = end
        return logits

    def _run(self, batch: Sequence[EncodedPair]) -> np.ndarray:
        width = max(len(e.input_ids) for e in batch)
        ids = np.full((len(batch), width), self._encoder.pad_id, dtype=np.int64)
        types, mask = np.zeros_like(ids), np.zeros_like(ids)
        for i, e in enumerate(batch):
            ids[i, : len(e.input_ids)] = e.input_ids
            types[i, : len(e.input_ids)] = e.token_type_ids
            mask[i, : len(e.input_ids)] = 1
        inputs = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": types,
            "positions": np.array([e.positions for e in batch], dtype=np.int64),
        }
        # Some encoders tell no segments apart.
        inputs = {node.name: inputs[node.name] for node in self._session.get_inputs()}
        return np.asarray(self._session.run(["logits"], inputs)[0])
