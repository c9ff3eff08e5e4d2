"""What speaks for a mention as the antecedent of a pronoun, as numbers for a linear model."""

import numpy as np
from spacy.tokens import Doc, Token

from stance.entities.entity import Entity, Gender
from stance.entities.mentions import Mention

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "iobj", "dative", "attr", "oprd"})
_OBLIQUES = frozenset({"pobj", "agent"})
_OWNERS = frozenset({"poss"})
_ARGUMENTS = _SUBJECTS | _OBJECTS | {"agent"}

FEATURES = (
    "same sentence",
    "sentences back",
    "log tokens between",
    "nearest",
    "after",
    "after, same sentence",
    "subject",
    "subject of the sentence",
    "object",
    "oblique",
    "owner",
    "apposition or other",
    "subject, pronoun subject",
    "subject, pronoun owner",
    "subject, pronoun object",
    "object, pronoun object",
    "object, pronoun subject",
    "owner, pronoun owner",
    "owner, pronoun subject",
    "oblique, pronoun owner",
    "oblique, pronoun subject",
    "one clause",
    "one clause, pronoun owner",
    "subject of a clause around it",
    "inside another's name phrase",
    "first subject of its sentence",
    "pronoun",
    "pronoun, same sentence",
    "pronoun, subject both",
    "nominal",
    "gender known",
    "person",
    "log mentions",
    "in the first sentence",
    "first subject of the text",
    "quoted, pronoun not",
    "pronoun quoted, it not",
    "sentence before, subject both",
    "conjunct",
    "log depth",
)


def role(token: Token) -> str:
    """Return "subject", "object", "oblique", "owner" or "other"."""
    while token.dep_ in ("conj", "appos", "compound", "flat") and token.head is not token:
        token = token.head
    for name, labels in (
        ("subject", _SUBJECTS),
        ("object", _OBJECTS),
        ("oblique", _OBLIQUES),
        ("owner", _OWNERS),
    ):
        if token.dep_ in labels:
            return name
    return "other"


def features(
    doc: Doc,
    sentence: np.ndarray,
    quoted: np.ndarray,
    entity: Entity,
    mention: Mention,
    pronoun: Mention,
    gender: Gender | None,
    rank: int,
) -> list[float]:
    """Return the values of ``FEATURES``.

    Args:
        sentence, quoted: (tokens,) the number of each token's sentence, whether it is quoted.
        entity: what the mention stands for.
        gender: the pronoun's.
        rank: how many candidate mentions lie between.
    """
    m, p = doc[mention.head], doc[pronoun.head]
    mine, its = role(m), role(p)
    back = int(sentence[pronoun.start] - sentence[mention.start])
    after = mention.start > pronoun.start
    same = back == 0
    between = abs(pronoun.start - mention.start)
    sent = m.sent
    subjects = [t for t in sent if t.dep_ in _SUBJECTS]
    clause = m.head == p.head and m.dep_ in _ARGUMENTS and p.dep_ in _ARGUMENTS
    owned = its == "owner" and p.head.head == m.head and m.dep_ in _ARGUMENTS
    around = mine == "subject" and m.head.is_ancestor(p) and not clause
    inside = any(
        a.pos_ in ("NOUN", "PROPN") and a.i != m.i and a.dep_ not in ("ROOT",)
        for a in list(m.ancestors)[:2]
    )
    earlier = sum(other.start < pronoun.start for other in entity.mentions)
    first_subject = bool(subjects) and mention.start <= subjects[0].i < mention.end
    is_pronoun = mention.kind == "pronoun"
    return [
        float(same),
        float(min(max(back, 0), 5)),
        float(np.log1p(between)),
        float(rank == 0),
        float(after),
        float(after and same),
        float(mine == "subject"),
        float(mine == "subject" and m.head.dep_ == "ROOT"),
        float(mine == "object"),
        float(mine == "oblique"),
        float(mine == "owner"),
        float(mine == "other"),
        float(mine == "subject" and its == "subject"),
        float(mine == "subject" and its == "owner"),
        float(mine == "subject" and its in ("object", "oblique")),
        float(mine in ("object", "oblique") and its in ("object", "oblique")),
        float(mine == "object" and its == "subject"),
        float(mine == "owner" and its == "owner"),
        float(mine == "owner" and its == "subject"),
        float(mine == "oblique" and its == "owner"),
        float(mine == "oblique" and its == "subject"),
        float(clause),
        float(owned),
        float(around),
        float(inside),
        float(first_subject),
        float(is_pronoun),
        float(is_pronoun and same),
        float(is_pronoun and mine == its == "subject"),
        float(mention.kind == "nominal"),
        float(gender is not None and entity.gender == gender),
        float(entity.label == "PERSON"),
        float(np.log1p(earlier)),
        float(sentence[mention.start] == 0),
        float(sentence[mention.start] == 0 and first_subject),
        float(quoted[mention.start] and not quoted[pronoun.start]),
        float(quoted[pronoun.start] and not quoted[mention.start]),
        float(back == 1 and mine == its == "subject"),
        float(m.dep_ == "conj"),
        float(np.log1p(len(list(m.ancestors)))),
    ]
