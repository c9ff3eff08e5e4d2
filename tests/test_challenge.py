"""The challenge sets: sentences of our own, each set on one thing that makes stance hard."""

import json
from pathlib import Path

from stance.evaluation.run import evaluate_folder

FOLDER = Path(__file__).parent / "challenge"
ALLOWED_LOSS = 0.05


def test_no_challenge_set_got_harder() -> None:
    """accuracy.json holds what the shipped model got when it was shipped."""
    before = json.loads((FOLDER / "accuracy.json").read_text(encoding="utf-8"))
    now = {name: found["stance"].accuracy for name, found in evaluate_folder(FOLDER).items()}
    assert set(now) == set(before)
    lost = {name: before[name] - now[name] for name in now if now[name] < before[name]}
    assert not {name: loss for name, loss in lost.items() if loss > ALLOWED_LOSS}


def test_every_set_is_large_and_asks_for_more_than_one_answer() -> None:
    for path in sorted(FOLDER.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(rows) >= 40, path.name
        assert len({row["stance"] for row in rows}) > 1, path.name
