"""Print the usual first names of members of the US Congress for stance/entities/congress.tsv.

    python scripts/usual_names.py FOLDER > stance/entities/congress.tsv

FOLDER holds legislators-current.json, legislators-historical.json and executive.json of the project
unitedstates/congress-legislators, which are in the public domain. A row has the first name of the
ballot, the surname, and the first name of the person's Wikipedia article, or else the nickname:
only where that is a short form of the other, and only one member since 1990 has the name. Common
surnames are left out: somebody else may have the name.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stance.entities.nicknames import same_first_name
from stance.errors import InputError
from stance.lexicon import census_names

FILES = ("legislators-current.json", "legislators-historical.json", "executive.json")
SINCE = "1990"
COMMON = 0.12
"""Percentage of people with a surname from which it is left out."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="with the three files")
    options = parser.parse_args()
    try:
        for row in rows(list(read(options.folder))):
            print("\t".join(row))
    except InputError as error:
        print(f"usual_names: {error}", file=sys.stderr)
        return 2
    return 0


def read(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield first name, surname and usual first name of each member since 1990."""
    for file in FILES:
        try:
            members: list[dict[str, Any]] = json.loads((folder / file).read_text(encoding="utf-8"))
            for member in members:
                if member["terms"][-1]["end"] >= SINCE:
                    yield names_of(member)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(folder / file, f"not a list of members ({error!r})") from error


def names_of(member: dict[str, Any]) -> tuple[str, str, str]:
    """Return a member's first name, surname and usual first name."""
    name = member["name"]
    usual = name.get("nickname") or name["first"]
    # "Doug Collins (politician)", "Bob Casey, Jr."
    title = re.sub(r" \(.*\)|,? Jr\.", "", member["id"].get("wikipedia", "")).split()
    if len(title) == 2 and title[1] == name["last"]:
        usual = title[0]
    # Newspapers leave accents out.
    last = unicodedata.normalize("NFD", name["last"]).encode("ascii", "ignore").decode()
    return name["first"], last, usual


def rows(members: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the table's rows."""
    usual = defaultdict(set)
    for first, last, called in members:
        usual[first, last].add(called)
    surnames = census_names("last")
    return sorted(
        (first, last, called)
        for (first, last), names in usual.items()
        for called in names
        if len(names) == 1
        and called != first
        and len(called) <= len(first)
        and same_first_name(first, called)
        and surnames.get(last.lower(), 0.0) < COMMON
    )


if __name__ == "__main__":
    sys.exit(main())
