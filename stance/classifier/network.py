"""The classifier's network: a transformer encoder with a stance and a sentiment head."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from stance.classifier.prediction import SENTIMENTS, STANCES
from stance.models.encoder import load_encoder, read_states

IGNORED = -100
"""The label of an example that a head does not learn from."""

_SOFTENING = 2.0
"""What logits are divided by before a student's and its teacher's are compared."""


class StanceNetwork(nn.Module):
    """Reads stance and sentiment off [CLS] and the brackets that open speaker and target.

    Marking the mentions and classifying from the markers' states follows Baldini Soares et al.
    (2019), "Matching the Blanks".

    Args:
        encoder: a folder or hub id of an encoder; its weights are loaded if ``pretrained``.
        pretrained: False builds the network only, for weights that are loaded afterwards.
        distil: weight of what a teacher says in the loss.
        class_weights: of STANCES and of SENTIMENTS in the loss; by default each class weighs 1.
    """

    def __init__(
        self,
        encoder: str | Path,
        *,
        pretrained: bool = True,
        distil: float = 0.0,
        class_weights: Sequence[Sequence[float] | None] = (None, None),
    ) -> None:
        super().__init__()
        self.distil = distil
        self.class_weights = class_weights
        self.encoder = load_encoder(encoder, pretrained=pretrained)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.stance_head = nn.Linear(3 * width, len(STANCES))
        self.sentiment_head = nn.Linear(3 * width, len(SENTIMENTS))

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        token_type_ids: Tensor,
        positions: Tensor,
        stance: Tensor | None = None,
        sentiment: Tensor | None = None,
        taught: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Return ``logits`` (batch, 6), stance before sentiment, and ``loss`` if labels are given.

        Args:
            input_ids, attention_mask, token_type_ids: (batch, tokens).
            positions: (batch, 3), see ``EncodedPair``.
            stance, sentiment: (batch,) class indices, ``IGNORED`` where unlabelled.
            taught: (batch, 6) logits of a teacher, not a number where it was not asked.
        """
        states = read_states(self.encoder, input_ids, attention_mask, token_type_ids)
        index = positions.unsqueeze(-1).expand(-1, -1, states.shape[-1])
        pooled = self.dropout(states.gather(1, index).flatten(1))
        heads = (self.stance_head(pooled), self.sentiment_head(pooled))
        output = {"logits": torch.cat(heads, dim=1)}
        if stance is not None and sentiment is not None:
            # Summed, then divided by the batch: an example weighs the same in either head.
            losses = [
                nn.functional.cross_entropy(
                    logits,
                    labels,
                    None if weights is None else logits.new_tensor(weights),
                    ignore_index=IGNORED,
                    reduction="sum",
                )
                for logits, labels, weights in zip(
                    heads, (stance, sentiment), self.class_weights, strict=True
                )
            ]
            output["loss"] = (losses[0] + losses[1]) / len(input_ids)
            if taught is not None and self.distil:
                output["loss"] = output["loss"] + self.distil * _divergence(heads, taught)
        return output


def _divergence(heads: Sequence[Tensor], taught: Tensor) -> Tensor:
    """Return how far the heads are from the teacher's logits, added up over heads, per example.

    The Kullback-Leibler divergence of softened probabilities, times the square of the softening
    so that its gradients do not shrink with it (Hinton et al., 2015).
    """
    asked = ~taught.isnan().any(dim=1)
    parts = taught[asked].split([head.shape[1] for head in heads], dim=1)
    divergence = sum(
        (
            nn.functional.kl_div(
                (logits[asked] / _SOFTENING).log_softmax(1),
                (part / _SOFTENING).log_softmax(1),
                reduction="sum",
                log_target=True,
            )
            for logits, part in zip(heads, parts, strict=True)
        ),
        start=torch.zeros(()),
    )
    return divergence * _SOFTENING**2 / len(taught)
