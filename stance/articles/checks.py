"""Which texts are worth scoring."""

import functools
from typing import TYPE_CHECKING

from stance.articles.encoding import is_binary

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MAX_CHARACTERS = 200_000  # about 35,000 words: no news article, but a book or a whole archive
MAX_BYTES = 20_000_000  # of a file that holds one article; a page may embed its images
_MIN_LETTERS = 200  # below this a language cannot be told with certainty
_SAMPLE = 20_000  # characters on which the language is judged
_MIN_ENGLISH = (
    0.001  # probability; names and quotations of other languages must not cost an article
)


def find_fault(text: str, *, any_language: bool, any_length: bool) -> str | None:
    """Why a text cannot be used, in one line, or None if it can.

    Args:
        text: an article's text.
        any_language: accept texts that are not English.
        any_length: accept texts of more than ``MAX_CHARACTERS`` characters.
    """
    if not text:
        return "empty"
    if text.isspace():
        return "blank: nothing but white space"
    if is_binary(text):
        return "binary, not text"
    if len(text) > MAX_CHARACTERS and not any_length:
        return f"too long: {len(text):,} characters, more than {MAX_CHARACTERS:,}"
    if not any_language:
        return _find_foreign(text[:_SAMPLE])
    return None


def _find_foreign(text: str) -> str | None:
    if sum(map(str.isalpha, text)) < _MIN_LETTERS:
        return None
    ranking = _identifier().rank(text)
    language, probability = ranking[0]
    if language == "en" or dict(ranking)["en"] >= _MIN_ENGLISH:
        return None
    return f"not English: language {language} (probability {probability:.2f})"


@functools.cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
