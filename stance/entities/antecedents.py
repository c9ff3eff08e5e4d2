"""What speaks for a mention as the antecedent of a pronoun: features and a small network.

A network of one hidden layer scores each earlier mention (and the next later one of the sentence);
an entity's share is the sum of its mentions' softmax. The features follow the literature from
Lappin and Leass (1994) on: distance, grammatical roles and their parallels, frequency, binding.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import softmax
from spacy.tokens import Doc, Token

from stance.entities.entity import Entity, Gender
from stance.entities.mentions import Mention
from stance.errors import InputError
from stance.lexicon import HUMAN_LABELS
from stance.models import PRONOUN_MODEL, read_settings

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ROLES = {
    "subject": _SUBJECTS,
    "object": frozenset({"dobj", "iobj", "dative", "attr", "oprd"}),
    "oblique": frozenset({"pobj", "agent"}),
    "owner": frozenset({"poss"}),
}
_ARGUMENTS = _SUBJECTS | _ROLES["object"] | {"agent"}
_PLACES = frozenset({"GPE", "LOC", "FAC"})

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
    "second nearest",
    "nearest subject",
    "log candidates",
    "pronoun is subject",
    "pronoun is owner",
    "pronoun in the main clause",
    "pronoun early in its sentence",
    "after, subject of the sentence",
    "organisation",
    "place",
    "other label",
    "one word",
    "one word, no person",
    "last mention of its entity",
    "first person of the text",
    "most mentioned",
    "apposition",
    "has a following clause",
)


@dataclass(frozen=True)
class Antecedent:
    """A mention that a pronoun may refer to, and what it is a mention of."""

    entity: Entity
    mention: Mention


class AntecedentScorer:
    """The network.

    Args:
        hidden: (features + 1, units) weights of the hidden layer, its biases last.
        output: (units,) weights of the score.

    Raises:
        ValueError: if the shapes are others.
    """

    def __init__(self, hidden: np.ndarray, output: np.ndarray) -> None:
        if hidden.shape != (len(FEATURES) + 1, len(output)):
            raise ValueError(f"weights for other features: {hidden.shape}")
        self._hidden, self._output = hidden, output

    @classmethod
    def read(cls, model: Path = PRONOUN_MODEL) -> "AntecedentScorer":
        """Read the weights from a folder's model.json.

        Raises:
            InputError: if they are not there, damaged, or for other features.
        """
        settings = read_settings(model)
        try:
            if settings["features"] != list(FEATURES):
                raise ValueError("weights for other features")
            return cls(*(np.array(settings[name], dtype=float) for name in ("hidden", "output")))
        except (KeyError, ValueError, TypeError) as error:
            raise InputError(model / "model.json", f"damaged weights ({error})") from error

    def shares(self, features: np.ndarray, entities: Sequence[int]) -> dict[int, float]:
        """Return the probability of each entity.

        Args:
            features: (candidates, features).
            entities: a number for each candidate's entity.
        """
        hidden = np.maximum(features @ self._hidden[:-1] + self._hidden[-1], 0)
        found: Counter[int] = Counter()
        for entity, share in zip(entities, softmax(hidden @ self._output), strict=True):
            found[entity] += float(share)  # type: ignore[assignment]
        return dict(found)


def role(token: Token) -> str:
    """Return "subject", "object", "oblique", "owner" or "other"."""
    while token.dep_ in ("conj", "appos", "compound", "flat") and token.head is not token:
        token = token.head
    return next((name for name, labels in _ROLES.items() if token.dep_ in labels), "other")


def features_of(
    doc: Doc,
    sentence: np.ndarray,
    quoted: np.ndarray,
    candidates: Sequence[Antecedent],
    pronoun: Mention,
    gender: Gender | None,
) -> np.ndarray:
    """Return the ``FEATURES`` of each candidate: (candidates, features).

    Args:
        sentence, quoted: (tokens,) the number of each token's sentence, whether it is quoted.
        candidates: the latest first.
        gender: the pronoun's.
    """
    entities = list(dict.fromkeys(c.entity for c in candidates))
    before = {e: [m for m in e.mentions if m.start < pronoun.start] for e in entities}
    most = max((len(mentions) for mentions in before.values()), default=0)
    first = min(entities, key=lambda e: e.mentions[0].start, default=None)
    p = doc[pronoun.head]
    its = role(p)
    rank = subject_rank = 0
    rows = []
    for candidate in candidates:
        entity, mention = candidate.entity, candidate.mention
        m = doc[mention.head]
        mine = role(m)
        back = int(sentence[pronoun.start] - sentence[mention.start])
        after, same = mention.start > pronoun.start, back == 0
        subject = mine == "subject"
        main = m.head.dep_ == "ROOT"
        leading = next((t.i for t in m.sent if t.dep_ in _SUBJECTS), -1)
        leads = mention.start <= leading < mention.end
        clause = m.head == p.head and m.dep_ in _ARGUMENTS and p.dep_ in _ARGUMENTS
        ancestors = list(m.ancestors)
        is_pronoun = mention.kind == "pronoun"
        person, one_word = entity.label in HUMAN_LABELS, " " not in entity.name
        rows.append(
            [
                same,
                min(max(back, 0), 5),
                np.log1p(abs(pronoun.start - mention.start)),
                rank == 0 and not after,
                after,
                after and same,
                subject,
                subject and main,
                mine == "object",
                mine == "oblique",
                mine == "owner",
                mine == "other",
                subject and its == "subject",
                subject and its == "owner",
                subject and its in ("object", "oblique"),
                mine in ("object", "oblique") and its in ("object", "oblique"),
                mine == "object" and its == "subject",
                mine == its == "owner",
                mine == "owner" and its == "subject",
                mine == "oblique" and its == "owner",
                mine == "oblique" and its == "subject",
                clause,
                its == "owner" and p.head.head == m.head and m.dep_ in _ARGUMENTS,
                subject and m.head.is_ancestor(p) and not clause,
                any(a.pos_ in ("NOUN", "PROPN") and a.dep_ != "ROOT" for a in ancestors[:2]),
                leads,
                is_pronoun,
                is_pronoun and same,
                is_pronoun and mine == its == "subject",
                mention.kind == "nominal",
                gender is not None and entity.gender == gender,
                person,
                np.log1p(len(before[entity])),
                sentence[mention.start] == 0,
                sentence[mention.start] == 0 and leads,
                quoted[mention.start] and not quoted[pronoun.start],
                quoted[pronoun.start] and not quoted[mention.start],
                back == 1 and mine == its == "subject",
                m.dep_ == "conj",
                np.log1p(len(ancestors)),
                rank == 1 and not after,
                subject_rank == 0 and subject and not after,
                np.log1p(len(entities)),
                its == "subject",
                its == "owner",
                its == "subject" and p.head.dep_ == "ROOT",
                pronoun.start - p.sent.start < 4,
                after and subject and main,
                entity.label == "ORG",
                entity.label in _PLACES,
                not person and entity.label != "ORG" and entity.label not in _PLACES,
                one_word,
                one_word and not person,
                bool(before[entity]) and before[entity][-1] is mention,
                entity is first,
                len(before[entity]) == most,
                m.dep_ == "appos",
                any(c.dep_ in ("relcl", "acl", "appos") for c in m.children),
            ]
        )
        if not after:
            rank += 1
            subject_rank += subject
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))
