"""Evening out an encoder's activations before they are quantised.

A tensor of activations has one int8 scale; a few channels with large values leave the others a
few steps of it. SmoothQuant (Xiao et al., ICML 2023) divides each channel by a factor and
multiplies the weights that read it by the same, which changes nothing in fp32.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

STRENGTH = 0.8
"""Share of a channel's range that goes to its weights (alpha in the paper), by default."""


@dataclass(frozen=True)
class LayerScales:
    """What the inputs of a layer's matrix products are multiplied by, each (channels,).

    Args:
        attention: the input of queries, keys and values.
        intermediate: the input of the feed-forward part.
        output: what comes out of its activation function.
    """

    attention: Tensor
    intermediate: Tensor
    output: Tensor


@torch.no_grad()
def smooth(
    encoder: Any, run: Callable[[], object], strength: float = STRENGTH
) -> list[LayerScales]:
    """Move activation scales into the weights of a BERT encoder, in place.

    Args:
        encoder: the encoder.
        run: runs it over sample inputs; what the matrix products see then sets the scales.
        strength: see ``STRENGTH``.

    Returns:
        What the inputs must be multiplied by from now on, a layer each. The input of the
        attention's output needs nothing: its factor goes into the values' weights.
    """
    layers = list(encoder.encoder.layer)
    peaks: dict[nn.Module, Tensor] = {}

    def watch(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        peak = inputs[0].abs().flatten(0, -2).amax(0)
        peaks[module] = torch.maximum(peaks.get(module, peak), peak)

    watched = [
        module
        for layer in layers
        for module in (
            layer.attention.self.query,
            layer.attention.output.dense,
            layer.intermediate.dense,
            layer.output.dense,
        )
    ]
    hooks = [module.register_forward_pre_hook(watch) for module in watched]
    run()
    for hook in hooks:
        hook.remove()

    scales = []
    for layer in layers:
        attention = layer.attention.self
        readers = [attention.query, attention.key, attention.value]
        into_attention = _scale(peaks[attention.query], readers, strength)
        dense = layer.attention.output.dense
        context = _scale(peaks[dense], [dense], strength)
        attention.value.weight *= context[:, None]
        attention.value.bias *= context
        inner, outer = layer.intermediate.dense, layer.output.dense
        into_intermediate = _scale(peaks[inner], [inner], strength)
        into_output = _scale(peaks[outer], [outer], strength)
        scales.append(LayerScales(into_attention, into_intermediate, into_output))
    return scales


def _scale(peak: Tensor, readers: list[nn.Linear], strength: float) -> Tensor:
    """Return what to multiply channels by, and divide the readers' weights by it."""
    weight = torch.stack([reader.weight.abs().amax(0) for reader in readers]).amax(0)
    factor = peak.clamp(min=1e-4) ** strength / weight.clamp(min=1e-4) ** (1 - strength)
    for reader in readers:
        reader.weight *= factor
    return 1 / factor
