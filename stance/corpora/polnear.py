"""PolNeAR: news articles with every attribution annotated (Newell et al., 2018)."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from stance.claims.claim import Span
from stance.errors import InputError


@dataclass(frozen=True)
class Attribution:
    """One annotated attribution: character spans of each role, in text order."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class AnnotatedArticle:
    """An article with one annotator's attributions."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


def read_polnear(folder: Path, *, every_annotator: bool = False) -> list[AnnotatedArticle]:
    """Return the articles of a folder with ``text/`` and ``attributions/`` (brat standoff).

    Args:
        folder: the split's folder.
        every_annotator: also return an article again for each further annotator; otherwise only
            the first annotator in name order counts.

    Raises:
        InputError: if the folder or a file in it cannot be read.
    """
    articles: list[AnnotatedArticle] = []
    seen: set[str] = set()
    paths = sorted((folder / "attributions").glob("*.ann"))
    if not paths:
        raise InputError(folder, "no attributions/*.ann in this folder")
    for path in paths:
        # Several annotators of one article share the stem before the last underscore.
        stem = path.stem.rsplit("_", 1)[0]
        if stem in seen and not every_annotator:
            continue
        seen.add(stem)
        text_path = folder / "text" / f"{stem}.txt"
        try:
            text = text_path.read_text(encoding="utf-8")
            annotation = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(text_path, f"cannot read this article ({error})") from error
        articles.append(AnnotatedArticle(text_path.name, text, _attributions(annotation)))
    return articles


def _attributions(annotation: str) -> tuple[Attribution, ...]:
    spans: dict[str, list[Span]] = {}
    found = []
    for line in annotation.splitlines():
        parts = line.split("\t")
        # A few files hold stray lines without a second field.
        if len(parts) < 2:
            continue
        if line.startswith("T"):
            offsets = parts[1].partition(" ")[2]
            spans[parts[0]] = [
                (int(start), int(end)) for start, end in (o.split() for o in offsets.split(";"))
            ]
        elif line.startswith("E"):
            roles: dict[str, list[Span]] = defaultdict(list)
            for argument in parts[1].split()[1:]:
                role, _, reference = argument.partition(":")
                roles[re.sub(r"\d+$", "", role)] += spans.get(reference, [])
            if roles["Content"]:
                source, cue, content = (
                    tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content")
                )
                found.append(Attribution(source, cue, content))
    return tuple(found)
