"""From a text to claims: quotation marks, windows, tags, and the shipped tagger."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.claims.linking import kind_of
from stance.claims.quotations import quoted_spans
from stance.claims.signatures import signed_claims
from stance.claims.surface import CAPITALISED, FIRST, QUOTED, surface
from stance.claims.tagger import Tagger
from stance.claims.tags import BEGIN, INSIDE, OUTSIDE, decode_spans
from stance.claims.windows import windows

STORY = (
    "Mayor Ruth Calder on Tuesday defended the tunnel, calling it “the only honest answer”.\n\n"
    "“We will not find money this cheap again,” she said. “Waiting is the expensive choice.”\n\n"
    "Opposition councillor Tomas Brandt said that the mayor had hidden a second estimate.\n\n"
    "The council will vote on June 3.\n"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def quoted(text: str) -> list[str]:
    return [text[slice(*span)] for span in quoted_spans(text)]


def test_quotations_of_both_styles() -> None:
    assert quoted("He said “yes”, then «no».") == ["“yes”", "«no»"]
    assert quoted('"A," she said. "B."') == ['"A,"', '"B."']
    assert quoted("It’s the 'second' one.") == []


def test_a_missing_mark_does_not_turn_the_rest_inside_out() -> None:
    text = 'He said "yes and left.\n\nThe mayor said "no" to that.'
    assert quoted(text)[-1] == '"no"'


def test_a_quotation_over_paragraphs() -> None:
    text = "“First.\n\n“Second,” she said.\n\nPlain."
    assert quoted(text) == ["“First.", "“Second,”"]


@given(st.text(alphabet="ab “”\"'\n.,", max_size=80))
def test_quotations_are_ordered_and_inside_the_text(text: str) -> None:
    last = 0
    for start, end in quoted_spans(text):
        assert last <= start < end <= len(text)
        assert text[start] in '“”"'
        last = end


def test_surface_says_what_an_uncased_encoder_cannot_see() -> None:
    text = "Roth said “no, Vale”.\n\nthe end"
    words = ["Roth", "said", "“", "no", "Vale", "”", ".", "the", "end"]
    offsets = [(text.index(word), text.index(word) + len(word)) for word in words]
    assert surface(text, offsets) == [
        CAPITALISED | FIRST,
        0,
        QUOTED,
        QUOTED,
        QUOTED | CAPITALISED,
        QUOTED,
        0,
        FIRST,
        0,
    ]


@given(st.text(alphabet="aB “”\n.", max_size=80))
def test_surface_of_any_text(text: str) -> None:
    offsets = [(i, i + 1) for i, letter in enumerate(text) if not letter.isspace()]
    found = surface(text, offsets)
    assert len(found) == len(offsets)
    for (at, _), value in zip(offsets, found, strict=True):
        assert bool(value & CAPITALISED) == text[at].isupper()
        assert bool(value & QUOTED) == any(s <= at < e for s, e in quoted_spans(text))
    if found:
        assert found[0] & FIRST


@given(st.integers(0, 2000), st.integers(4, 300), st.data())
def test_windows_cover_every_token_once(length: int, size: int, data: st.DataObject) -> None:
    stride = data.draw(st.integers(1, size))
    found = windows(length, size, stride)
    owned = [i for w in found for i in range(w.own_start, w.own_end)]
    assert owned == list(range(length))
    for w in found:
        assert w.start <= w.own_start < w.own_end <= w.end <= length
        assert w.end - w.start <= size


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_decoded_spans_are_the_best_legal_tags(length: int, seed: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(length, 1, 3))
    spans = decode_spans(logits)[0]
    tags = np.full(length, OUTSIDE)
    for start, end in spans:
        assert 0 <= start < end <= length
        tags[start:end] = INSIDE
        tags[start] = BEGIN
    chosen = logits[np.arange(length), 0, tags].sum()
    # No legal neighbour that differs in one token scores higher.
    for at in range(length):
        for tag in range(3):
            other = tags.copy()
            other[at] = tag
            legal = all(
                other[t] != INSIDE or (t > 0 and other[t - 1] != OUTSIDE) for t in range(length)
            )
            if legal:
                assert logits[np.arange(length), 0, other].sum() <= chosen + 1e-9


def test_kinds_of_quotation() -> None:
    text = "He said “stop” and that it was “mad” to go on."
    assert kind_of(text, ((8, 14),)) == "direct"
    assert kind_of(text, ((9, 13),)) == "direct"
    assert kind_of(text, ((19, 45),)) == "mixed"
    assert kind_of(text, ((37, 45),)) == "indirect"


def test_the_shipped_tagger_finds_who_said_what(tagger: Tagger) -> None:
    claims = tagger.claims(STORY)

    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " ".join(STORY[slice(*span)] for span in spans)

    said = {(words(c.speaker), words(c.cue)): words(c.content) for c in claims}
    assert "Waiting is the expensive choice" in said["she", "said"]
    assert "money this cheap" in said["she", "said"], "an interrupted quotation is one claim"
    speaker = next(s for s, _ in said if "Tomas Brandt" in s)
    assert "hidden a second estimate" in said[speaker, "said"]
    assert not any("June 3" in content for content in said.values())
    assert all(0 < c.score <= 1 for c in claims)
    assert [c.content for c in claims] == sorted(c.content for c in claims)


def test_a_quotation_after_a_sentence_of_the_writers_is_a_claim_of_its_own(
    tagger: Tagger,
) -> None:
    text = (
        "The council met for six hours on Monday over the new bridge at Ostrava.\n\n"
        "“We have the money and we have the will,” said Mayor Jana Hruba.\n\n"
        "Contractor Tomas Brandt shook his head. “They will never finish it.”\n\n"
        "Opposition leader Petra Vlk left early. “This is a farce,” she told reporters.\n"
    )
    claims = {text[slice(*c.content[0])]: c for c in tagger.claims(text)}
    alone = claims["“They will never finish it.”"]
    assert len(alone.content) == 1 and not alone.cue
    assert not any(text[slice(*span)].startswith("Mayor") for span in alone.speaker)
    assert text[slice(*claims["“This is a farce,”"].cue[0])] == "told"


def test_a_wrapped_line_is_no_paragraph(tagger: Tagger) -> None:
    text = (
        "The council met for six hours on Monday over the new bridge at Ostrava, which\n"
        "was to open in May. Contractor Tomas Brandt shook his head. “They will never\n"
        "finish it, and they have known that since the floods of last September,”\n"
        "said Mayor Jana Hruba, who has backed the bridge since 2019 in the council.\n"
    )
    (claim,) = (c for c in tagger.claims(text) if "never" in text[slice(*c.content[0])])
    assert [text[slice(*span)] for span in claim.cue] == ["said"]


def test_a_long_text_gives_the_claims_of_its_parts(tagger: Tagger) -> None:
    copies = 12
    claims = tagger.claims(STORY * copies)
    alone = tagger.claims(STORY)
    found = {(c.content[0][0] % len(STORY), len(c.content)) for c in claims}
    assert {(c.content[0][0], len(c.content)) for c in alone} <= found
    assert abs(len(claims) - copies * len(alone)) <= copies


@settings(max_examples=15)
@given(st.text(max_size=200))
def test_any_text_gives_spans_inside_it(tagger: Tagger, text: str) -> None:
    for claim in tagger.claims(text):
        for start, end in (*claim.content, *claim.speaker, *claim.cue):
            assert 0 <= start < end <= len(text)


def test_signed_quotations_have_their_speaker(tagger: Tagger) -> None:
    text = (
        "What they said about the tunnel:\n\n"
        "“It is the worst idea in forty years, and the mayor knows it.” ― Tomas Brandt\n\n"
        "“Nobody who uses the bridge could be against it.” — Dr. Ruth Calder, Selbridge.\n\n"
        '"My grandchildren will still be paying for it." -- Vera Lund\n'
    )
    found = {
        " ".join(text[slice(*s)] for s in c.speaker): text[slice(*c.content[0])]
        for c in tagger.claims(text)
    }
    assert found["Tomas Brandt"].startswith("“It is the worst")
    assert found["Dr. Ruth Calder, Selbridge"].endswith("against it.”")
    assert found["Vera Lund"] == '"My grandchildren will still be paying for it."'


@given(
    st.sampled_from(["“{}.”", '"{}!"']),
    st.sampled_from([" — ", "―", " -- ", " ―\u00a0"]),
    st.sampled_from(["Ana Ruiz", "Élise Ruiz", "Ludwig van der Rohe", "Dr. Vale, Selbridge"]),
    st.sampled_from(["\n", "\r\n", ".\n", ""]),
    st.text(alphabet="ab “”\n", max_size=20),
)
def test_a_signed_line_is_a_claim(quote: str, dash: str, name: str, end: str, before: str) -> None:
    line = quote.format("We have waited long enough") + dash + name
    text = f"{before}\n{line}{end}"
    (claim,) = signed_claims(text)
    assert text[slice(*claim.speaker[0])] == name
    assert text[slice(*claim.content[0])] == quote.format("We have waited long enough")
    assert text[slice(*claim.cue[0])] == dash.strip()


@pytest.mark.parametrize(
    "line",
    [
        '"Vale is unfit to serve" - The Selbridge Post',
        "“We will not be moved” – Live Updates",
        "“The tunnel – late again – is a mess.”",
        "“We have waited long enough.” — and then she left",
        "He said: “We have waited long enough.” — Ana Ruiz",
    ],
)
def test_what_is_not_signed(line: str) -> None:
    assert signed_claims(line) == []


def test_an_empty_text_has_no_claims(tagger: Tagger) -> None:
    assert tagger.claims("") == []
