"""A trained network -> a model folder that ships: ONNX with int8 weights."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from stance.claims.network import LINK_WIDTH, LINKS, TaggerNetwork
from stance.claims.tags import ROLES, TAGS
from stance.classifier.network import StanceNetwork
from stance.errors import InputError
from stance.models import read_json
from stance.models.encoder import read_states
from stance.training.smoothing import STRENGTH, LayerScales, smooth

Scales = Sequence[LayerScales | None] | None

_MASKED = -1e4
_OWN = "bert"
"""The kind of encoder whose graph ``encode`` writes out."""
_HEADS = ("_head", "link_queries", "link_keys")
"""Parts of the names of layers that stay in fp32: they are small, and what they lose is not made
good by a later layer."""


class Int8Embedding(nn.Module):
    """An embedding of int8 rows, each with a scale of its own.

    onnxruntime's quantisation has one scale for the whole table, which costs accuracy: the rows
    of rare words are much longer than those of common ones.
    """

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        # The exporter writes plain tensors as constants; nothing here is trained.
        self.rows = (weight / scale).round().to(torch.int8)
        self.scale = scale

    def forward(self, ids: Tensor) -> Tensor:
        """Return the embeddings of token ids: (batch, tokens, width)."""
        return self.rows[ids].float() * self.scale[ids]


class ServedClassifier(nn.Module):
    """The classifier as it runs: BERT's last layer is computed only where the heads look.

    Exactly the function of ``StanceNetwork``: keys and values of the last layer come from all
    tokens, queries and feed-forward only from the three positions. Other encoders run as they are.
    """

    def __init__(self, network: StanceNetwork, scales: Scales = None) -> None:
        super().__init__()
        self.network, self.scales = network, scales

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, positions: Tensor
    ) -> Tensor:
        """Return logits (batch, 6)."""
        encoder, inputs = self.network.encoder, (input_ids, attention_mask, token_type_ids)
        if encoder.config.model_type == _OWN:
            states = encode(encoder, *inputs, positions, scales=self.scales)
        else:
            index = positions.unsqueeze(-1).expand(-1, -1, encoder.config.hidden_size)
            states = read_states(encoder, *inputs).gather(1, index)
        pooled = states.flatten(1)
        heads = (self.network.stance_head(pooled), self.network.sentiment_head(pooled))
        return torch.cat(heads, dim=1)


class ServedTagger(nn.Module):
    """The tagger as it runs."""

    def __init__(self, network: TaggerNetwork, scales: Scales = None) -> None:
        super().__init__()
        self.network, self.scales = network, scales

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, surface: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return what ``TaggerNetwork.forward`` does, as a tuple."""
        net = self.network
        states = encode(net.encoder, input_ids, attention_mask, surface, scales=self.scales)
        batch, length = input_ids.shape
        tags = net.tag_head(states).view(batch, length, len(ROLES), len(TAGS))
        shape = (batch, length, len(LINKS), LINK_WIDTH)
        queries = net.link_queries(states).view(shape).transpose(1, 2)
        keys = net.link_keys(states).view(shape).permute(0, 2, 3, 1)
        links = queries @ keys / LINK_WIDTH**0.5
        return tags, links + (1.0 - attention_mask[:, None, None].float()) * _MASKED


def encode(
    encoder: Any,
    input_ids: Tensor,
    attention_mask: Tensor,
    token_type_ids: Tensor,
    positions: Tensor | None = None,
    *,
    scales: Scales = None,
) -> Tensor:
    """Return a BERT encoder's last states: (batch, tokens or positions, width).

    Written out, because the library's own mask code does not trace to a small graph.

    Args:
        scales: of each layer, if the encoder's activations were smoothed.
    """
    states = encoder.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
    mask = (1.0 - attention_mask[:, None, None].float()) * _MASKED
    *layers, last = zip(
        encoder.encoder.layer, scales or [None] * len(encoder.encoder.layer), strict=True
    )
    for layer, scale in layers:
        states = _layer(layer, states, states, mask, scale)
    queries = states
    if positions is not None:
        queries = states.gather(1, positions.unsqueeze(-1).expand(-1, -1, states.shape[-1]))
    return _layer(last[0], queries, states, mask, last[1])


