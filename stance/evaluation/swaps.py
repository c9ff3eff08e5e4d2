"""Whether a classifier reads the text rather than the names.

Two tests: other people's names in the place of those of speaker and target should leave the label
as it was; speaker and target exchanged should not leave an opinion as it was, because who
criticises is seldom criticised in the same words.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from scipy.stats import binomtest

from stance.classifier.runtime import Classifier
from stance.corpora.augment import swap_names
from stance.corpora.labelled import pair_of
from stance.corpora.names import FULL_NAMES, SURNAMES
from stance.corpora.records import Record
from stance.entities.language import parse

Share = tuple[float, float, float]
"""A share with its 95% interval (Wilson, 1927)."""


def name_stability(
    records: Sequence[Record], classifier: Classifier, *, seed: int = 0
) -> tuple[Share, int]:
    """Return the share of predicted labels that stay when people get other names.

    Counts a label of each kind that a record is labelled with. Records whose speaker and target
    are no people's names are left out.

    Args:
        records: a labelled corpus.
        classifier: the classifier.
        seed: of the names drawn.

    Returns:
        The share, and the number of labels it is of.
    """
    rng = random.Random(seed)
    before, after = [], []
    for record in records:
        changed = rename_people(record, rng)
        if changed != record:
            before.append(record)
            after.append(changed)
    same = total = 0
    answers = (classifier.predict([pair_of(r) for r in part]) for part in (before, after))
    for record, one, other in zip(before, *answers, strict=True):
        for kind in ("stance", "sentiment"):
            if getattr(record, kind):
                total += 1
                same += getattr(one, kind) == getattr(other, kind)
    return share(same, total), total


def rename_people(record: Record, rng: random.Random) -> Record:
    """Return a record with other names for those of its speaker and target that are people."""
    people = [
        (entity.start_char, entity.end_char)
        for entity in parse(record.text).ents
        if entity.label_ == "PERSON"
    ]
    spans = {"speaker": record.speaker_span, "target": record.target_span}
    taken = ""
    for role, span in spans.items():
        # "Lowry" and "Ann Lowry", not "the Lowry administration" nor "Senator Lowry".
        if span and any(start <= span[0] and span[1] <= end for start, end in people):
            names = FULL_NAMES if " " in record.text[slice(*span)] else SURNAMES
            pool = [name for name in names if not taken or taken not in name]
            record = swap_names(record, pool, rng, roles=[role])
            taken = (getattr(record, role) or "").split(" ")[-1]
    return record


def direction_sensitivity(records: Sequence[Record], classifier: Classifier) -> tuple[Share, int]:
    """Return how often the exchange of speaker and target does not leave an opinion as it was.

    Asked of the pairs that the labels and the classifier both call opinionated.

    Args:
        records: a corpus with stances and with both mentions in the text.
        classifier: the classifier.

    Returns:
        The share, and the number of pairs it is of.
    """
    pairs = [
        r for r in records if r.stance in ("support", "oppose") and r.speaker_span and r.target_span
    ]
    exchanged = [
        replace(
            r,
            speaker=r.target,
            target=r.speaker or "",
            speaker_span=r.target_span,
            target_span=r.speaker_span,
        )
        for r in pairs
    ]
    answers = (classifier.predict([pair_of(r) for r in part]) for part in (pairs, exchanged))
    told = [
        one.stance != other.stance
        for one, other in zip(*answers, strict=True)
        if one.stance != "neutral"
    ]
    return share(sum(told), len(told)), len(told)


def share(count: int, total: int) -> Share:
    """Return a share with its interval; 0 of 0 is 0."""
    if not total:
        return 0.0, 0.0, 1.0
    low, high = binomtest(count, total).proportion_ci(method="wilson")
    return count / total, float(low), float(high)
