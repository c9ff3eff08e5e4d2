"""The weights that ship, and where to find a model by name."""

import hashlib
import json
from pathlib import Path
from typing import Any

from stance.errors import InputError

SHIPPED = Path(__file__).parent
TAGGER = SHIPPED / "tagger"
PRONOUN_MODEL = SHIPPED / "pronouns"
_FILES = ("model.onnx", "tokenizer.json", "model.json")


def resolve_model(name: str | Path) -> Path:
    """Return the folder of a model: a shipped one by its name, or any other by its path.

    Raises:
        InputError: if there is no such model, or one of its files is missing.
    """
    folder = SHIPPED / str(name)
    if not folder.is_dir():
        folder = Path(name)
    if not folder.is_dir():
        shipped = sorted(p.parent.name for p in SHIPPED.glob("*/model.onnx") if p.parent != TAGGER)
        raise InputError(name, f"no such model; shipped: {', '.join(shipped)}, or give a folder")
    for file in _FILES:
        if not (folder / file).is_file():
            raise InputError(folder / file, "this file of the model is missing")
    return folder


def read_settings(folder: Path) -> dict[str, Any]:
    """Return a model's ``model.json``.

    Raises:
        InputError: if it is no JSON object.
    """
    return read_json(folder / "model.json")


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises:
        InputError: if the file cannot be read or holds no JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(path, f"not readable as JSON ({error})") from error
    if not isinstance(value, dict):
        raise InputError(path, "not a JSON object")
    return value


def hash_models(*folders: Path) -> str:
    """Return a hash over all files that decide what the models answer."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in _FILES:
            # The weights for pronouns are all in the settings.
            if (folder / file).is_file():
                digest.update((folder / file).read_bytes())
    return digest.hexdigest()[:16]
