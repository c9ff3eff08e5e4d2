"""The names of one article: what each of its mentions stands for."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc, Token

from stance.articles.paragraphs import paragraph_at, paragraphs
from stance.claims.claim import Claim, Span
from stance.claims.quotations import quoted_spans
from stance.entities.antecedents import FEATURES, AntecedentScorer
from stance.entities.entity import Entity
from stance.entities.index import MentionIndex
from stance.entities.known import name_known
from stance.entities.language import DEFAULT_PIPELINE, parse
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
from stance.entities.near import find_near
from stance.entities.offsets import Offsets
from stance.entities.pronouns import PronounResolver
from stance.entities.roles import describe, resolve_nominal
from stance.entities.speakers import SpeakerNamer
from stance.entities.targets import Candidate, Target, choose, find_candidates
from stance.entities.usual import of_congress, usual_name
from stance.lexicon import HUMAN_LABELS

_CARRY = 300
"""Characters between two claims of one speaker over which the first's target is carried on."""


class ArticleEntities:
    """Who speaks in an article and about whom, under canonical names.

    Args:
        text: the article's text.
        doc: the same, parsed.
        claims: its claims.
        scorer: of the antecedents of pronouns; the shipped one by default.
        known: names to look for, and to use for what the article calls by them.
    """

    def __init__(
        self,
        text: str,
        doc: Doc,
        claims: Sequence[Claim],
        scorer: AntecedentScorer | None = None,
        known: Sequence[str] = (),
    ) -> None:
        self._text = text
        self._doc = doc
        self._offsets = offsets = Offsets(text, doc)
        self._claims = claims
        self.known = frozenset(known)
        self._paragraphs = paragraphs(text)
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
        found: dict[Mention, Entity | None] = {m: e for e in entities for m in e.mentions}
        nominals = find_nominals(doc, list(found))
        for nominal in nominals:
            named = resolve_nominal(doc, nominal, entities)
            if named is not None:
                found[nominal] = named
                named.add(nominal)
        if known:
            found = name_known(doc, found, nominals, known)
            entities = list(dict.fromkeys(e for e in found.values() if e is not None))
        if of_congress(doc):
            for entity in entities:
                if entity.label in HUMAN_LABELS and entity.name not in self.known:
                    entity.name = usual_name(entity.name)
        self._topics = self._name_topics([m for m in nominals if m not in found])
        found |= {m: topic for topic in self._topics for m in topic.mentions}
        self._resolver = PronounResolver(doc, [*entities, *self._topics], quoted, scorer)
        self._index = MentionIndex(found)
        self._resolve_pronouns(find_pronouns(doc))

    @classmethod
    def from_text(
        cls,
        text: str,
        claims: Sequence[Claim] = (),
        language: str = DEFAULT_PIPELINE,
        known: Sequence[str] = (),
    ) -> "ArticleEntities":
        """Parse a text and resolve its names.

        Raises:
            InputError: if the spaCy pipeline is not installed.
        """
        return cls(text, parse(text, language), claims, known=known)

    def knowing(self, names: Sequence[str]) -> "ArticleEntities":
        """Return the article's entities with other names known, without parsing it again."""
        return ArticleEntities(self._text, self._doc, self._claims, known=names)

    def targets(self, number: int) -> list[Target]:
        """Return whom and what a claim is about, in text order; never its speaker.

        What is said without a name carries on with the target of the claim before, if that has
        the same speaker and stands close by.
        """
        chosen = choose(self._candidates(number), self.speakers[number])
        names_nobody = all(c.topic or c.outside for c in chosen)
        if names_nobody and number and self.speakers[number]:
            previous, claim = self._claims[number - 1], self._claims[number]
            near = claim.content[0][0] - previous.content[-1][1] <= _CARRY
            if near and self.speakers[number - 1] == self.speakers[number]:
                earlier = choose(self._candidates(number - 1), self.speakers[number])
                named = [c for c in earlier if not c.topic and not c.outside][:1]
                chosen = named + [c for c in chosen if c.entity not in [n.entity for n in named]]
        return [
            Target(
                c.entity.name, self._offsets.written(c.mention), self._offsets.characters(c.mention)
            )
            for c in chosen
        ]

    def named(self) -> frozenset[str]:
        """Return the proper and the known names of the article; what else speaks or is a target is
        called by a noun: "critics", "the plan"."""
        return frozenset(entity.name for entity in self._index.entities() if entity.label)

    def mention_counts(self) -> Counter[str]:
        """Return how often the article mentions what goes by a name, in whatever words."""
        return Counter(e.name for e in self._index.entities() for _ in e.mentions)

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
        entity = self._index.entity_at(ranges[0][0]) if ranges else None
        return [self._offsets.characters(m) for m in entity.mentions] if entity else []

    def narrated_pairs(self) -> list[NarratedPair]:
        """Return the pairs of an actor and what the act is about, outside any claim."""
        claimed = np.zeros(len(self._doc), dtype=bool)
        for ranges in (*self._content, *self._cue):
            for start, end in ranges:
                claimed[start:end] = True
        found = []
        for start, end in self.sentences:
            for subject, speaker, thing, target in find_pairs(
                self._doc,
                self._index.between(*self._offsets.ranges([(start, end)])[0]),
                self._index.entity,
                lambda i: bool(claimed[i]),
            ):
                found.append(self._pair(start, end, speaker, subject, target, thing))
        return found

    def near_pairs(self, per_sentence: float = math.inf) -> list[NarratedPair]:
        """Return the pairs of two that stand in one sentence or in neighbouring ones, the sentence
        before being part of the passage.

        Args:
            per_sentence: how many for each sentence of the article at most; those stay whose
                names the article mentions most often. Pairs of two known names come besides.
        """
        if not per_sentence and not self.known:
            return []
        found = find_near(
            self._doc, self._offsets, self._index, self.sentences, self.known, per_sentence
        )
        return [self._pair(*pair) for pair in found]

    def _pair(
        self,
        start: int,
        end: int,
        speaker: Entity,
        subject: Mention,
        target: Entity,
        thing: Mention,
    ) -> NarratedPair:
        return NarratedPair(
            speaker=speaker.name,
            speaker_span=self._offsets.characters(subject),
            target=target.name,
            target_span=self._offsets.characters(thing),
            target_mention=self._offsets.written(thing),
            start=start,
            end=end,
        )

    def _candidates(self, number: int) -> list[Candidate]:
        content, cue = self._content[number], self._cue[number]
        tokens = [i for start, end in (*content, *cue) for i in (start, end - 1)]
        if not tokens:
            return []
        first, last = min(tokens), max(tokens)
        # The parser's sentences now and then run over the end of a paragraph.
        opens, _ = paragraph_at(self._paragraphs, self._doc[first].idx)
        _, closes = paragraph_at(self._paragraphs, self._doc[last].idx)
        start, end = self._doc[first].sent.start, self._doc[last].sent.end
        while self._doc[start].idx < opens:
            start += 1
        while self._doc[end - 1].idx >= closes:
            end -= 1
        return find_candidates(
            self._doc,
            content,
            cue,
            (start, end),
            self._index.at,
            self._index.entity,
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
        return list(topics.values())

    def _resolve_pronouns(self, pronouns: Sequence[Mention]) -> None:
        """Resolve pronouns outside quotations, then the speakers, then the quoted pronouns.

        "He" in a quotation is not the one who says it, so its speaker must be known first.
        """
        for mention in pronouns:
            if not self._quoted[mention.start]:
                self._index.put(mention, self._resolve(mention))
        namer = SpeakerNamer(
            self._text, self._doc, self._offsets, self._index, self.sentences, self._paragraphs
        )
        self.speakers: list[str | None] = namer.name(self._claims)
        named = {e.name: e for e in self._index.entities()}
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
                self._index.put(mention, self._resolve(mention, excluded))
        # A possessive stands for its owner in the name of what is owned.
        for topic in self._topics:
            topic.name = namer.owned(topic.mentions[0])

    def _resolve(self, mention: Mention, excluded: Sequence[Entity] = ()) -> Entity | None:
        token = self._doc[mention.start]
        if token.lower_ in RELATIVES:
            return self._antecedent(token)
        return self._resolver.resolve(mention, excluded)

    def _antecedent(self, relative: Token) -> Entity | None:
        """Return what a relative clause hangs on: "Kabul" of "Kabul, which denies it"."""
        clause = next((t for t in (relative, *relative.ancestors) if t.dep_ == "relcl"), None)
        return self._index.entity_at(clause.head.i) if clause else None
