"""From (speaker, target, text) to a stance: the encoding, and the shipped classifier."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stance
from stance.classifier.encoding import (
    AUTHOR,
    SPEAKER_CLOSE,
    SPEAKER_OPEN,
    TARGET_CLOSE,
    TARGET_OPEN,
    PairEncoder,
)
from stance.classifier.locate import locate
from stance.classifier.pair import Pair
from stance.classifier.runtime import Classifier
from stance.models import SHIPPED

TOKENIZER = SHIPPED / "default" / "tokenizer.json"
TEXT = "Morrow praised the Transit Board for keeping the trains running through the storm."


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return PairEncoder(TOKENIZER, 48)


def tokens(encoder: PairEncoder, pair: Pair) -> tuple[list[str], tuple[int, int, int], list[int]]:
    encoded = encoder.encode([pair])[0]
    words = [encoder._tokenizer.id_to_token(i) for i in encoded.input_ids]
    return words, encoded.positions, encoded.token_type_ids


def test_mentions_are_bracketed_where_they_stand(encoder: PairEncoder) -> None:
    pair = Pair("Transit Board", TEXT, "Morrow", (0, 6), (19, 32))
    words, positions, types = tokens(encoder, pair)
    second = words.index("[SEP]") + 1
    text = words[second:]
    assert text[:3] == [SPEAKER_OPEN, "morrow", SPEAKER_CLOSE]
    opened, closed = text.index(TARGET_OPEN), text.index(TARGET_CLOSE)
    assert text[opened + 1 : closed] == ["transit", "board"]
    assert [words[i] for i in positions] == ["[CLS]", SPEAKER_OPEN, TARGET_OPEN]
    assert min(positions[1:]) >= second, "the states are read in the text, not in the names"
    assert types == [0] * second + [1] * len(text)


def test_what_the_text_does_not_mention_is_read_off_the_names(encoder: PairEncoder) -> None:
    words, positions, _ = tokens(encoder, Pair("night buses", TEXT))
    assert words[1:3] == [SPEAKER_OPEN, AUTHOR]
    assert [words[i] for i in positions] == ["[CLS]", SPEAKER_OPEN, TARGET_OPEN]
    assert max(positions) < words.index("[SEP]")


@given(
    st.text(alphabet="ab ’,“é日🚢", min_size=1, max_size=400),
    st.text(alphabet="xy z", max_size=60),
    st.data(),
)
def test_any_pair_fits_and_its_positions_are_brackets(
    text: str, name: str, data: st.DataObject
) -> None:
    spans = []
    for _ in range(2):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append((start, data.draw(st.integers(start + 1, len(text)))))
    encoder = PairEncoder(TOKENIZER, 48)
    encoded = encoder.encode([Pair(name or "x", text, name or None, *spans)])[0]
    assert len(encoded.input_ids) == len(encoded.token_type_ids) <= 48
    words = [encoder._tokenizer.id_to_token(i) for i in encoded.input_ids]
    assert [words[i] for i in encoded.positions] == ["[CLS]", SPEAKER_OPEN, TARGET_OPEN]
    assert words.count(TARGET_OPEN) <= 2 >= words.count(SPEAKER_OPEN)


def test_a_cut_text_keeps_the_target(encoder: PairEncoder) -> None:
    text = "word " * 300 + "the Transit Board" + " word" * 300
    words, positions, _ = tokens(
        encoder, Pair("Transit Board", text, None, None, locate("Transit Board", text))
    )
    assert len(words) <= 48
    assert positions[2] > words.index("[SEP]")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Khawaja Asif", "When Khawaja Asif spoke", "Khawaja Asif"),
        ("Khawaja Asif", "When Asif spoke, Asifabad heard", "Asif"),
        ("transit board", "the Transit Board met", "Transit Board"),
        ("Asif", "Asifabad", None),
        ("", "nothing", None),
    ],
)
def test_locate(name: str, text: str, found: str | None) -> None:
    span = locate(name, text)
    assert (text[slice(*span)] if span else None) == found


def test_predict_reads_praise_and_blame() -> None:
    praise = stance.predict(speaker="Ada Morrow", target="Transit Board", text=TEXT)
    assert praise.stance == "support"
    assert praise.sentiment == "positive"
    blame = stance.predict(
        speaker="Dovrin",
        target="Petr Halvane",
        text="Dovrin accused Petr Halvane of buying votes and called him a disgrace.",
    )
    assert blame.stance == "oppose"
    assert blame.sentiment == "negative"
    assert blame.p_support + blame.p_oppose + blame.p_neutral == pytest.approx(1, abs=1e-5)


def test_direction_matters() -> None:
    text = "Dovrin accused Halvane of buying votes."
    there = stance.predict(speaker="Dovrin", target="Halvane", text=text)
    back = stance.predict(speaker="Halvane", target="Dovrin", text=text)
    assert there.p_oppose > back.p_oppose


def test_lists_give_lists() -> None:
    texts = [TEXT, "Morrow condemned the Transit Board."]
    both = stance.predict(speaker="Morrow", target="Transit Board", text=texts)
    assert isinstance(both, list)
    assert [p.stance for p in both] == ["support", "oppose"]
    alone = stance.predict(speaker="Morrow", target="Transit Board", text=texts[0])
    assert both[0].p_support == pytest.approx(alone.p_support, abs=0.02)
    assert stance.predict(target=[], text=TEXT) == []


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(stance.InputError, match="different length: target 2, text 3"):
        stance.predict(target=["a", "b"], text=["x", "y", "z"])
    with pytest.raises(stance.InputError, match="text is empty"):
        stance.predict(target="a", text=" ")
    with pytest.raises(stance.InputError, match="nowhere: no such model; shipped: default"):
        stance.predict(target="a", text="b", model="nowhere")


def test_a_batch_answers_like_single_questions() -> None:
    verbs = ("praised", "attacked", "met", "sued", "thanked", "defended", "mocked", "wrote to")
    texts = [f"Roth {verb} Calder{' again and again' * (i % 3)}." for i, verb in enumerate(verbs)]
    together = stance.predict(speaker="Roth", target="Calder", text=texts)
    assert isinstance(together, list)
    for text, found in zip(texts, together, strict=True):
        alone = stance.predict(speaker="Roth", target="Calder", text=text)
        # int8 activations are scaled by batch, so only nearly.
        assert found.p_support == pytest.approx(alone.p_support, abs=0.1)
        assert found.p_oppose == pytest.approx(alone.p_oppose, abs=0.1)


def test_a_truncated_model_is_named(tmp_path: Path) -> None:
    for file in ("model.onnx", "tokenizer.json", "model.json"):
        data = (SHIPPED / "default" / file).read_bytes()
        (tmp_path / file).write_bytes(data[: len(data) // 2] if file == "model.onnx" else data)
    with pytest.raises(stance.InputError, match=r"model\.onnx: not a complete ONNX model"):
        Classifier(tmp_path)
