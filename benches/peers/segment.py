"""polars, DuckDB, pandas, SQLite and numpy on the columns that scrm's own bench writes: what `cargo xtask bench segment` compares with.

`cargo xtask bench segment` writes the columns, and runs this: python segment.py FOLDER

Each library is asked the three questions of tags and values in its own way, and all have to find as many customers. SQLite has an index
on every column that a question asks.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl

ROUNDS = 15
DAY = 86_400
NOW = 1_780_000_000
STAGES = ["new_inquiry", "quoted", "sample_sent", "long_term_follow_up", "customer", "lost"]
LOST = STAGES.index("lost")
STRATEGIC, QUOTED, BROWSING, TIER_A = "value_strategic", "behaviour_quoted", "behaviour_browsing", "value_tier_a"
# The first of May in the playbook's calendar, eight hours ahead.
MAY = int(datetime(2026, 5, 1, tzinfo=timezone.utc).timestamp()) - 8 * 3_600

SQL = {
    "three tags, and/and-not": f"{STRATEGIC} AND {QUOTED} AND NOT {BROWSING}",
    "five numeric and date conditions": (
        f"company_size > 200 AND deal_probability >= 0.5 AND created_at > {NOW - 180 * DAY} "
        f"AND last_follow_up < {MAY} AND last_follow_up > 0 AND expected_annual_purchase > 100000"
    ),
    "nested and/or/not over tags and values": (
        f"({STRATEGIC} OR {TIER_A} AND company_size > 500) "
        f"AND NOT (stage = {LOST} OR {BROWSING} AND deal_probability < 0.2)"
    ),
}


def show(library: str, question: str, work: Callable[[], int], rounds: int = ROUNDS) -> int:
    seconds = []
    found = 0
    for _ in range(rounds):
        started = time.perf_counter()
        found = int(work())
        seconds.append(time.perf_counter() - started)
    print(f"{library:8} {question:42} {found:8} counted in {statistics.median(seconds) * 1_000:9.3f} ms", flush=True)
    return found


def columns(folder: Path) -> dict[str, np.ndarray]:
    read = {}
    for file in sorted(folder.iterdir()):
        name = file.name.rsplit(".", 1)[0].replace(".", "_")
        column = np.fromfile(file, dtype=file.name.rsplit(".", 1)[1])
        is_tag = file.name.startswith(("value.", "behaviour."))
        read[name] = column.astype(bool) if is_tag else column
    return read


def numpy_counts(of: dict[str, np.ndarray]) -> dict[str, Callable[[], int]]:
    return {
        "three tags, and/and-not": lambda: np.count_nonzero(of[STRATEGIC] & of[QUOTED] & ~of[BROWSING]),
        "five numeric and date conditions": lambda: np.count_nonzero(
            (of["company_size"] > 200)
            & (of["deal_probability"] >= 0.5)
            & (of["created_at"] > NOW - 180 * DAY)
            & (of["last_follow_up"] < MAY)
            & (of["last_follow_up"] > 0)
            & (of["expected_annual_purchase"] > 100_000)
        ),
        "nested and/or/not over tags and values": lambda: np.count_nonzero(
            (of[STRATEGIC] | of[TIER_A] & (of["company_size"] > 500))
            & ~((of["stage"] == LOST) | of[BROWSING] & (of["deal_probability"] < 0.2))
        ),
    }


def main() -> None:
    of = columns(Path(sys.argv[1]))
    expected = {question: show("numpy", question, count) for question, count in numpy_counts(of).items()}

    polars = pl.DataFrame(of)
    for question, sql in SQL.items():
        condition = pl.sql_expr(sql)
        assert show("polars", question, lambda: polars.select(condition.sum()).item()) == expected[question]

    pandas = pd.DataFrame(of)
    for question, sql in SQL.items():
        python = sql.replace(" = ", " == ").replace("AND", "and").replace("OR", "or").replace("NOT", "not")
        assert show("pandas", question, lambda: pandas.eval(python).sum()) == expected[question]

    duck = duckdb.connect()
    duck.execute("SET threads = 1")
    duck.register("frame", pandas)
    duck.execute("CREATE TABLE customers AS SELECT * FROM frame")
    for question, sql in SQL.items():
        query = f"SELECT count(*) FROM customers WHERE {sql}"
        assert show("DuckDB", question, lambda: duck.execute(query).fetchone()[0]) == expected[question]

    lite = sqlite3.connect(":memory:")
    names = list(of)
    lite.execute(f"CREATE TABLE customers ({', '.join(names)})")
    lite.executemany(
        f"INSERT INTO customers VALUES ({', '.join('?' * len(names))})",
        zip(*(column.tolist() for column in of.values()), strict=True),
    )
    for name in names:
        lite.execute(f"CREATE INDEX by_{name} ON customers ({name})")
    lite.execute("ANALYZE")
    for question, sql in SQL.items():
        query = f"SELECT count(*) FROM customers WHERE {sql}"
        assert show("SQLite", question, lambda: lite.execute(query).fetchone()[0], 5) == expected[question]


if __name__ == "__main__":
    main()
