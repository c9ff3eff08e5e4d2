"""A finished run in a few lines: who supports and opposes whom."""

from collections import Counter

import pyarrow.parquet as pq

from stance.scoring.run import ScoreSummary

_SHOWN = 8


def summarise(summary: ScoreSummary) -> str:
    """Return what a run found and where it lies, for a terminal."""
    columns = ["article", "speaker", "target", "stance"]
    rows = pq.read_table(summary.out / "stances.parquet", columns=columns).to_pylist()
    lines = []
    for stance, verb in (("support", "supports"), ("oppose", "opposes")):
        pairs = Counter(
            (row["speaker"] or "the author", row["target"])
            for row in rows
            if row["stance"] == stance
        )
        if pairs:
            lines.append(f"Who {verb} whom ({len(pairs):,} pairs, most frequent first):")
            lines += [
                f"  {speaker} -> {target}" + (f"  ({count} times)" if count > 1 else "")
                for (speaker, target), count in pairs.most_common(_SHOWN)
            ]
    resumed = f" ({summary.resumed:,} kept from an earlier run)" if summary.resumed else ""
    lines.append(
        f"{summary.articles:,} articles{resumed}, {summary.claims:,} claims, "
        f"{summary.stances:,} stances in {summary.seconds:.1f} s"
    )
    if summary.errors:
        lines.append(f"{summary.errors:,} inputs left out: see {summary.out / 'errors.jsonl'}")
    lines.append(f"Report: {summary.out / 'report.html'}")
    return "\n".join(lines)
