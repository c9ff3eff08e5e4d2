"""A finished run in a few lines: who supports and opposes whom."""

import pyarrow.parquet as pq

from stance.scoring.run import ScoreSummary

_SHOWN = 8


def summarise(summary: ScoreSummary) -> str:
    """Return what a run found and where it lies, for a terminal."""
    pairs = pq.read_table(summary.out / "pairs.parquet").to_pylist()
    lines = []
    for stance, verb in (("support", "supports"), ("oppose", "opposes")):
        those = sorted((p for p in pairs if p[stance]), key=lambda p: -p[stance])
        if those:
            lines.append(f"Who {verb} whom ({len(those):,} pairs, most frequent first):")
            lines += [
                f"  {pair['speaker'] or 'the author'} -> {pair['target']}"
                + (f"  ({pair[stance]} times)" if pair[stance] > 1 else "")
                for pair in those[:_SHOWN]
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
