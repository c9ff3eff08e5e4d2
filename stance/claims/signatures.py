"""Quotations that are signed rather than introduced: a line of its own, a dash, and a name.

    “We have waited long enough.” — Ana Ruiz

Lists of quotations look like this. The tagger, which learnt on running text, seldom ties them to
their speakers.
"""

import re
from collections.abc import Sequence

from stance.claims.claim import Claim

_SCORE = 0.9
"""Below what the tagger is surest of: a dash and a name may be a headline and its site, too."""
_SIGNED = re.compile(
    r"""
    ^[ \t]*(?:[-•*][ ])?
    (?P<content> “[^“”\n]{{12,}}[.!?…,]” | "[^"\n]{{12,}}[.!?…,]" )
    [ \t\u00a0]*
    (?P<cue> [―—–] | (?<=[ \t])--? | --?(?=[ \t]) )
    [ \t\u00a0]*
    (?P<speaker> {word} (?: ,?[ \u00a0] (?: [a-z]{{1,3}}[ \u00a0] ){{0,2}} {word} ){{0,6}} )
    [.]? [ \t\r]*$
    """.format(word=r"[^\W\d_][\w.'’-]*"),
    re.MULTILINE | re.VERBOSE,
)


def signed_claims(text: str) -> list[Claim]:
    """Return the signed quotations of a text, in text order; the dash is the cue."""
    return [
        Claim(
            content=(match.span("content"),),
            speaker=((match.start("speaker"), match.start("speaker") + len(speaker)),),
            cue=(match.span("cue"),),
            kind="direct",
            score=_SCORE,
        )
        for match in _SIGNED.finditer(text)
        if len(speaker := match["speaker"].rstrip(".")) > 1 and _is_name(speaker)
    ]


def _is_name(words: str) -> bool:
    # "de" and "van der" apart, a name's words have capitals, in any script.
    long = [word for word in words.split() if len(word) > 3]
    return words[0].isupper() and all(word[0].isupper() for word in long)


def with_signed(claims: Sequence[Claim], signed: Sequence[Claim]) -> list[Claim]:
    """Return the claims, in text order, with the signed ones in the place of those that are
    half of one or more; what a signed quotation reports inside stays."""
    kept = [claim for claim in claims if not any(_stands_for(claim, s) for s in signed)]
    return sorted([*kept, *signed], key=lambda claim: claim.content)


def _stands_for(claim: Claim, signed: Claim) -> bool:
    ((first, last),) = signed.content
    shared = sum(max(0, min(end, last) - max(start, first)) for start, end in claim.content)
    return 2 * shared >= last - first
