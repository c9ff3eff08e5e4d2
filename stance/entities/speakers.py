"""The canonical names of the speakers of an article's claims."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from stance.articles.paragraphs import paragraph_at
from stance.claims.claim import Claim, Span
from stance.entities.entity import Entity
from stance.entities.index import MentionIndex
from stance.entities.mentions import Mention
from stance.entities.offsets import Offsets
from stance.lexicon import HUMAN_LABELS

_FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
_LONGEST_NAME = 80


class SpeakerNamer:
    """Names the speakers of claims.

    Args:
        text: the article's text.
        doc: the same, parsed.
        offsets: between the two.
        index: the article's mentions; pronouns outside quotations must be resolved.
        sentences, paragraphs: the characters of each, in order.
    """

    def __init__(
        self,
        text: str,
        doc: Doc,
        offsets: Offsets,
        index: MentionIndex,
        sentences: Sequence[Span],
        paragraphs: Sequence[Span],
    ) -> None:
        self._text, self._doc, self._offsets, self._index = text, doc, offsets, index
        self._sentences, self._paragraphs = sentences, paragraphs

    def name(self, claims: Sequence[Claim]) -> list[str | None]:
        """Return each claim's speaker; None where it cannot be told."""
        speakers = [self._speaker(claim) for claim in claims]
        attributed = sorted(span for claim in claims for span in (*claim.content, *claim.cue))
        for number, claim in enumerate(claims):
            if claim.speaker or claim.cue or claim.kind != "direct":
                continue
            speakers[number] = self._actor(claim, attributed)
            before = claims[number - 1] if number else None
            if speakers[number] is None and before and self._goes_on(before, claim):
                speakers[number] = speakers[number - 1]
        return speakers

    def owned(self, mention: Mention) -> str:
        """Return a phrase as written, with a possessive pronoun's owner named."""
        token = self._doc[mention.start]
        if token.tag_ == "PRP$" and mention.end - mention.start > 1:
            # "My method" is the speaker's; its name here is "method".
            owner = self._index.entity(Mention(token.i, token.i + 1, token.i, "pronoun"))
            rest = self._doc[mention.start + 1 : mention.end].text
            if owner is not None and owner.label:
                return f"{owner.name}'s {rest}"
            return rest
        return " ".join(self._offsets.written(mention).split())

    def _speaker(self, claim: Claim) -> str | None:
        ranges = self._offsets.ranges(claim.speaker)
        if not ranges:
            return None
        start, end = ranges[0]
        root = self._doc[start:end].root
        inside = [
            m for m in self._index.between(start, end) if m.end <= end and m.kind != "pronoun"
        ]
        people = [m for m in inside if m.kind == "name" and m.label in HUMAN_LABELS]
        # "The engineer, Daniel Prowse": a name in apposition, or one that a title leads.
        for person in people:
            token = self._doc[person.head]
            if person.start <= root.i < person.end or (
                token.dep_ in ("appos", "flat") and token.head == root
            ):
                return _name(self._index.entity(person))
        # "Her rival, Tom Keane": the apposition may stand outside the speaker's span.
        for child in root.children:
            apposed = self._index.at(child.i) if child.dep_ == "appos" else None
            if apposed and apposed.kind == "name" and apposed.label in HUMAN_LABELS:
                return _name(self._index.entity(apposed))
        mention = self._index.at(root.i)
        if root.lower_ in _FIRST_PERSON:
            return None
        if mention is not None:
            entity = self._index.entity(mention)
            if entity is not None and (entity.label or mention.kind == "pronoun"):
                return entity.name
            if mention.kind == "nominal":
                return self._phrase(mention, end)
            return None
        if inside:
            return _name(self._index.entity(next(iter(people), inside[0])))
        if root.pos_ in ("PRON", "DET", "ADJ") and end - start == 1:
            return None
        written = " ".join(self._text[slice(*claim.speaker[0])].split())
        return written[:_LONGEST_NAME] or None

    def _goes_on(self, before: Claim, claim: Claim) -> bool:
        """Return whether a quotation is a later paragraph of the one before."""
        if before.kind == "indirect":
            return False
        between = self._text[before.content[-1][1] : claim.content[0][0]]
        return not any(c.isalnum() for c in between)

    def _actor(self, claim: Claim, attributed: Sequence[Span]) -> str | None:
        """Return who acts in the sentence before a quotation, or after it.

        "Roth shook his head. “Never.”" Only within the quotation's paragraph, and only if the
        sentence is not itself about what somebody said.

        Args:
            claim: the quotation.
            attributed: contents and cues of all claims, in order.
        """
        start, end = claim.content[0][0], claim.content[-1][1]
        opens, closes = paragraph_at(self._paragraphs, start)
        before = bisect_right(self._sentences, start, key=lambda s: s[1]) - 1
        after = bisect_left(self._sentences, end, key=lambda s: s[0])
        for number in (before, after):
            if not 0 <= number < len(self._sentences):
                continue
            first, last = self._sentences[number]
            if not (opens <= first and last <= closes):
                continue
            # Spans of one text seldom overlap: the one that starts last is the one that reaches in.
            nearest = bisect_left(attributed, last, key=lambda s: s[0]) - 1
            if nearest < 0 or attributed[nearest][1] <= first:
                return self._subject((first, last))
        return None

    def _subject(self, sentence: Span) -> str | None:
        (start, end), *_ = self._offsets.ranges([sentence]) or [(0, 0)]
        for token in self._doc[start:end]:
            if token.dep_ == "nsubj" and token.head.dep_ == "ROOT":
                entity = self._index.entity_at(token.i)
                named = entity is not None and (entity.label or token.pos_ == "PROPN")
                return _name(entity) if named else None
        return None

    def _phrase(self, mention: Mention, end: int) -> str:
        """Return a noun phrase with what hangs on it by "of" and the like: "a spokesman for X"."""
        last = mention.end
        if last < end and self._doc[last].pos_ == "ADP":
            at = last + 1
            while at < end and self._doc[at].pos_ in ("NOUN", "PROPN", "ADJ", "DET", "PART"):
                at += 1
                last = at
        hanging = self._doc[mention.end : last].text
        return " ".join(f"{self.owned(mention)} {hanging}".split())[:_LONGEST_NAME]


def _name(entity: Entity | None) -> str | None:
    return entity.name if entity else None