def _layer(
    layer: Any, queries: Tensor, states: Tensor, mask: Tensor, scale: LayerScales | None
) -> Tensor:
    attention = layer.attention.self
    heads, width = attention.num_attention_heads, attention.attention_head_size

    def split(projected: Tensor) -> Tensor:
        return projected.view(projected.shape[0], projected.shape[1], heads, width)

    # The scale goes to the queries: they are fewer numbers than the scores.
    asking, asked = queries, states
    if scale:
        asked = states * scale.attention
        asking = asked if queries is states else queries * scale.attention
    query = split(attention.query(asking) * width**-0.5).transpose(1, 2)
    key = split(attention.key(asked)).permute(0, 2, 3, 1)
    value = split(attention.value(asked)).transpose(1, 2)
    weights = torch.softmax(query @ key + mask, dim=-1)
    context = (weights @ value).transpose(1, 2).flatten(2)
    attended = layer.attention.output(context, queries)
    inner = layer.intermediate(attended * scale.intermediate if scale else attended)
    return layer.output(inner * scale.output if scale else inner, attended)


def load_network(run: Path) -> tuple[StanceNetwork | TaggerNetwork, dict[str, Any]]:
    """Return the network of a finished run's ``model`` folder and its ``training.json``.

    Raises:
        InputError: if the folder holds no finished model.
    """
    record = read_json(run / "training.json")
    kind = StanceNetwork if record.get("task") == "classifier" else TaggerNetwork
    try:
        network = kind(run, pretrained=False)
        network.load_state_dict(load_file(run / "model.safetensors"))
    except Exception as error:
        # transformers, safetensors and torch raise unrelated types for what is damaged or foreign.
        raise InputError(run, f"not the folder of a finished training run: {error}") from error
    return network.eval(), record


def export_model(
    run: Path,
    out: Path,
    settings: dict[str, Any],
    *,
    quantize: bool = True,
    sample: Sequence[dict[str, Tensor]] = (),
    strength: float = STRENGTH,
) -> Path:
    """Write a model folder: model.onnx, tokenizer.json and model.json.

    Weights of matrix products are int8 per output channel, activations are quantised as they
    come (dynamic quantisation) and smoothed before (see ``stance.training.smoothing``); word
    embeddings are int8 with a scale a row, the heads fp32.

    Args:
        run: the ``model`` folder of a training run.
        out: the model folder to write.
        settings: what goes into model.json besides max_length.
        quantize: False keeps fp32.
        sample: batches of the network's inputs on which a BERT encoder's activations are smoothed
            before they are quantised; none for no smoothing.
        strength: of the smoothing.

    Raises:
        InputError: if ``run`` holds no finished model.
    """
    network, record = load_network(run)
    scales = None
    if quantize and sample and network.encoder.config.model_type == _OWN:
        scales = smooth(network.encoder, lambda: [network(**batch) for batch in sample], strength)
    ids = torch.ones((2, 16), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    if isinstance(network, StanceNetwork):
        served: nn.Module = ServedClassifier(network, scales)
        inputs: tuple[Tensor, ...] = (ids, ids, ids, torch.zeros((2, 3), dtype=torch.int64))
        names = ["input_ids", "attention_mask", "token_type_ids", "positions"]
        outputs = ["logits"]
        dynamic = dict.fromkeys(names[:3], axes) | {
            "positions": {0: "batch"},
            "logits": {0: "batch"},
        }
    else:
        assert isinstance(network, TaggerNetwork)
        served, inputs = ServedTagger(network, scales), (ids, ids, ids)
        names = ["input_ids", "attention_mask", "surface"]
        outputs = ["tag_logits", "link_logits"]
        dynamic = dict.fromkeys([*names, "tag_logits"], axes)
        dynamic["link_logits"] = {0: "batch", 2: "tokens", 3: "tokens"}
    if quantize:
        embeddings: Any = network.encoder.embeddings
        embeddings.word_embeddings = Int8Embedding(embeddings.word_embeddings.weight.detach())
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            served.eval(),
            inputs,
            str(plain),
            input_names=names,
            output_names=outputs,
            dynamic_axes=dynamic,
            opset_version=17,
            dynamo=False,
        )
        if quantize:
            ready = Path(folder) / "ready.onnx"
            quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
            quantize_dynamic(
                ready,
                out / "model.onnx",
                per_channel=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul"],
                # A Gemm is made a MatMul of another name first.
                nodes_to_exclude=[
                    name
                    for node in onnx.load(ready).graph.node
                    if any(head in node.name for head in _HEADS)
                    for name in (node.name, f"{node.name}_MatMul")
                ],
                extra_options={"MatMulConstBOnly": True},
            )
        else:
            shutil.copy(plain, out / "model.onnx")
    shutil.copy(run / "tokenizer.json", out / "tokenizer.json")
    write_settings(out, {"max_length": record["max_length"], **settings})
    return out


def write_settings(folder: Path, settings: dict[str, Any]) -> None:
    """Write a model folder's model.json."""
    text = json.dumps(settings, indent=2) + "\n"
    (folder / "model.json").write_text(text, encoding="utf-8")
