"""Data frames in, tables out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pydantic
import pytest
import scrm
from conftest import NOW
from test_import import counts, rows

ROWS: list[dict[str, Any]] = [
    {
        "name": "李安娜",
        "phone": "+886912000456",
        "budget": 50_000,
        "birthday": date(1990, 5, 17),
        "first_contact": datetime(2025, 3, 1, 14, 30, tzinfo=timezone(timedelta(hours=8))),
        "marketing consent": True,
        "expected annual purchase": 1234.5,
        "products": ["lamp", "chair"],
        "remark": None,
    },
    {
        "name": "Omar",
        "phone": "+971501234567",
        "budget": None,
        "birthday": None,
        "first_contact": None,
        "marketing consent": None,
        "expected annual purchase": None,
        "products": None,
        "remark": "ring the bell",
    },
]


def frames() -> Iterator[tuple[str, Any]]:
    yield "dicts", ROWS
    yield "generator", (row for row in ROWS)
    yield "polars", polars.DataFrame(ROWS)
    yield "pyarrow", pyarrow.Table.from_pylist(ROWS)
    yield "batches", pyarrow.Table.from_pylist(ROWS).to_reader(max_chunksize=1)
    yield "pandas", pandas.DataFrame(ROWS)
    yield "pandas with arrow types", pandas.DataFrame(ROWS).convert_dtypes(dtype_backend="pyarrow")
    arrow = pyarrow.Table.from_pylist(ROWS)
    yield "duckdb", duckdb.sql("select * from arrow")
    yield "dictionary", arrow.set_column(0, "name", arrow["name"].dictionary_encode())
    yield "large", arrow.cast(large(arrow.schema))
    yield "views", arrow.set_column(0, "name", arrow["name"].cast(pyarrow.string_view()))


def large(schema: pyarrow.Schema) -> pyarrow.Schema:
    return pyarrow.schema([
        field.with_type(pyarrow.large_string()) if pyarrow.types.is_string(field.type) else field for field in schema
    ])


@pytest.mark.parametrize(("kind", "frame"), list(frames()), ids=[kind for kind, _ in frames()])
def test_every_frame_says_the_same(workspace: scrm.Workspace, kind: str, frame: Any) -> None:
    report = workspace.import_frame(frame, now=NOW)
    assert counts(report) == (2, 0, 0), report
    assert not [note for note in report["notes"] if note["code"] == "import.value.unreadable"], report["notes"]
    anna, omar = sorted(rows(workspace), key=lambda row: row["name"], reverse=True)
    assert (anna["name"], anna["phone"], anna["birthday"]) == ("李安娜", "+886912000456", date(1990, 5, 17))
    assert anna["first_contact"] == datetime(2025, 3, 1, 6, 30, tzinfo=timezone.utc)
    assert (anna["budget_low"], anna["budget_high"]) == (5_000_000, 5_000_000)
    assert anna["expected_annual_purchase"] == 123_450 and anna["products"] == ["lamp", "chair"]
    assert omar["remark"] == "ring the bell" and omar["budget_low"] is None and omar["products"] is None
    # The same rows from another frame, or from a file, are known.
    assert counts(workspace.import_frame(ROWS, now=NOW)) == (0, 2, 0)


@dataclasses.dataclass
class Person:
    name: str
    phone: str


class Model(pydantic.BaseModel):
    name: str
    phone: str


def test_rows_as_objects(workspace: scrm.Workspace) -> None:
    people = [Person("Anna", "+447400123456"), Model(name="Ben", phone="+447400123457"), {"phone": "", "name": "Cat"}]
    assert counts(workspace.import_frame(people, now=NOW)) == (3, 0, 0)
    assert sorted(row["name"] for row in rows(workspace)) == ["Anna", "Ben", "Cat"]


def test_numbers_that_a_gap_made_fractions(workspace: scrm.Workspace) -> None:
    frame = pandas.DataFrame({"name": ["Anna", "Ben"], "phone": [447400123456, None]})
    assert frame["phone"].dtype == numpy.float64
    workspace.import_frame(frame, default_region="GB", now=NOW)
    assert sorted(row["phone"] or "" for row in rows(workspace)) == ["", "+447400123456"]


@pytest.mark.parametrize("make", [list, polars.DataFrame, pandas.DataFrame, pyarrow.Table.from_pylist])
def test_times_of_day_without_a_zone(workspace: scrm.Workspace, make: Any) -> None:
    midnight = make([{"name": "Anna", "first_contact": datetime(2025, 3, 1), "birthday": datetime(1990, 5, 17)}])
    workspace.import_frame(midnight, now=NOW)
    assert rows(workspace)[0]["birthday"] == date(1990, 5, 17)
    naive = make([{"name": "Ben", "first_contact": datetime(2025, 3, 1, 14, 30)}])
    with pytest.raises(scrm.ImportError) as caught:
        workspace.import_frame(naive, now=NOW)
    assert (caught.value.code, caught.value.field) == ("import.table.naive_time", "first_contact")
    assert "time_zone" in str(caught.value) and len(workspace.customers()) == 1
    workspace.import_frame(naive, time_zone="Asia/Taipei", now=NOW)
    ben = next(row for row in rows(workspace) if row["name"] == "Ben")
    assert ben["first_contact"] == datetime(2025, 3, 1, 6, 30, tzinfo=timezone.utc)


def test_cells_that_have_no_text(workspace: scrm.Workspace) -> None:
    nested = [{"name": "Anna"}, {"name": "Ben", "address": {"street": "Hill"}}]
    binary = pyarrow.table({"name": ["Anna"], "photo": [b"\x00"]})
    lists = [{"name": "Anna", "products": [["lamp"]]}]
    for frame, row in ((nested, 2), (polars.DataFrame(nested), 2), (binary, 1), (lists, 1)):
        with pytest.raises(scrm.ImportError) as caught:
            workspace.import_frame(frame, now=NOW)
        assert caught.value.code == "import.table.cell" and caught.value.row == row
        assert caught.value.field in ("address", "photo", "products")
    assert counts(workspace.import_frame([{"name": "Cat", "budget": Decimal("1500.50")}], now=NOW)) == (1, 0, 0)


@pytest.mark.parametrize("make", [list, polars.DataFrame, pandas.DataFrame, pyarrow.Table.from_pylist])
def test_columns_of_nothing(workspace: scrm.Workspace, make: Any) -> None:
    frame = make([{"name": "Anna", "remark": None, "products": []}, {"name": "Ben", "remark": None, "products": []}])
    assert counts(workspace.import_frame(frame, now=NOW)) == (2, 0, 0)
    assert [row["remark"] for row in rows(workspace)] == [None, None]


def test_what_is_no_frame(workspace: scrm.Workspace) -> None:
    for odd in (5, None, ["Anna"], {"name": "Anna"}, [{1: "Anna"}], pyarrow.array([1])):
        with pytest.raises((TypeError, ValueError)):
            workspace.import_frame(odd, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(scrm.ImportError) as caught:
        workspace.import_frame([{"phone": "1"}], now=NOW)
    assert caught.value.code == "import.header.no_name"
    assert counts(workspace.import_frame(polars.DataFrame({"name": []}), now=NOW)) == (0, 0, 0)


@pytest.mark.parametrize("make", [list, polars.DataFrame])
def test_frames_abort_stop_and_report_as_files_do(workspace: scrm.Workspace, make: Any) -> None:
    frame = make([{"name": f"Customer {number}", "phone": f"+4474001{number:05}"} for number in range(5_000)])
    bad = make([{"name": "Anna", "phone": "+447400999999"}, {"name": "", "phone": "+447400999998"}])
    assert workspace.import_frame(bad, on_error="abort", now=NOW)["aborted"] and len(workspace.customers()) == 0
    good = make([{"name": "Anna", "phone": "+447400999999"}])
    assert not workspace.import_frame(good, on_error="abort", now=NOW)["aborted"] and len(workspace.customers()) == 1
    assert workspace.import_frame(frame, progress=lambda _: False, now=NOW)["aborted"]
    assert 1 < len(workspace.customers()) < 5_001
    pieces: list[str] = []
    workspace.import_frame(bad, rejected=pieces.append, now=NOW)
    assert "+447400999998" in "".join(pieces)


def test_one_table_as_everything(workspace: scrm.Workspace) -> None:
    workspace.import_frame(ROWS, now=NOW)
    table = workspace.customers()
    assert len(table) == 2 and [record["id"] for record in table] == [table[0]["id"], table[-1]["id"]]
    assert table[0:2] == table.to_dicts() == list(table)
    with pytest.raises(IndexError):
        table[2]
    with pytest.raises(IndexError):
        table[-3]
    as_polars, as_pandas = table.to_polars(), table.to_pandas()
    assert as_polars.columns == list(as_pandas.columns) == table.columns == list(table.to_columns())
    assert as_polars.equals(polars.DataFrame(table))
    arrow = pyarrow.table(table)
    assert arrow.num_rows == 2 and duckdb.sql("select count(*) from arrow").fetchall() == [(2,)]
    assert as_polars.schema["created_at"] == polars.Datetime("us", "UTC")
    assert as_polars.schema["birthday"] == polars.Date and as_polars.schema["tags"] == polars.List(polars.String)
    assert as_polars["name"].to_list() == table.to_columns()["name"]
    assert as_polars["birthday"].to_list() == table.to_columns()["birthday"]
    assert as_polars["first_contact"].to_list() == table.to_columns()["first_contact"]
    assert "2 records" in repr(table)


def test_columns_keep_their_types_where_nothing_is_in_them(workspace: scrm.Workspace) -> None:
    empty = workspace.customers()
    assert len(empty) == 0 and empty.to_polars().height == 0 and list(empty) == []
    workspace.import_frame([{"name": "Anna"}], now=NOW)
    assert workspace.customers().to_polars().schema == empty.to_polars().schema
    assert workspace.queue(NOW).to_polars().schema["respond_by"] == polars.Datetime("us", "UTC")
    assert set(workspace.queue(NOW).columns) >= {"id", "level", "score", "respond_by", "overdue"}


def test_more_customers_than_a_page(workspace: scrm.Workspace) -> None:
    frame = polars.DataFrame({"name": [f"Customer {number}" for number in range(2_500)]})
    workspace.import_frame(frame, now=NOW)
    table = workspace.customers()
    ids = table.to_columns()["id"]
    assert len(table) == len(set(ids)) == 2_500 and ids == sorted(ids) and table.to_polars().height == 2_500
    assert table[1_700]["id"] == ids[1_700] and [record["id"] for record in table] == ids
    assert len(workspace.customers(limit=1_200)) == 1_200 and len(workspace.customers(limit=0)) == 0
    rest = workspace.customers(after=ids[999], limit=10)
    assert rest.to_columns()["id"] == ids[1_000:1_010]


def test_a_table_shows_itself_in_notebooks(workspace: scrm.Workspace) -> None:
    workspace.import_frame([{"name": "<b>Anna</b>", "Favourite & tea": "oolong"}], now=NOW)
    shown = workspace.customers()._repr_html_()
    assert "&lt;b&gt;Anna&lt;/b&gt;" in shown and "<b>" not in shown and "oolong" in shown


def test_pandas_without_pyarrow(workspace: scrm.Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.import_frame(ROWS, now=NOW)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    frame = workspace.customers().to_pandas()
    assert list(frame["name"]) == workspace.customers().to_columns()["name"]


def test_report_tables(workspace: scrm.Workspace) -> None:
    workspace.import_frame(ROWS, now=NOW)
    report = workspace.report(NOW)["report"]
    tables = scrm.report_tables(report)
    assert {"checks", "remedies", "priorities.queue", "conversations.days"} <= set(tables)
    assert tables["checks"].to_dicts() == report["checks"]
    checks = tables["checks"].to_polars()
    assert checks["check"].to_list() == [check["check"] for check in report["checks"]]
    for table in tables.values():
        table.to_polars()


def test_matches_as_a_frame() -> None:
    matches = scrm.KeywordMatcher({"drink": ["tea", "chai"]}).find_many(["chai, tea", "no", "ＴＥＡ"])
    frame = polars.DataFrame(matches)
    assert frame["message"].to_list() == [0, 0, 2] and frame["phrase"].to_list() == ["chai", "tea", "tea"]
    assert frame["start"].to_list() == [0, 6, 0] and frame["label"].to_list() == ["drink"] * 3
    assert pyarrow.table(matches).column_names == ["message", "rule", "label", "phrase", "start", "end"]


def test_a_pandas_column_of_numbers_and_texts_is_read_as_a_spreadsheet_gives_it() -> None:
    frame = pandas.DataFrame(
        {
            "name": ["Asha Noor", "Ben Ali", "Cy Dee"],
            "phone": [712000001, "0712 000 002", None],
            "email": [None, float("nan"), "cy@example.com"],
        }
    )
    with scrm.open(":memory:") as workspace:
        report = workspace.import_frame(frame, default_region="KE")
        assert report["counts"]["created"] == 3
        keys = {identifier["key"] for customer in workspace.customers() for identifier in customer["identifiers"]}
    assert keys == {"tel:+254712000001", "tel:+254712000002", "email:cy@example.com"}
