"""Changes of a training example that leave its label as it was.

Other names: the news corpora name a few hundred politicians over and over; a network that is
trained on them as they are learns who is thought to be against whom. Other texts beside its own: an
article's passages also praise and blame others than the target.
"""

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from stance.claims.claim import Span
from stance.corpora.records import Record
from stance.lexicon import FEMALE_NAMES, MALE_NAMES, PRONOUNS

_FIRST_NAMES = sorted(name.title() for name in MALE_NAMES | FEMALE_NAMES)
_NAME = re.compile(r"[A-Z](?:[\w. -]*\w)?")
_MOST_WORDS = 3
_NO_NAMES = PRONOUNS.union("i me my mine myself we us our ours ourselves you your yours".split())


def name_pool(records: Sequence[Record]) -> list[str]:
    """Return the names that may stand for others: the capitalised mentions of all records."""
    mentions = {
        record.text[slice(*span)]
        for record in records
        for span in (record.speaker_span, record.target_span)
        if span
    }
    return sorted(m for m in mentions if _is_name(m) and len(m.split()) <= _MOST_WORDS)


def _is_name(mention: str) -> bool:
    return bool(_NAME.fullmatch(mention)) and mention.lower() not in _NO_NAMES


def swap_names(
    record: Record,
    pool: Sequence[str],
    rng: random.Random,
    roles: Collection[str] = ("speaker", "target"),
) -> Record:
    """Return the record with the mentions of these roles exchanged for names of the pool.

    Only mentions that are names are; everywhere in the text, and in half of the cases the name of a
    one-word mention gets a first name that the text does not have, as an article's canonical
    name often does.
    """
    if not pool:
        return record
    text = record.text
    spans = {"speaker": record.speaker_span, "target": record.target_span}
    names: dict[str, str | None] = {"speaker": record.speaker, "target": record.target}
    for role, span in spans.items():
        if role not in roles or span is None or not _is_name(text[slice(*span)]):
            continue
        old, new = text[slice(*span)], rng.choice(pool)
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text)]
        if span[0] not in places:
            places = sorted([*places, span[0]])
        if any(
            _overlaps(other, at, at + len(old))
            for at in places
            for name, other in spans.items()
            if name != role and other
        ):
            continue
        for at in reversed(places):
            text = text[:at] + new + text[at + len(old) :]
        shift = len(new) - len(old)
        for name, other in spans.items():
            if other:
                moved = sum(shift for at in places if at < other[0])
                length = len(new) if name == role else other[1] - other[0]
                spans[name] = (other[0] + moved, other[0] + moved + length)
        first = rng.choice(_FIRST_NAMES) if " " not in new and rng.random() < 0.5 else ""
        names[role] = f"{first} {new}".strip()
    return replace(
        record,
        text=text,
        speaker=names["speaker"],
        target=names["target"] or record.target,
        speaker_span=spans["speaker"],
        target_span=spans["target"],
    )


def add_neighbour(record: Record, neighbour: str, rng: random.Random) -> Record:
    """Return the record with another text before or after its own."""
    if rng.random() < 0.5:
        return replace(record, text=f"{record.text} {neighbour}")
    before = len(neighbour) + 1
    speaker, target = (
        (span[0] + before, span[1] + before) if span else None
        for span in (record.speaker_span, record.target_span)
    )
    text = f"{neighbour} {record.text}"
    return replace(record, text=text, speaker_span=speaker, target_span=target)


def _overlaps(span: Span, start: int, end: int) -> bool:
    return span[0] < end and start < span[1]
