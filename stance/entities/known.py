"""Names that are known beforehand, given to what an article calls by them."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc

from stance.entities.agreement import name_words, same_name
from stance.entities.entity import Entity
from stance.entities.mentions import Mention
from stance.errors import InputError

KNOWN_LABEL = "KNOWN"
"""Label of what has a known name but none that the recogniser takes for one: "gun control"."""
_SHORTEST = 3
"""Letters of a name that is looked for word by word."""


def read_names(path: str | Path) -> list[str]:
    """Return the names of a file that has one a line.

    Raises:
        InputError: if the file cannot be read or has no name, or a line is no name: "the", a title
            alone.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(path, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "not UTF-8 text") from error
    names = [" ".join(line.split()) for line in text.splitlines()]
    if not any(names):
        raise InputError(path, "no names in this file; it needs one a line")
    for number, name in enumerate(names, start=1):
        if name and not name_words(name):
            raise InputError(f"{path}:{number}", f"{name!r} is not a name that can be looked for")
    return list(dict.fromkeys(name for name in names if name))


def name_known(
    doc: Doc, named: dict[Mention, Entity | None], nominals: Sequence[Mention], known: Sequence[str]
) -> dict[Mention, Entity | None]:
    """Return the mentions and what they stand for, with the known names in place.

    Entities of one known name become one; noun phrases that agree with a known name, and its words
    wherever else they stand, become mentions of it.

    Args:
        doc: the parsed text.
        named: its names and what stands for them.
        nominals: its other noun phrases.
        known: names, the surest first.
    """
    entities = {name: Entity(name, KNOWN_LABEL) for name in known}
    found = dict(named)
    for entity in list(dict.fromkeys(e for e in named.values() if e is not None)):
        name = _best(entity.name, known)
        if name is None:
            continue
        whole = entities[name]
        if not whole.mentions:
            whole.label, whole.roles, whole.gender = entity.label, entity.roles, entity.gender
            whole.plural = entity.plural
        for mention in entity.mentions:
            whole.add(mention)
            found[mention] = whole
    for nominal in nominals:
        if nominal not in found:
            name = _best(doc[nominal.start : nominal.end].text, known)
            if name is not None:
                found[nominal] = entities[name]
                entities[name].add(nominal)
    taken = {i for m in found for i in range(m.start, m.end)}
    for mention, name in _phrases(doc, known):
        if taken.isdisjoint(range(mention.start, mention.end)):
            found[mention] = entities[name]
            entities[name].add(mention)
            taken.update(range(mention.start, mention.end))
    return found


def _best(name: str, known: Sequence[str]) -> str | None:
    """Return the known name that agrees with a name, of several the one that shares most words."""
    words = set(name_words(name))
    agreeing = [k for k in known if same_name(k, name)]
    return max(agreeing, key=lambda k: len(words & set(name_words(k))), default=None)


def _phrases(doc: Doc, known: Sequence[str]) -> list[tuple[Mention, str]]:
    """Return where the words of known names stand, longer names first."""
    # "us" is hardly ever the country, and "The" and a hyphen are no words of a name.
    written = [
        (word, token.i) for token in doc if token.text != "us" for word in name_words(token.text)
    ]
    places: dict[str, list[int]] = defaultdict(list)
    for place, (word, _) in enumerate(written):
        places[word].append(place)
    found = []
    for name in sorted(known, key=lambda k: -len(k)):
        words = name_words(name)
        if len("".join(words)) < _SHORTEST:
            continue
        for place in places[words[0]]:
            part = written[place : place + len(words)]
            if tuple(word for word, _ in part) == words:
                span = doc[part[0][1] : part[-1][1] + 1]
                mention = Mention(span.start, span.end, span.root.i, "name", KNOWN_LABEL)
                found.append((mention, name))
    return found
