"""The names of speakers, by type of mention: 60 mentions that were labelled for this project.

    python benchmarks/speakers.py ../shared/data/polnear/dev

The labels hold offsets only: where PolNeAR's dev articles mention a speaker, and where they name
whom the mention stands for as fully as they do. A name is right if it is that one, ignoring case
and "the"; a phrase that has no name ("attorneys for the family") if its name holds it. Speakers
come from the annotation, so that the figures are about the names alone.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from scipy.stats import binomtest

from stance.claims.claim import Claim
from stance.claims.linking import kind_of
from stance.corpora.polnear import read_polnear
from stance.entities import ArticleEntities
from stance.errors import InputError

LABELS = Path(__file__).parents[1] / "tests" / "data" / "speakers.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="PolNeAR's dev folder")
    parser.add_argument("--show", action="store_true", help="print the wrong ones")
    options = parser.parse_args()
    try:
        articles = {article.name: article for article in read_polnear(options.folder)}
    except InputError as error:
        print(f"speakers: {error}", file=sys.stderr)
        return 2
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        article = articles.get(label["article"])
        if article is None:
            print(f"speakers: {options.folder}: lacks {label['article']}", file=sys.stderr)
            return 2
        mention = tuple(label["mention"])
        text = article.text
        claims = [
            Claim(a.content, a.source, a.cue, kind_of(text, a.content), 1.0)
            for a in article.attributions
        ]
        number = next(i for i, claim in enumerate(claims) if mention in claim.speaker)
        found = ArticleEntities.from_text(text, claims).speakers[number]
        wanted = [text[slice(*span)] for span in label["names"]]
        good = agrees(found, wanted, phrase=label["type"] == "phrase")
        count.update([label["type"], "all"])
        right.update([label["type"], "all"] if good else [])
        if options.show and not good:
            print(f"{label['type']}: {text[slice(*mention)]!r} is {wanted}, not {found!r}")
    for kind, total in sorted(count.items(), key=lambda item: -item[1]):
        low, high = binomtest(right[kind], total).proportion_ci(method="wilson")
        share = right[kind] / total
        print(f"{kind:16} {right[kind]:2} of {total:2}  {share:.2f}  (95% {low:.2f} to {high:.2f})")
    return 0


def agrees(found: str | None, wanted: list[str], *, phrase: bool) -> bool:
    """Return whether a name is one of those wanted; None if there is none to want."""
    if found is None or not wanted:
        return found is None and not wanted
    name = plain(found)
    return any(plain(want) in name if phrase else plain(want) == name for want in wanted)


def plain(name: str) -> str:
    return name.lower().removeprefix("the ")


if __name__ == "__main__":
    sys.exit(main())
