"""The reader of each stance and sentiment corpus, by the name of its folder."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from stance.corpora.dse import read_dse
from stance.corpora.labelled import LabelledExample, read_labelled
from stance.corpora.newsmtsc import read_newsmtsc
from stance.corpora.offsets import SUFFIX, read_offsets
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


def read_records(path: Path, data: Path | None = None) -> list[Record]:
    """Return a corpus file's records; its folder's name says which corpus it is.

    Any other .jsonl file holds examples as ``stance evaluate`` reads them, a .offsets.jsonl labels
    of passages in articles below ``data``.

    Raises:
        InputError: if the corpus is unknown or a file cannot be read.
    """
    reader = _READERS.get(path.parent.name)
    if reader is not None:
        return list(reader(path))
    if data is not None and path.name.endswith(SUFFIX):
        examples = read_offsets(path, data)
    elif path.suffix == ".jsonl":
        examples = read_labelled(path)
    else:
        known = ", ".join(_READERS)
        raise InputError(path, f"neither .jsonl nor in the folder of a known corpus: {known}")
    return [_record(example, path) for example in examples]


def _record(example: LabelledExample, path: Path) -> Record:
    return Record(
        id=example.id,
        corpus=path.name.partition(".")[0],
        text=example.pair.text,
        target=example.pair.target,
        speaker=example.pair.speaker,
        speaker_span=example.pair.speaker_span,
        target_span=example.pair.target_span,
        stance=example.labels.get("stance"),
        sentiment=example.labels.get("sentiment"),
    )


def unseen(records: Sequence[Record], train: Collection[str]) -> list[Record]:
    """Return the records whose text is not among those of the training data.

    A sentence that train has says how well a network remembers, not how well it reads: 27% of
    dse's valid sentences are such.
    """
    known = set(train)
    return [record for record in records if record.text not in known]
