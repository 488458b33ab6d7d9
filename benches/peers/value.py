"""lifetimes on CDNOW and polars on the lines that scrm's own bench writes: what `cargo xtask bench value` compares with.

`cargo xtask bench value` writes the lines, and runs this: python value.py LINES CDNOW

polars scores as scrm does: by the values that a fifth, two, three and four fifths of the customers do not exceed. It names neither class
nor rhythm.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from lifetimes import BetaGeoFitter, GammaGammaFitter, ParetoNBDFitter

ROUNDS = 5


def show(what: str, work: Callable[[], object], rounds: int = ROUNDS) -> None:
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    print(f"{what:58} {statistics.median(seconds) * 1_000:10.2f} ms", flush=True)


def lifetimes(cdnow: Path) -> None:
    data = pd.read_csv(cdnow)
    again = data[data.x > 0]
    bg_nbd = BetaGeoFitter().fit(data.x, data.t_x, data["T"])
    pareto_nbd = ParetoNBDFitter().fit(data.x, data.t_x, data["T"])
    show("lifetimes: BG/NBD fitted to CDNOW", lambda: BetaGeoFitter().fit(data.x, data.t_x, data["T"]))
    show("lifetimes: Pareto/NBD fitted", lambda: ParetoNBDFitter().fit(data.x, data.t_x, data["T"]), 1)
    show("lifetimes: Gamma-Gamma fitted", lambda: GammaGammaFitter().fit(again.x, again.zbar))
    rows = np.arange(1_000_000)
    x, t_x = (data[name].to_numpy(dtype=float)[rows % len(data)] for name in ("x", "t_x"))
    T = data["T"].to_numpy()[rows % len(data)] + rows * 1e-6
    for name, model in (("BG/NBD", bg_nbd), ("Pareto/NBD", pareto_nbd)):

        def both() -> None:
            model.conditional_probability_alive(x, t_x, T)
            model.conditional_expected_number_of_purchases_up_to_time(39, x, t_x, T)

        show(f"lifetimes: {name}, a million, alive and purchases", both)


def rfm(lines: Path) -> None:
    kinds = np.dtype([("customer", "i8"), ("day", "i8"), ("amount", "f8")])
    columns = np.fromfile(lines, dtype=kinds)
    frame = pl.DataFrame(
        {"customer": columns["customer"], "day": columns["day"].astype("i4"), "amount": columns["amount"]}
    )

    def scored() -> pl.DataFrame:
        customers = (
            frame.lazy()
            .filter(pl.col("amount") > 0)
            .group_by("customer")
            .agg(last=pl.col("day").max(), frequency=pl.len(), monetary=pl.col("amount").sum())
        )
        fifths = [
            sum((pl.col(name) > pl.col(name).quantile(fifth / 5, "higher")).cast(pl.Int8) for fifth in range(1, 5)).alias(f"score_{name}")
            for name in ("last", "frequency", "monetary")
        ]
        return customers.with_columns(fifths).collect()

    show(f"polars: RFM of {scored().height} customers from {frame.height} lines", scored)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    rfm(Path(sys.argv[1]))
    lifetimes(Path(sys.argv[2]))
