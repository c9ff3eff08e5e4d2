"""The tagger at work: a text -> claims with onnxruntime, without torch."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from stance.claims.claim import Claim
from stance.claims.linking import Links, link_claims
from stance.claims.signatures import signed_claims, with_signed
from stance.claims.tags import EAGERNESS, OUTSIDE, decode_spans
from stance.claims.windows import ArticleTokenizer, ArticleTokens, Window, windows
from stance.errors import InputError
from stance.models import TAGGER, read_settings, resolve_model
from stance.models.session import open_session

_BATCH = 4
"""Windows read in one call: more of them no longer fit a core's cache."""
_STRIDE = 0.6
"""How far apart windows are, as a share of their size."""


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
            self.size = int(settings["max_length"]) - 2
            self.min_score = float(settings["min_score"] if min_score is None else min_score)
        except Exception as error:
            # tokenizers raises bare Exception on a damaged file.
            raise InputError(folder, f"damaged model settings or tokenizer ({error})") from error
        self._session = open_session(folder, threads)
        inputs = {given.name for given in self._session.get_inputs()}
        if inputs != {"input_ids", "attention_mask", "surface"}:
            raise InputError(folder, f"no tagger of this version: it reads {sorted(inputs)}")

    def claims(self, text: str) -> list[Claim]:
        """Return the claims of a text, in text order."""
        tokens = self.split(text)
        parts = windows(len(tokens.ids), self.size, round(self.size * _STRIDE))
        if not parts:
            return []
        logits: list[np.ndarray] = []
        links: list[Links] = []
        for window, (tags, pointers) in zip(parts, self.read(tokens, parts), strict=True):
            logits.append(tags[window.own_start - window.start + 1 :][: window.owned])
            links.append(Links(window, pointers))
        tag_logits = np.concatenate(logits)
        tag_logits[:, :, OUTSIDE] -= EAGERNESS
        found = link_claims(text, tokens, tag_logits, decode_spans(tag_logits), links)
        found = with_signed(found, signed_claims(text))
        return [claim for claim in found if claim.score >= self.min_score]

    def split(self, text: str) -> ArticleTokens:
        """Return the text's word pieces."""
        return self._tokenizer.split(text)

    def read(
        self, tokens: ArticleTokens, parts: Sequence[Window]
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield each window's tag logits (tokens, roles, 3) and link logits (2, tokens, tokens),
        special tokens included: one pass of the encoder over it."""
        for at in range(0, len(parts), _BATCH):
            batch = parts[at : at + _BATCH]
            rows = [self._tokenizer.wrap(tokens.ids[w.start : w.end]) for w in batch]
            width = max(len(row) for row in rows)
            inputs = np.full((len(rows), width), self._tokenizer.pad_id, dtype=np.int64)
            mask, surface = np.zeros_like(inputs), np.zeros_like(inputs)
            for i, (window, row) in enumerate(zip(batch, rows, strict=True)):
                inputs[i, : len(row)], mask[i, : len(row)] = row, 1
                surface[i, 1 : len(row) - 1] = tokens.surface[window.start : window.end]
            feeds = {"input_ids": inputs, "attention_mask": mask, "surface": surface}
            yield from zip(*self._session.run(["tag_logits", "link_logits"], feeds), strict=True)
