"""The tables that scoring writes: their columns and types, as Arrow schemas."""

import pyarrow as pa

_SPANS = pa.list_(pa.list_(pa.int32(), 2))

ARTICLES = pa.schema(
    [
        ("article", pa.string()),
        ("title", pa.string()),
        ("date", pa.string()),
        ("text", pa.string()),
    ]
)
"""A row per article, so that a report needs nothing but the output folder."""

CLAIMS = pa.schema(
    [
        ("article", pa.string()),
        ("claim", pa.int32()),
        ("kind", pa.string()),
        ("speaker", pa.string()),
        ("speaker_mention", pa.string()),
        ("speaker_spans", _SPANS),
        ("cue_spans", _SPANS),
        ("content_spans", _SPANS),
        ("text", pa.string()),
        ("score", pa.float32()),
    ]
)

STANCES = pa.schema(
    [
        ("article", pa.string()),
        ("claim", pa.int32()),
        ("speaker", pa.string()),
        ("target", pa.string()),
        ("target_mention", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("stance", pa.string()),
        ("p_support", pa.float32()),
        ("p_oppose", pa.float32()),
        ("p_neutral", pa.float32()),
        ("sentiment", pa.string()),
        ("p_positive", pa.float32()),
        ("p_negative", pa.float32()),
        ("p_sentiment_neutral", pa.float32()),
    ]
)

_COUNTS = [
    ("speaker", pa.string()),
    ("target", pa.string()),
    ("support", pa.int32()),
    ("oppose", pa.int32()),
    ("neutral", pa.int32()),
    ("p_support", pa.float32()),
    ("p_oppose", pa.float32()),
    ("p_neutral", pa.float32()),
]

ARTICLE_PAIRS = pa.schema([("article", pa.string()), ("date", pa.string()), *_COUNTS])
"""A row per speaker and target of an article: stances by class, mean probabilities."""

PAIRS = pa.schema(
    [
        *_COUNTS,
        ("articles", pa.int32()),
        ("first_date", pa.string()),
        ("last_date", pa.string()),
    ]
)
"""The same over all articles, the most opinionated pairs first."""

SCHEMAS = {
    "articles": ARTICLES,
    "claims": CLAIMS,
    "stances": STANCES,
    "article_pairs": ARTICLE_PAIRS,
    "pairs": PAIRS,
}
