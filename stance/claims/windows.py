"""An article's tokens in overlapping windows that the tagger can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from stance.claims.claim import Span
from stance.claims.surface import surface


@dataclass(frozen=True)
class ArticleTokens:
    """Word pieces of an article.

    Args:
        ids: one id a word piece.
        offsets: the character span of each in the article's text.
        surface: what each looks like there (see ``stance.claims.surface``).
    """

    ids: Sequence[int]
    offsets: Sequence[Span]
    surface: Sequence[int]


@dataclass(frozen=True)
class Window:
    """Word pieces [start, end) of an article, read in one go.

    Args:
        start, end: the pieces that the window shows.
        own_start, own_end: those for which this window has the most context on both sides; the
            own parts of an article's windows are disjoint and cover it.
    """

    start: int
    end: int
    own_start: int
    own_end: int

    @property
    def owned(self) -> int:
        """How many pieces are this window's own."""
        return self.own_end - self.own_start


def token_id(tokenizer: Tokenizer, *names: str) -> int:
    """Return the id of a token, under the first of its names that the vocabulary has.

    Raises:
        ValueError: if it has none of them.
    """
    for name in names:
        found = tokenizer.token_to_id(name)
        if found is not None:
            return int(found)
    raise ValueError(f"the tokenizer has no {' or '.join(names)} token")


class ArticleTokenizer:
    """Splits a text into word pieces.

    Args:
        tokenizer: a BERT WordPiece tokenizer, or the path of its tokenizer.json.
    """

    def __init__(self, tokenizer: Tokenizer | Path) -> None:
        if isinstance(tokenizer, Path):
            tokenizer = Tokenizer.from_file(str(tokenizer))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self.cls_id, self.sep_id, self.pad_id = (
            token_id(tokenizer, token) for token in ("[CLS]", "[SEP]", "[PAD]")
        )

    def split(self, text: str) -> ArticleTokens:
        """Return the text's word pieces, without special tokens."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return ArticleTokens(encoding.ids, encoding.offsets, surface(text, encoding.offsets))

    def wrap(self, ids: Sequence[int]) -> list[int]:
        """Return a window's ids between [CLS] and [SEP]."""
        return [self.cls_id, *ids, self.sep_id]


def windows(length: int, size: int, stride: int) -> list[Window]:
    """Return windows of ``size`` pieces, ``stride`` apart, that cover ``length`` pieces.

    The last window is moved back so that it is full. Each piece belongs to the window whose
    middle is nearest.
    """
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    starts = [*range(0, length - size, stride), length - size]
    found = []
    for i, start in enumerate(starts):
        own_start = 0 if i == 0 else (starts[i - 1] + start + size) // 2
        own_end = length if i == len(starts) - 1 else (start + starts[i + 1] + size) // 2
        found.append(Window(start, start + size, own_start, own_end))
    return found
