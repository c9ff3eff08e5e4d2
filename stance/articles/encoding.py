"""Bytes to text."""

import codecs
import re

from charset_normalizer import from_bytes

from stance.articles.article import ReadError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# Control characters that no text has; U+0085, tabs, line and page ends are none of these.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_MAX_CONTROL = 0.02  # share of a text's characters
_MAX_DAMAGED = 0.02  # share of a text's characters
_MAX_CHAOS = 0.1  # charset-normalizer's measure, 0 (clean) to 1; it gives up at 0.2


def decode(data: bytes) -> str:
    """The text of a file: without its byte order mark, otherwise untouched.

    A few broken bytes become U+FFFD rather than cost the article.

    Raises:
        ReadError: the bytes are not text.
    """
    encoding = detect(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") > max(1, _MAX_DAMAGED * len(text)):
            raise ReadError(
                f"binary, or damaged {encoding} text (byte {error.start:,} and others)"
            ) from None
    if is_binary(text):
        raise ReadError("binary, not text")
    return text


def detect(data: bytes, *, whole: bool = True) -> str:
    """The name of the codec that ``data`` is written in.

    Args:
        data: a file's bytes, or its beginning.
        whole: false if ``data`` may end inside a character.

    Raises:
        ReadError: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data:
        match = from_bytes(data, cp_isolation=["utf_16_le", "utf_16_be"]).best()
        if match is None:
            raise ReadError("binary, not text (it holds NUL bytes)")
        return match.encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
        return "utf-8"
    except UnicodeDecodeError:
        return _legacy(data)


def _legacy(data: bytes) -> str:
    """The codec of bytes that are not valid UTF-8."""
    text = data.decode("utf-8", errors="replace")
    # Hardly any other encoding gives valid UTF-8 sequences by chance: more valid than broken ones
    # mean UTF-8 with a damaged spot.
    if len(_BEYOND_ASCII.findall(text)) > text.count("\ufffd"):
        return "utf-8"
    # English has few letters beyond ASCII, too few to tell code pages apart: Windows-1252, by far
    # the commonest, is taken unless it gives a mess.
    match = from_bytes(data, cp_isolation=["cp1252"]).best()
    if match is None or match.chaos > _MAX_CHAOS:
        match = from_bytes(data).best()
    if match is None:
        raise ReadError("binary, or text in an unknown encoding")
    return match.encoding


def is_binary(text: str) -> bool:
    """Whether decoded text holds NULs, or more control characters than a text would."""
    return "\0" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL * len(text)
