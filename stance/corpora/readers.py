"""The reader of each stance and sentiment corpus, by the name of its folder."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from stance.corpora.dse import read_dse
from stance.corpora.newsmtsc import read_newsmtsc
from stance.corpora.records import Record
from stance.corpora.topics import read_topics
from stance.errors import InputError

_READERS: dict[str, Callable[[Path], Iterator[Record]]] = {
    "dse": read_dse,
    "newsmtsc": read_newsmtsc,
    "gwsd": read_topics,
    "semeval2016": read_topics,
    "mpchi": read_topics,
    "perspectrum": read_topics,
}


def read_records(path: Path) -> list[Record]:
    """Return a corpus file's records; its folder's name says which corpus it is.

    Raises:
        InputError: if the corpus is unknown or the file cannot be read.
    """
    reader = _READERS.get(path.parent.name)
    if reader is None:
        raise InputError(path, f"unknown corpus; known folders: {', '.join(_READERS)}")
    return list(reader(path))


def unseen(records: Sequence[Record], train: Collection[str]) -> list[Record]:
    """Return the records whose text is not among those of the training data.

    A sentence that train has says how well a network remembers, not how well it reads: 27% of
    dse's valid sentences are such.
    """
    known = set(train)
    return [record for record in records if record.text not in known]
