"""From a messy frame to one row per customer, tagged and in order, and a chart of the tags.

    python deduplicate.py customers.csv OUT
"""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from html import escape
from pathlib import Path

import polars as pl
import scrm

# The sample ends on this day, so that the example says the same every time.
NOW = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)


def deduplicate(frame: pl.DataFrame, now: datetime) -> tuple[pl.DataFrame, dict[str, int]]:
    """One row per customer, and what became of the rows."""
    with scrm.open(":memory:") as workspace:
        rejected: list[str] = []
        report = workspace.import_frame(
            frame,
            mapping={"source": "ignore"},
            default_region="GB",
            default_currency="GBP",
            time_zone="Europe/London",
            rejected=rejected.append,
            now=now,
        )
        for line in "".join(rejected).splitlines()[1:]:
            print(f"To be mended: {line}")
        columns = ["name", "phone", "email", "company", "stage", "tags", "priority_level", "respond_by"]
        customers = workspace.customers().to_polars().select("id", *columns)
        # Who waits comes first, the most urgent on top.
        order = workspace.queue(now).to_polars().select("id").with_row_index("place")
        return customers.join(order, on="id", how="left").sort("place", "name", nulls_last=True), dict(report["counts"])


def chart(customers: pl.DataFrame) -> str:
    """A bar for each tag, as SVG."""
    counts = customers["tags"].explode().drop_nulls().value_counts(sort=True).sort("count", "tags", descending=[True, False])
    longest = max(counts["count"].to_list(), default=1)
    bars = []
    for place, (tag, count) in enumerate(counts.iter_rows()):
        y, width = 10 + 28 * place, 300 * count / longest
        bars.append(
            f'<text x="230" y="{y + 15}" text-anchor="end">{escape(tag)}</text>'
            f'<rect x="240" y="{y}" width="{width:.0f}" height="20" rx="3" fill="#2b7a78"/>'
            f'<text x="{246 + width:.0f}" y="{y + 15}">{count}</text>'
        )
    height = 20 + 28 * len(bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{height}" font-family="sans-serif" font-size="13">'
        f"<title>Customers by tag</title>{''.join(bars)}</svg>\n"
    )


def main(source: Path, out: Path) -> None:
    # Everything as text: what a cell means is the engine's business.
    frame = pl.read_csv(source, infer_schema=False)
    customers, counts = deduplicate(frame, NOW)
    out.mkdir(parents=True, exist_ok=True)
    customers.write_parquet(out / "customers.parquet")
    (out / "tags.svg").write_text(chart(customers), encoding="utf-8")
    print(
        f"{counts['read']} rows: {counts['created']} customers, {counts['merged']} merged, "
        f"{counts['unchanged']} with nothing new, {counts['rejected']} to be mended"
    )
    print(customers.select("name", "phone", "tags", "priority_level"))


if __name__ == "__main__":
    here = Path(__file__).parent
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here / "customers.csv", Path(sys.argv[2] if len(sys.argv) > 2 else "out"))
