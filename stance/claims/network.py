"""The tagger's network: an encoder, a tag head a role, and a head that links spans."""

from pathlib import Path
from typing import Any

from torch import Tensor, nn

from stance.claims.surface import SURFACES
from stance.claims.tags import ROLES, TAGS
from stance.models.encoder import load_encoder

IGNORED = -100
LINK_WIDTH = 64
LINKS = ("source", "cue")
"""What the first token of a content points at; at [CLS] where there is none."""


class TaggerNetwork(nn.Module):
    """Tags every token for each role, and lets the start of each content point at its source and
    its cue with a scaled dot product (head selection, Zhang et al., 2017).

    The encoder's segment embeddings, which a single text does not need, say what a token looks
    like (``stance.claims.surface``).

    Args:
        encoder: a folder or hub id of an encoder; its weights are loaded if ``pretrained``.
        pretrained: False builds the network only, for weights that are loaded afterwards.
    """

    def __init__(self, encoder: str | Path, *, pretrained: bool = True) -> None:
        super().__init__()
        self.encoder = load_encoder(encoder, pretrained=pretrained)
        embeddings: Any = self.encoder.embeddings
        embeddings.token_type_embeddings = _surface_embedding(
            embeddings.token_type_embeddings.weight.detach()
        )
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.tag_head = nn.Linear(width, len(ROLES) * len(TAGS))
        self.link_queries = nn.Linear(width, len(LINKS) * LINK_WIDTH)
        self.link_keys = nn.Linear(width, len(LINKS) * LINK_WIDTH)

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        surface: Tensor,
        tags: Tensor | None = None,
        links: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Return ``tag_logits`` (batch, tokens, roles, 3) and ``link_logits`` (batch, 2, tokens,
        tokens: from content start to source or cue start), and ``loss`` if labels are given.

        Args:
            input_ids, attention_mask, surface: (batch, tokens).
            tags: (batch, tokens, roles) tag indices, ``IGNORED`` on special tokens and padding.
            links: (batch, 2, tokens) token pointed at, ``IGNORED`` but at content starts.
        """
        states = self.encoder(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=surface,
        ).last_hidden_state
        states = self.dropout(states)
        batch, length, _ = states.shape
        tag_logits = self.tag_head(states).view(batch, length, len(ROLES), len(TAGS))
        shape = (batch, length, len(LINKS), LINK_WIDTH)
        queries = self.link_queries(states).view(shape).transpose(1, 2)
        keys = self.link_keys(states).view(shape).transpose(1, 2)
        link_logits = queries @ keys.transpose(2, 3) / LINK_WIDTH**0.5
        link_logits = link_logits + (1.0 - attention_mask[:, None, None].float()) * -1e4
        output = {"tag_logits": tag_logits, "link_logits": link_logits}
        if tags is not None and links is not None:
            tag_loss = nn.functional.cross_entropy(
                tag_logits.flatten(0, 2), tags.flatten(), ignore_index=IGNORED
            )
            pointed = (links != IGNORED).sum().clamp(min=1)
            link_loss = nn.functional.cross_entropy(
                link_logits.flatten(0, 2), links.flatten(), ignore_index=IGNORED, reduction="sum"
            )
            # Links are few; unscaled, their mean would outweigh the tags early on.
            output["loss"] = len(ROLES) * tag_loss + 0.3 * link_loss / pointed
        return output


def _surface_embedding(segments: Tensor) -> nn.Embedding:
    """Return an embedding that at first says of every token what segment 0 does."""
    return nn.Embedding.from_pretrained(segments[:1].repeat(SURFACES, 1), freeze=False)
