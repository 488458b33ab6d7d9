"""The value models as classes, over the columns that people have."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest
import scrm

# 29 customers of CDNOW, each eightieth from the 73rd on: purchases after the first, and weeks.
FREQUENCY = [1, 0, 0, 0, 0, 0, 3, 1, 6, 1, 1, 0, 0, 1, 2, 0, 2, 6, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 5]
RECENCY = [
    5.86, 0, 0, 0, 0, 0, 23.71, 2.71, 33.57, 2.14, 0.14, 0, 0, 0.86, 1.14, 0, 11.14, 19.57, 0, 2, 21.14, 0, 0, 0, 0, 4.14, 0, 27.29, 18,
]  # fmt: skip
T = [
    38.43, 38, 37.43, 37, 36.43, 36.14, 35.71, 35.29, 34.86, 34.43, 34.14, 33.71, 33.43, 33, 32.57, 32.14, 31.86, 31.43, 31, 30.71,
    30.29, 30, 29.57, 29.29, 28.86, 28.43, 28, 27.57, 27.14,
]  # fmt: skip
AVERAGE = [
    69.23, 0, 0, 0, 0, 0, 58.67, 75.2, 16.31, 50.3, 9.77, 0, 0, 27.94, 36.83, 0, 25.68, 28.41, 0, 9.97, 56.77, 0, 0, 0, 0, 35.91, 0,
    38.97, 20.68,
]  # fmt: skip
NOW = datetime(2026, 7, 1, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize("column", [list, tuple, numpy.array, pandas.Series, polars.Series, pyarrow.array])
def test_columns_of_any_library_are_fitted_alike(column: Any) -> None:
    frequency, recency, age = (column([float(value) for value in values]) for values in (FREQUENCY, RECENCY, T))
    model = scrm.BgNbd().fit(frequency, recency, age)
    # lifetimes 0.11.3 finds the same to six digits.
    assert model.parameters == pytest.approx({"r": 0.250942, "alpha": 1.705284, "a": 0.682104, "b": 0.666703}, abs=1e-6)
    alive = model.probability_alive(frequency, recency, age)
    expected = model.expected_purchases(39, frequency, recency, age)
    assert len(alive) == 29 and alive[1] == 1.0 and expected[0] == pytest.approx(0.103389, abs=1e-6)


def test_the_other_models_have_the_same_manners() -> None:
    pareto = scrm.ParetoNbd().fit(FREQUENCY, RECENCY, T)
    assert pareto.log_likelihood == pytest.approx(-126.354111, abs=1e-6)
    spending = scrm.GammaGamma().fit(FREQUENCY, AVERAGE)
    assert spending.parameters["q"] == pytest.approx(8.137245, abs=1e-6)
    assert spending.fitted["report"]["left_out"] == 14
    averages = spending.expected_average_profit(FREQUENCY, AVERAGE)
    assert averages[1] == pytest.approx(averages[2])
    for model in (pareto, scrm.BgNbd().fit(FREQUENCY, RECENCY, T)):
        worth = model.lifetime_value(
            spending, FREQUENCY, RECENCY, T, AVERAGE, periods=12, period=4.345, discount_rate=0.01
        )
        assert len(worth) == 29 and min(worth) >= 0
        interval = model.forecast(39, 2, 30.43, 38.86)["expected_purchases"]["interval"]
        assert interval["low"] < interval["high"]
        again = type(model)(model.fitted)
        assert again.parameters == model.parameters and "r" in repr(again)


def test_what_cannot_be_fitted_says_why() -> None:
    with pytest.raises(scrm.ValueError) as refused:
        scrm.BgNbd().fit([1, 2], [3, 9], [9, 8])
    assert (refused.value.code, refused.value.row) == ("value.row.bad", 2)
    with pytest.raises(scrm.ValueError) as refused:
        scrm.BgNbd().fit([0], [0], [3])
    assert refused.value.code == "value.fit.no_repeats"
    with pytest.raises(RuntimeError):
        scrm.GammaGamma().parameters


ROWS = [
    {"CustomerID": 17850.0, "InvoiceDate": datetime(2026, 5, 1, 8), "Amount": 15.3, "InvoiceNo": "536365"},
    {"CustomerID": 17850.0, "InvoiceDate": datetime(2026, 5, 1, 8), "Amount": 20.34, "InvoiceNo": "536365"},
    {"CustomerID": 17850.0, "InvoiceDate": datetime(2026, 6, 1, 8), "Amount": 22.0, "InvoiceNo": "536366"},
    {"CustomerID": 17850.0, "InvoiceDate": datetime(2026, 6, 2, 8), "Amount": -22.0, "InvoiceNo": "C536367"},
    {"CustomerID": None, "InvoiceDate": datetime(2026, 6, 2, 8), "Amount": 1.0, "InvoiceNo": "536368"},
]


@pytest.mark.parametrize("frame", [list, pandas.DataFrame, polars.DataFrame, pyarrow.Table.from_pylist])
def test_a_frame_with_returns_becomes_a_table_in_one_call(frame: Any) -> None:
    table = scrm.rfm(
        frame(ROWS),
        customer="CustomerID",
        at="InvoiceDate",
        amount="Amount",
        order="InvoiceNo",
        time_zone="Europe/London",
        now=NOW,
    )
    (customer,) = table["customers"]
    assert customer["customer"] == "17850"
    assert (customer["rfm"]["frequency"], customer["rfm"]["recency_days"]) == (2, 30)
    assert customer["rfm"]["monetary"] == pytest.approx(57.64)
    assert (table["counts"]["returned"], table["counts"]["without_customer"]) == (1, 1)
