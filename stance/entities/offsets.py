"""Between the tokens of a parsed text and the characters of the text itself."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from stance.claims.claim import Span
from stance.entities.mentions import Mention


class Offsets:
    """Converts both ways.

    Args:
        text: the article's text.
        doc: the same, parsed.
    """

    def __init__(self, text: str, doc: Doc) -> None:
        self._text, self._doc = text, doc

    def characters(self, mention: Mention) -> Span:
        """Return the characters of a mention."""
        last = self._doc[mention.end - 1]
        return self._doc[mention.start].idx, last.idx + len(last)

    def written(self, mention: Mention) -> str:
        """Return a mention as the text has it."""
        return self._text[slice(*self.characters(mention))]

    def ranges(self, spans: Sequence[Span]) -> list[tuple[int, int]]:
        """Return the token ranges that character spans touch."""
        found = []
        for start, end in spans:
            span = self._doc.char_span(start, end, alignment_mode="expand")
            if span is not None and len(span):
                found.append((span.start, span.end))
        return found

    def sentences(self) -> Iterator[Span]:
        """Yield the characters of each sentence, without white space around it."""
        for sentence in self._doc.sents:
            written = sentence.text
            if written.strip():
                start = sentence.start_char
                leading = len(written) - len(written.lstrip())
                yield start + leading, start + len(written.rstrip())
