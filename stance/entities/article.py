"""The names of one article: what each of its mentions stands for."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc, Token

from stance.claims.claim import Claim, Span
from stance.claims.quotations import quoted_spans
from stance.entities.antecedents import FEATURES, AntecedentScorer
from stance.entities.entity import Entity
from stance.entities.language import DEFAULT_PIPELINE, parse
from stance.entities.lexicon import HUMAN_LABELS
from stance.entities.mentions import (
    RELATIVES,
    Mention,
    find_names,
    find_nominals,
    find_pronouns,
    is_plural,
)
from stance.entities.names import merge_names
from stance.entities.narrated import NarratedPair, find_pairs
from stance.entities.offsets import Offsets
from stance.entities.pronouns import PronounResolver
from stance.entities.roles import describe, resolve_nominal
from stance.entities.targets import Candidate, Target, choose, find_candidates

_FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
_CARRY = 300
"""Characters between two claims of one speaker over which the first's target is carried on."""
_LONGEST_NAME = 80


class ArticleEntities:
    """Who speaks in an article and about whom, under canonical names.

    Args:
        text: the article's text.
        doc: the same, parsed.
        claims: its claims.
        scorer: of the antecedents of pronouns; the shipped one by default.
    """

    def __init__(
        self,
        text: str,
        doc: Doc,
        claims: Sequence[Claim],
        scorer: AntecedentScorer | None = None,
    ) -> None:
        self._text = text
        self._doc = doc
        self._offsets = offsets = Offsets(text, doc)
        self._claims = claims
        self._content = [offsets.ranges(claim.content) for claim in claims]
        self._cue = [offsets.ranges(claim.cue) for claim in claims]
        self.sentences: list[Span] = list(self._offsets.sentences())
        quoted = np.zeros(len(doc), dtype=bool)
        for start, end in offsets.ranges(quoted_spans(text)):
            quoted[start:end] = True
        self._quoted = quoted

        names = find_names(doc)
        entities = merge_names(doc, names)
        for entity in entities:
            describe(doc, entity)
        self._entity: dict[Mention, Entity | None] = {m: e for e in entities for m in e.mentions}
        nominals = find_nominals(doc, list(self._entity))
        for nominal in nominals:
            named = resolve_nominal(doc, nominal, entities)
            if named is not None:
                self._entity[nominal] = named
                named.add(nominal)
        self._topics = self._name_topics([m for m in nominals if m not in self._entity])
        self._resolver = PronounResolver(doc, [*entities, *self._topics], quoted, scorer)
        self._mentions = sorted(self._entity, key=lambda m: m.start)
        self._at = {i: m for m in self._mentions for i in range(m.start, m.end)}
        self._resolve_pronouns(find_pronouns(doc))

    @classmethod
    def from_text(
        cls, text: str, claims: Sequence[Claim] = (), language: str = DEFAULT_PIPELINE
    ) -> "ArticleEntities":
        """Parse a text and resolve its names.

        Raises:
            InputError: if the spaCy pipeline is not installed.
        """
        return cls(text, parse(text, language), claims)

    def targets(self, number: int) -> list[Target]:
        """Return whom and what a claim is about, in text order; never its speaker.

        A quotation that names nobody carries on with the target of the claim before, if that has
        the same speaker and stands close by.
        """
        chosen = choose(self._candidates(number), self.speakers[number])
        if not any(not c.topic for c in chosen) and number and self.speakers[number]:
            previous, claim = self._claims[number - 1], self._claims[number]
            near = claim.content[0][0] - previous.content[-1][1] <= _CARRY
            if near and self.speakers[number - 1] == self.speakers[number]:
                earlier = choose(self._candidates(number - 1), self.speakers[number])
                chosen = [*[c for c in earlier if not c.topic][:1], *chosen]
        return [
            Target(
                c.entity.name, self._offsets.written(c.mention), self._offsets.characters(c.mention)
            )
            for c in chosen
        ]

    def considered(self, span: Span) -> tuple[list[list[Span]], np.ndarray]:
        """Return what was considered for a pronoun: of each candidate mention, the spans of all
        mentions of its entity, and its features (see ``stance.entities.antecedents``)."""
        ranges = self._offsets.ranges([span])
        found = self._resolver.considered.get(ranges[0][0]) if ranges else None
        candidates, features = found or ([], np.zeros((0, len(FEATURES))))
        return [
            [self._offsets.characters(m) for m in c.entity.mentions] for c in candidates
        ], features

    def same_as(self, span: Span) -> list[Span]:
        """Return where the text mentions what it mentions in a span, that mention included.

        Args:
            span: the characters of a mention, a pronoun for instance; [] if it is none.
        """
        ranges = self._offsets.ranges([span])
        mention = self._at.get(ranges[0][0]) if ranges else None
        entity = self._entity.get(mention) if mention else None
        return [self._offsets.characters(m) for m in entity.mentions] if entity else []

    def narrated_pairs(self) -> list[NarratedPair]:
        """Return the pairs of an actor and what the act is about, outside any claim."""
        claimed = np.zeros(len(self._doc), dtype=bool)
        for ranges in (*self._content, *self._cue):
            for start, end in ranges:
                claimed[start:end] = True
        found = []
        for sentence in self._doc.sents:
            start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
            for subject, speaker, thing, target in find_pairs(
                self._doc,
                self._between(sentence.start, sentence.end),
                self._entity.get,
                lambda i: bool(claimed[i]),
            ):
                found.append(
                    NarratedPair(
                        speaker=speaker.name,
                        speaker_span=self._offsets.characters(subject),
                        target=target.name,
                        target_span=self._offsets.characters(thing),
                        target_mention=self._offsets.written(thing),
                        start=start,
                        end=sentence.start_char + len(sentence.text.rstrip()),
                    )
                )
        return found

    def _between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start among the tokens [start, end)."""
        first = bisect_left(self._mentions, start, key=lambda m: m.start)
        last = bisect_left(self._mentions, end, key=lambda m: m.start)
        return self._mentions[first:last]

    def _candidates(self, number: int) -> list[Candidate]:
        return find_candidates(
            self._doc,
            self._content[number],
            self._cue[number],
            self._at.get,
            self._entity.get,
        )

    def _name_topics(self, nominals: Sequence[Mention]) -> list[Entity]:
        """Give every other noun phrase an entity of its own, one for each wording."""
        topics: dict[str, Entity] = {}
        for mention in nominals:
            name = " ".join(self._offsets.written(mention).split())
            entity = topics.get(name.lower())
            if entity is None:
                entity = Entity(name, "", plural=is_plural(self._doc[mention.head]))
                topics[name.lower()] = entity
            entity.add(mention)
            self._entity[mention] = entity
        return list(topics.values())

    def _resolve_pronouns(self, pronouns: Sequence[Mention]) -> None:
        """Resolve pronouns outside quotations, then the speakers, then the quoted pronouns.

        "He" in a quotation is not the one who says it, so its speaker must be known first.
        """
        for mention in pronouns:
            if not self._quoted[mention.start]:
                self._put(mention, self._resolve(mention))
        self.speakers: list[str | None] = [self._speaker(claim) for claim in self._claims]
        self._carry_speakers()
        named = {e.name: e for e in self._entity.values() if e is not None}
        for mention in pronouns:
            if self._quoted[mention.start]:
                speaker = next(
                    (
                        self.speakers[number]
                        for number, ranges in enumerate(self._content)
                        if any(start <= mention.start < end for start, end in ranges)
                    ),
                    None,
                )
                excluded = [named[speaker]] if speaker in named else []
                self._put(mention, self._resolve(mention, excluded))
        self._mentions = sorted(self._entity, key=lambda m: m.start)
        # A possessive stands for its owner in the name of what is owned.
        for topic in self._topics:
            topic.name = self._owned(topic.mentions[0])

    def _put(self, mention: Mention, entity: Entity | None) -> None:
        self._entity[mention] = entity
        self._at[mention.start] = mention
        if entity is not None:
            entity.add(mention)

    def _resolve(self, mention: Mention, excluded: Sequence[Entity] = ()) -> Entity | None:
        token = self._doc[mention.start]
        if token.lower_ in RELATIVES:
            return self._antecedent(token)
        return self._resolver.resolve(mention, excluded)

    def _antecedent(self, relative: Token) -> Entity | None:
        """Return what a relative clause hangs on: "Kabul" of "Kabul, which denies it"."""
        clause = next((t for t in (relative, *relative.ancestors) if t.dep_ == "relcl"), None)
        mention = self._at.get(clause.head.i) if clause else None
        return self._entity.get(mention) if mention else None

    def _speaker(self, claim: Claim) -> str | None:
        """Return the canonical name of a claim's speaker; None if it cannot be told."""
        ranges = self._offsets.ranges(claim.speaker)
        if not ranges:
            return None
        start, end = ranges[0]
        root = self._doc[start:end].root
        inside = [m for m in self._between(start, end) if m.end <= end]
        people = [m for m in inside if m.kind == "name" and m.label in HUMAN_LABELS]
        # "The engineer, Daniel Prowse": a name in apposition, or one that a title leads.
        for person in people:
            token = self._doc[person.head]
            if person.start <= root.i < person.end or (
                token.dep_ in ("appos", "flat") and token.head == root
            ):
                return self._name(person)
        mention = self._at.get(root.i)
        if root.lower_ in _FIRST_PERSON:
            return None
        if mention is not None:
            entity = self._entity.get(mention)
            if entity is not None and (entity.label or mention.kind == "pronoun"):
                return entity.name
            if mention.kind == "nominal":
                return self._phrase(mention, end)
            return None
        if inside:
            return self._name(next(iter(people), inside[0]))
        if root.pos_ in ("PRON", "DET", "ADJ") and end - start == 1:
            return None
        written = " ".join(self._text[slice(*claim.speaker[0])].split())
        return written[:_LONGEST_NAME] or None

    def _carry_speakers(self) -> None:
        """Give a quotation's later paragraphs the speaker of the paragraph before."""
        for number in range(1, len(self._claims)):
            claim, previous = self._claims[number], self._claims[number - 1]
            if claim.speaker or claim.kind != "direct" or previous.kind == "indirect":
                continue
            between = self._text[previous.content[-1][1] : claim.content[0][0]]
            if not any(c.isalnum() for c in between):
                self.speakers[number] = self.speakers[number - 1]

    def _name(self, mention: Mention) -> str | None:
        entity = self._entity.get(mention)
        return entity.name if entity else None

    def _phrase(self, mention: Mention, end: int) -> str:
        """Return a noun phrase with what hangs on it by "of" and the like: "a spokesman for X"."""
        last = mention.end
        if last < end and self._doc[last].pos_ == "ADP":
            at = last + 1
            while at < end and self._doc[at].pos_ in ("NOUN", "PROPN", "ADJ", "DET", "PART"):
                at += 1
                last = at
        hanging = self._doc[mention.end : last].text
        return " ".join(f"{self._owned(mention)} {hanging}".split())[:_LONGEST_NAME]

    def _owned(self, mention: Mention) -> str:
        """Return a phrase as written, with a possessive pronoun's owner named."""
        token = self._doc[mention.start]
        if token.tag_ == "PRP$" and mention.end - mention.start > 1:
            # "My method" is the speaker's; its name here is "method".
            owner = self._entity.get(Mention(token.i, token.i + 1, token.i, "pronoun"))
            rest = self._doc[mention.start + 1 : mention.end].text
            if owner is not None and owner.label:
                return f"{owner.name}'s {rest}"
            return rest
        return " ".join(self._offsets.written(mention).split())
