"""DSE: directed sentiment between two entities of a news sentence (Park et al., 2021)."""

import re
from collections.abc import Iterator
from pathlib import Path

from stance.corpora.records import Record, read_lines
from stance.errors import InputError

# label -> stance of the first entity towards the second, of the second towards the first
_STANCES = {
    "0": ("neutral", "neutral"),
    "1": ("support", "neutral"),
    "2": ("neutral", "support"),
    "3": ("oppose", "neutral"),
    "4": ("neutral", "oppose"),
}
# Mentions were cut off inside words ("[Congre]ss", "[the United State]s"); the rest of the word
# belongs to the mention unless it is a possessive.
_TAIL = re.compile(r"[^\W\d_]{1,3}(?![^\W\d_])")


def read_dse(path: Path) -> Iterator[Record]:
    """Yield two records a line, one for each direction of the pair.

    Raises:
        InputError: if the file cannot be read or a line is not in the corpus's format.
    """
    for number, line in read_lines(path):
        fields = line.split("\t")
        if len(fields) != 4 or fields[3] not in _STANCES or fields[0].count("[") != 2:
            raise InputError(f"{path}:{number}", "not 'sentence TAB e1 TAB e2 TAB 0-4'")
        text, spans = _unbracket(fields[0])
        # The first bracket in the sentence is the second entity in a few lines.
        if fields[0].find(f"[{fields[1]}]") > fields[0].find(f"[{fields[2]}]"):
            spans.reverse()
        for direction, stance in enumerate(_STANCES[fields[3]]):
            speaker, target = spans if direction == 0 else spans[::-1]
            yield Record(
                id=f"{number}-{direction}",
                corpus="dse",
                text=text,
                speaker=text[slice(*speaker)],
                target=text[slice(*target)],
                speaker_span=speaker,
                target_span=target,
                stance=stance,
            )


def _unbracket(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence without its brackets, and the spans they enclosed."""
    pieces = re.split(r"[\[\]]", marked)
    text, spans = "", []
    for index, piece in enumerate(pieces):
        if index % 2:
            tail = _TAIL.match(pieces[index + 1])
            spans.append((len(text), len(text) + len(piece) + (tail.end() if tail else 0)))
        text += piece
    return text, spans
