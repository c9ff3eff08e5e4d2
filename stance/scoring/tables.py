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

SCHEMAS = {"articles": ARTICLES, "claims": CLAIMS, "stances": STANCES}
