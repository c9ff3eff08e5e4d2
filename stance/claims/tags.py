"""The tags of a token: begin, inside or outside of a source, a cue and a content span."""

import numpy as np

ROLES = ("source", "cue", "content")
TAGS = ("O", "B", "I")
OUTSIDE, BEGIN, INSIDE = range(3)
EAGERNESS = (1.5, 1.8, -0.2)
"""What each role's logits of "outside" are lowered by: a cue or source that is missed costs a whole
claim, one too many next to nothing, since a content has to point at it. Chosen on PolNeAR dev."""


def decode_spans(logits: np.ndarray) -> list[list[tuple[int, int]]]:
    """Return each role's best spans under the rule that I follows B or I.

    Viterbi decoding (Viterbi, 1967) of each role by itself, so that a source may lie inside a
    content.

    Args:
        logits: (tokens, roles, 3) scores of O, B, I.

    Returns:
        For each role a list of [start, end) token indices.
    """
    length, roles, _ = logits.shape
    if not length:
        return [[] for _ in range(roles)]
    score = logits[0].astype(np.float64).copy()
    score[:, INSIDE] = -np.inf
    # The best predecessor of O and B is the best tag of all; of I, the better of B and I.
    back = np.zeros((length, roles, 2), dtype=np.int8)
    for t in range(1, length):
        best = score.argmax(1)
        best_score = score[np.arange(roles), best]
        inner = score[:, 1:].argmax(1) + 1
        inner_score = score[np.arange(roles), inner]
        back[t, :, 0], back[t, :, 1] = best, inner
        score = logits[t] + np.stack([best_score, best_score, inner_score], axis=1)
    found = []
    for role in range(roles):
        tags = np.zeros(length, dtype=np.int8)
        tag = int(score[role].argmax())
        for t in range(length - 1, -1, -1):
            tags[t] = tag
            tag = int(back[t, role, 1 if tag == INSIDE else 0])
        found.append(_spans(tags))
    return found


def _spans(tags: np.ndarray) -> list[tuple[int, int]]:
    spans = []
    starts = np.flatnonzero(tags == BEGIN)
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end] == INSIDE:
            end += 1
        spans.append((int(start), int(end)))
    return spans
