"""Pairs per second: the shipped int8 classifier against RoBERTa-base in torch fp32.

    python benchmarks/speed.py [FOLDER]

Both see the same pairs, padded in the same batches, in turns within one run, on all cores.
RoBERTa-base (Liu et al., 2019) has its 12 layers of width 768 with random weights: what it answers
does not matter here, and the time does not depend on it.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

import torch
from transformers import RobertaConfig, RobertaForSequenceClassification

import stance
from stance.classifier.encoding import PairEncoder
from stance.classifier.runtime import Classifier
from stance.errors import InputError
from stance.examples import Example
from stance.models import resolve_model

ROUNDS = 5
_BATCH = 32


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", default="examples/articles", help="articles")
    parser.add_argument("--model", default="default", help="a shipped model or a model folder")
    options = parser.parse_args()
    try:
        rows = stance.load_examples(options.folder).to_list()
        classifier = Classifier(options.model, threads=0)
        encoder = PairEncoder(Path(resolve_model(options.model)) / "tokenizer.json")
    except InputError as error:
        print(f"speed: {error}", file=sys.stderr)
        return 2
    pairs = [Example(**row).pair() for row in rows]
    ids = sorted((e.input_ids for e in encoder.encode(pairs)), key=len)
    batches = [_padded(ids[at : at + _BATCH]) for at in range(0, len(ids), _BATCH)]
    network = RobertaForSequenceClassification(
        RobertaConfig(vocab_size=50265, max_position_embeddings=514, type_vocab_size=1)
    ).eval()

    def ours() -> None:
        classifier.logits(pairs)

    @torch.inference_mode()
    def theirs() -> None:
        for tokens, mask in batches:
            network(input_ids=tokens, attention_mask=mask)

    seconds: dict[str, list[float]] = {"ours": [], "RoBERTa-base": []}
    for round_number in range(ROUNDS + 1):
        for name, run in (("ours", ours), ("RoBERTa-base", theirs)):
            start = time.perf_counter()
            run()
            if round_number:  # the first warms up
                seconds[name].append(time.perf_counter() - start)
    tokens = sum(map(len, ids)) / len(ids)
    print(
        f"{len(pairs)} pairs of {tokens:.0f} tokens on average, {torch.get_num_threads()} threads"
    )
    for name, taken in seconds.items():
        rates = sorted(len(pairs) / s for s in taken)
        spread = f"from {rates[0]:.1f} to {rates[-1]:.1f}"
        print(f"{name:13} {median(rates):7.1f} pairs/s  ({spread})")
    ratios = sorted(b / a for a, b in zip(*seconds.values(), strict=True))
    print(
        f"ratio         {median(ratios):7.1f}          (from {ratios[0]:.1f} to {ratios[-1]:.1f})"
    )
    return 0


def _padded(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(map(len, rows))
    ids = torch.ones((len(rows), width), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask


if __name__ == "__main__":
    sys.exit(main())
