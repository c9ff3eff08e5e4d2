"""The tagger at work: a text -> claims with onnxruntime, without torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from stance.claims.claim import Claim
from stance.claims.linking import Links, link_claims
from stance.claims.signatures import signed_claims, with_signed
from stance.claims.tags import EAGERNESS, OUTSIDE, decode_spans
from stance.claims.windows import ArticleTokenizer, Window, windows
from stance.errors import InputError
from stance.models import TAGGER, read_settings, resolve_model
from stance.models.session import open_session

_BATCH = 4
"""Windows read in one call: more of them no longer fit a core's cache."""


class Tagger:
    """Finds the claims of an article.

    Args:
        model: a model folder; the shipped tagger by default.
        threads: CPU threads of one call.
        min_score: the score from which a claim is given; None for the model's own, which is the
            best for F1 on its dev split. Less finds more claims, of which fewer are right.

    Raises:
        InputError: if the model is not there or damaged, or ``min_score`` not from 0 to 1.
    """

    def __init__(
        self, model: str | Path = TAGGER, threads: int = 1, min_score: float | None = None
    ) -> None:
        if min_score is not None and not 0 <= min_score <= 1:
            raise InputError("min_score", f"{min_score} is not between 0 and 1")
        folder = resolve_model(model)
        settings = read_settings(folder)
        try:
            self._tokenizer = ArticleTokenizer(folder / "tokenizer.json")
            self._size = int(settings["max_length"]) - 2
            self._min_score = settings["min_score"] if min_score is None else min_score
        except Exception as error:
            # tokenizers raises bare Exception on a damaged file.
            raise InputError(folder, f"damaged model settings or tokenizer ({error})") from error
        self._session = open_session(folder, threads)

    def claims(self, text: str) -> list[Claim]:
        """Return the claims of a text, in text order."""
        tokens = self._tokenizer.split(text)
        parts = windows(len(tokens.ids), self._size, self._size // 2)
        if not parts:
            return []
        logits: list[np.ndarray] = []
        links: list[Links] = []
        for at in range(0, len(parts), _BATCH):
            batch = parts[at : at + _BATCH]
            for window, tags, pointers in zip(batch, *self._run(batch, tokens.ids), strict=True):
                own = slice(window.own_start - window.start + 1, window.own_end - window.start + 1)
                logits.append(tags[own])
                links.append(Links(window, pointers))
        tag_logits = np.concatenate(logits)
        tag_logits[:, :, OUTSIDE] -= EAGERNESS
        found = link_claims(text, tokens, tag_logits, decode_spans(tag_logits), links)
        found = with_signed(found, signed_claims(text))
        return [claim for claim in found if claim.score >= self._min_score]

    def _run(self, batch: list[Window], ids: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        rows = [self._tokenizer.wrap(ids[w.start : w.end]) for w in batch]
        width = max(len(row) for row in rows)
        inputs = np.full((len(rows), width), self._tokenizer.pad_id, dtype=np.int64)
        mask = np.zeros_like(inputs)
        for i, row in enumerate(rows):
            inputs[i, : len(row)], mask[i, : len(row)] = row, 1
        feeds = {"input_ids": inputs, "attention_mask": mask}
        tags, links = self._session.run(["tag_logits", "link_logits"], feeds)
        return np.asarray(tags), np.asarray(links)
