"""Tagged spans -> claims: which source and which cue each content belongs to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import log_softmax, softmax

from stance.articles.paragraphs import paragraph_at, paragraphs
from stance.claims.claim import Claim, Kind, Span
from stance.claims.tags import OUTSIDE, ROLES
from stance.claims.windows import ArticleTokens, Window

QUOTATION_MARKS = frozenset('"“”„«»‟')


_SHORTEST = 4
"""Letters and digits that a content has at least: "the" on its own is a slip of the tagger."""
_SOURCE, _CUE = range(2)

Scores = dict[Span | None, float]
"""Candidate span -> how much a content points at it, as a log probability; None is "nothing"."""


@dataclass(frozen=True)
class Links:
    """What the tokens of a window point at.

    Args:
        window: the window.
        logits: (2, tokens, tokens) scores of source and cue links, special tokens included;
            index 0 is [CLS], which stands for "none".
    """

    window: Window
    logits: np.ndarray

    def scores(self, link: int, content: Span, candidates: list[Span]) -> Scores:
        """Return how much a content's first token points at each candidate of the window."""
        row = self.logits[link, content[0] - self.window.start + 1]
        inside = [c for c in candidates if self.window.start <= c[0] < self.window.end]
        places = [0, *(c[0] - self.window.start + 1 for c in inside)]
        return dict(zip([None, *inside], log_softmax(row[places]).tolist(), strict=True))


def link_claims(
    text: str,
    tokens: ArticleTokens,
    tag_logits: np.ndarray,
    spans: list[list[Span]],
    links: list[Links],
) -> list[Claim]:
    """Return the claims of an article, in text order.

    Contents that point at one cue are one claim, an interrupted quotation for instance; its
    speaker is the source that they point at together. A quotation that follows a sentence of the
    writer's in its paragraph ("Roth sat down. “Never.”") has nothing to do with a cue or a source
    in another one: it is a claim of its own, without a cue.

    Args:
        text: the article's text.
        tokens: its word pieces.
        tag_logits: (tokens, roles, 3).
        spans: each role's token spans.
        links: one a window; their own parts cover the article.
    """
    sources, cues, contents = spans
    outside = softmax(tag_logits[:, ROLES.index("content")], axis=1)[:, OUTSIDE]
    members: dict[tuple[Span | None, Span | None], list[tuple[Span, Scores]]] = defaultdict(list)
    broken = paragraphs(text)
    at = 0
    for content in contents:
        said = _characters(text, tokens, content)
        if sum(map(str.isalnum, text[slice(*said)])) < _SHORTEST:
            continue
        while content[0] >= links[at].window.own_end:
            at += 1
        towards_cue = links[at].scores(_CUE, content, cues)
        cue = max(towards_cue, key=towards_cue.__getitem__)
        near = sources
        alone = paragraph_at(broken, said[0])
        if cue and not _inside(tokens, cue, alone) and _after_writer(text, said[0], alone[0]):
            cue, near = None, [s for s in sources if _inside(tokens, s, alone)]
        key = (cue, None if cue else content)
        members[key].append((content, links[at].scores(_SOURCE, content, near)))
    claims = []
    for (cue, _), parts in members.items():
        source = _common(scores for _, scores in parts)
        words = tuple(_characters(text, tokens, span) for span, _ in parts)
        inside = np.concatenate([1.0 - outside[slice(*span)] for span, _ in parts])
        claims.append(
            Claim(
                content=words,
                speaker=(_characters(text, tokens, source),) if source else (),
                cue=(_characters(text, tokens, cue),) if cue else (),
                kind=kind_of(text, words),
                score=float(inside.mean()),
            )
        )
    return sorted(claims, key=lambda claim: claim.content)


def _after_writer(text: str, start: int, paragraph: int) -> bool:
    """Return whether a quotation follows a finished sentence of its paragraph.

    Args:
        text: the article's text.
        start: where the quoted content starts.
        paragraph: where its paragraph starts.
    """
    if text[start] not in QUOTATION_MARKS:
        start -= 1
    quoted = start >= 0 and text[start] in QUOTATION_MARKS
    return quoted and text[paragraph : max(start, 0)].rstrip().endswith((".", "!", "?"))


def _inside(tokens: ArticleTokens, span: Span, characters: Span) -> bool:
    """Return whether a token span starts among the characters."""
    return characters[0] <= tokens.offsets[span[0]][0] < characters[1]


def _common(scores: Iterable[Scores]) -> Span | None:
    """Return the source with the greatest sum of log probabilities, of those that all can see."""
    first, *others = scores
    total = {
        span: value + sum(other[span] for other in others)
        for span, value in first.items()
        if all(span in other for other in others)
    }
    return max(total, key=total.__getitem__)


def kind_of(text: str, content: tuple[Span, ...]) -> Kind:
    """Return whether content opens with a quotation mark, holds one, or neither."""
    start = content[0][0]
    words = "".join(text[slice(*span)] for span in content).strip()
    if {words[:1], text[max(start - 1, 0) : start]} & QUOTATION_MARKS:
        return "direct"
    return "mixed" if QUOTATION_MARKS & set(words) else "indirect"


def _characters(text: str, tokens: ArticleTokens, span: Span) -> Span:
    """Return the characters of a token span, widened to whole words."""
    start, end = tokens.offsets[span[0]][0], tokens.offsets[span[1] - 1][1]
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
