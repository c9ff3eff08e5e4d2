"""A (speaker, target, text) example as token ids, with both mentions marked."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from stance.claims.claim import Span
from stance.claims.windows import token_id
from stance.classifier.pair import Pair
from stance.classifier.people import hide_people

# Entries of BERT vocabularies that no pre-training text uses serve as brackets.
SPEAKER_OPEN, SPEAKER_CLOSE = "[unused1]", "[unused2]"
TARGET_OPEN, TARGET_CLOSE = "[unused3]", "[unused4]"
AUTHOR = "[unused5]"
"""Stands for the speaker where nobody but the author speaks."""
MARKERS = (SPEAKER_OPEN, SPEAKER_CLOSE, TARGET_OPEN, TARGET_CLOSE, AUTHOR)
# As BERT and as RoBERTa call them.
_CLS, _SEP, _PAD = ("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[PAD]", "<pad>")

_NAME_TOKENS = 16


@dataclass(frozen=True)
class EncodedPair:
    """Token ids of one pair.

    Args:
        input_ids, token_type_ids: lists of one length.
        positions: indices of [CLS] and of the brackets that open speaker and target: in the text
            where it mentions them, else in the first segment.
    """

    input_ids: list[int]
    token_type_ids: list[int]
    positions: tuple[int, int, int]


class PairEncoder:
    """Turns pairs into ``[CLS] ‹speaker› ‹target› [SEP] text with brackets [SEP]``.

    Args:
        tokenizer: a tokenizer that has the ``MARKERS``, or the path of its tokenizer.json.
        max_length: tokens a pair may have; a longer text is cut around its mentions.
        hide_people: whether people's names become stand-ins (see ``stance.classifier.people``).
    """

    def __init__(
        self, tokenizer: Tokenizer | Path, max_length: int = 128, *, hide_people: bool = False
    ) -> None:
        if isinstance(tokenizer, Path):
            tokenizer = Tokenizer.from_file(str(tokenizer))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._max_length = max_length
        self._hide_people = hide_people
        self.pad_id = token_id(tokenizer, *_PAD)
        self._cls, self._sep = token_id(tokenizer, *_CLS), token_id(tokenizer, *_SEP)
        *brackets, self._author = (token_id(tokenizer, marker) for marker in MARKERS)
        self._speaker_brackets, self._target_brackets = brackets[:2], brackets[2:]

    def encode(self, pairs: Sequence[Pair]) -> list[EncodedPair]:
        """Return the pairs' token ids, in order."""
        if self._hide_people:
            pairs = [hide_people(pair) for pair in pairs]
        # Pairs of one article share texts and names: each string is tokenized once.
        strings = dict.fromkeys(
            s for p in pairs for s in (p.text, p.target, p.speaker) if s is not None
        )
        encodings = self._tokenizer.encode_batch(list(strings), add_special_tokens=False)
        tokens = dict(zip(strings, encodings, strict=True))
        return [self._encode(pair, tokens) for pair in pairs]

    def _encode(self, pair: Pair, tokens: dict[str, Encoding]) -> EncodedPair:
        speaker = tokens[pair.speaker].ids[:_NAME_TOKENS] if pair.speaker else [self._author]
        target = tokens[pair.target].ids[:_NAME_TOKENS]
        speaker_open, target_open = self._speaker_brackets[0], self._target_brackets[0]
        ids = [self._cls, speaker_open, *speaker, target_open, *target, self._sep]
        names_length = len(ids)
        positions = [0, 1, 2 + len(speaker)]

        text = tokens[pair.text]
        spans = [_token_span(text, pair.speaker_span), _token_span(text, pair.target_span)]
        room = self._max_length - names_length - 1 - 2 * sum(s is not None for s in spans)
        first, last = _window(len(text.ids), [s for s in spans if s], room)
        inserts: list[tuple[int, int, int]] = []
        for role, span in enumerate(spans):
            if span and first <= span[0] < last:
                inserts += [(span[0], 1, role), (min(span[1], last), 0, role)]
        at = first
        # Closing brackets (0) come before opening ones (1) at the same place.
        for place, opening, role in sorted(inserts):
            ids += text.ids[at:place]
            at = place
            if opening:
                positions[role + 1] = len(ids)
            ids.append((self._speaker_brackets, self._target_brackets)[role][0 if opening else 1])
        ids += [*text.ids[at:last], self._sep]
        types = [0] * names_length + [1] * (len(ids) - names_length)
        return EncodedPair(ids, types, (positions[0], positions[1], positions[2]))


def _token_span(text: Encoding, span: Span | None) -> Span | None:
    """Return the [start, end) token indices that a character span touches, if any."""
    if span is None:
        return None
    offsets = text.offsets
    start = bisect_right(offsets, span[0], key=lambda o: o[1])
    end = bisect_left(offsets, span[1], key=lambda o: o[0])
    return (start, end) if start < end else None


def _window(length: int, spans: Sequence[Span], room: int) -> Span:
    """Return the [start, end) of at most ``room`` tokens, centred on the spans if cut."""
    room = max(room, 1)
    if length <= room or not spans:
        return 0, min(length, room)
    # The target comes last; it is the one to keep where both do not fit.
    low, high = min(s[0] for s in spans), max(s[1] for s in spans)
    if high - low > room:
        low, high = spans[-1]
    start = min(max((low + high - room) // 2, 0), length - room)
    return start, start + room
