"""Weights to go on from: those of a finished run, or of a model that ships."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor, nn

from stance.errors import InputError
from stance.models import resolve_model

_PREFIX = "network."
_TRANSPOSED = ".weight_Transposed"


def load_start(network: nn.Module, name: str) -> None:
    """Load weights into a network of the same kind.

    Args:
        network: the network to train.
        name: the ``model`` folder of a finished run, or a model folder or the name of a shipped
            model, whose int8 weights are turned back into numbers.

    Raises:
        InputError: if there is no such model, or its weights are not those of such a network.
    """
    run = Path(name) / "model.safetensors"
    try:
        if run.is_file():
            weights = load_file(run)
        else:
            weights = dequantise(resolve_model(name) / "model.onnx")
        network.load_state_dict(weights)
    except InputError:
        raise
    except Exception as error:
        # safetensors, protobuf and torch raise unrelated types for what is damaged or foreign.
        reason = " ".join(str(error).split("\n")[:2]).replace("\t", "")
        raise InputError(name, f"not weights that this network can go on from: {reason}") from error


def keep_start(network: nn.Module, name: str, share: float) -> None:
    """Mix the weights that a network was trained from into its own.

    The mean of both keeps more of what the start knew and loses little of what was learnt since
    (WiSE-FT, Wortsman et al., CVPR 2022).

    Args:
        network: the trained network.
        name: see ``load_start``.
        share: of the start's weights.

    Raises:
        InputError: see ``load_start``.
    """
    trained = {key: value.clone() for key, value in network.state_dict().items()}
    load_start(network, name)
    network.load_state_dict(
        {key: torch.lerp(trained[key], value, share) for key, value in network.state_dict().items()}
    )


def dequantise(path: Path) -> dict[str, Tensor]:
    """Return the state dict of a network that ``stance.training.export`` wrote in int8."""
    graph = onnx.load(path).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    makers = {name: node for node in graph.node for name in node.output}
    weights = {}
    for name, array in arrays.items():
        if name.startswith(_PREFIX):
            name = name.removeprefix(_PREFIX)
            if name.endswith(_TRANSPOSED):
                name, array = name.removesuffix("_Transposed"), array.T
            weights[name] = array
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            quantised = node.input[1]
            scale = arrays[quantised.removesuffix("_quantized") + "_scale"]
            weight = (arrays[quantised].astype(np.float32) * scale).T
            quantiser = makers[node.input[0]]
            smoothed = makers.get(quantiser.input[0])
            # Smoothing divided the weights by what the input is multiplied by.
            if smoothed is not None and smoothed.op_type == "Mul":
                for factor in (arrays.get(i) for i in smoothed.input):
                    if factor is not None and factor.shape == weight.shape[1:]:
                        weight = weight * factor
            # Product, cast, scaling, bias: the bias has kept its name.
            after = node
            while after.op_type != "Add":
                (after,) = readers[after.output[0]]
            bias = next(name for name in after.input if name in arrays)
            weights[bias.removeprefix(_PREFIX).removesuffix("bias") + "weight"] = weight
        elif node.op_type == "Gather" and arrays.get(node.input[0], np.empty(0)).dtype == np.int8:
            rows = arrays[node.input[0]].astype(np.float32)
            scales = next(a for a in arrays.values() if a.shape == (len(rows), 1))
            weights["encoder.embeddings.word_embeddings.weight"] = rows * scales
    return {
        name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in weights.items()
    }
