"""Segments over records and frames."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
import scrm

NOW = datetime(2026, 6, 1, 2, tzinfo=timezone.utc)

ROWS: list[dict[str, Any]] = [
    {"name": "Анна", "company_size": 250, "tier": "a", "tags": ["value.strategic"], "last_order": date(2026, 1, 5)},
    {"name": "山田", "company_size": 20, "tier": "a", "tags": [], "last_order": datetime(2026, 5, 30, tzinfo=timezone.utc)},
    {"name": "عمر", "company_size": None, "tier": "b", "tags": ["behaviour.quoted"], "last_order": None},
]


def test_rows_are_asked_by_the_names_of_the_expression() -> None:
    large = scrm.Segment('company_size > 200 && tier == "A"')
    assert large.mask(ROWS, now=NOW) == [True, False, False]
    assert large.filter(ROWS, now=NOW) == ROWS[:1]
    assert large.matches(ROWS[0], now=NOW) is True
    assert large.matches({"company_size": None, "tier": "a"}, now=NOW) is None
    tagged = scrm.Segment('has_tag("value.strategic") || name == "山田"')
    assert tagged.mask(ROWS, now=NOW) == [True, True, False]
    silent = scrm.Segment("days_since(last_order) > 90")
    assert silent.mask(ROWS, now=NOW) == [True, False, None]
    assert scrm.Segment("true").mask(ROWS, now=NOW) == [True, True, True]
    assert scrm.Segment("true").filter([], now=NOW) == []


def test_frames_come_back_as_what_they_were() -> None:
    columns = {name: [row[name] for row in ROWS] for name in ("name", "company_size", "tier", "tags")}
    large = scrm.Segment("company_size > 100 || tier == \"b\"")
    assert large.filter(polars.DataFrame(columns), now=NOW)["name"].to_list() == ["Анна", "عمر"]
    assert list(large.filter(pandas.DataFrame(columns), now=NOW)["name"]) == ["Анна", "عمر"]
    assert large.filter(pyarrow.table(columns), now=NOW)["name"].to_pylist() == ["Анна", "عمر"]
    tagged = scrm.Segment('has_tag("behaviour.quoted") && !has(company_size)')
    assert tagged.filter(polars.DataFrame(columns), now=NOW).height == 1


ASKED = [
    'company_size > 200 && tier == "A"',
    "!has(company_size) || company_size < 100",
    'name.startsWith("А") || name == "山田"',
    'has_tag("value.strategic") || tier == "b"',
    "last_order < now - days(90)",
    "has(last_order) && days_since(last_order) <= 90",
    "archived && created_at < now",
]


def _columns() -> dict[str, list[Any]]:
    columns = {name: [row[name] for row in ROWS] for name in ("name", "company_size", "tier", "tags")}
    columns["last_order"] = [date(2026, 1, 5), date(2026, 5, 30), None]
    columns["created_at"] = [NOW, NOW - timedelta(days=9), None]
    columns["archived"] = [False, True, None]
    return columns


def _frames() -> dict[str, Any]:
    columns = _columns()
    table = pyarrow.table(columns)
    days = polars.DataFrame(columns).with_columns(polars.col("last_order").cast(polars.Datetime("ms")))
    return {
        "polars": polars.DataFrame(columns),
        "polars, days as times": days,
        "polars, categories": polars.DataFrame(columns).with_columns(polars.col("tier").cast(polars.Categorical)),
        "pandas": pandas.DataFrame(columns),
        "pandas, times": pandas.DataFrame(columns).astype({"last_order": "datetime64[ns]", "tier": "category"}),
        "pandas, some rows": pandas.concat([pandas.DataFrame(columns)] * 2).iloc[3:],
        "pyarrow": table,
        "pyarrow in pieces": pyarrow.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1)]),
        "pyarrow, decimal": table.set_column(1, "company_size", table["company_size"].cast(pyarrow.decimal128(21, 2))),
    }


@pytest.mark.parametrize("text", ASKED)
def test_frames_say_what_rows_say(text: str) -> None:
    segment = scrm.Segment(text)
    columns = _columns()
    rows = [{name: column[place] for name, column in columns.items()} for place in range(3)]
    expected = segment.mask(rows, now=NOW)
    assert len(set(expected)) > 1
    for kind, frame in _frames().items():
        assert segment.mask(frame, now=NOW) == expected, kind


def test_frames_are_read_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_apart(*_: object) -> None:
        raise AssertionError("the column was made a list")

    monkeypatch.setattr("scrm._segment._column", taken_apart)
    for text in ASKED:
        for frame in _frames().values():
            scrm.Segment(text).mask(frame, now=NOW)


def test_what_arrow_does_not_read_python_does() -> None:
    mixed = pandas.DataFrame({"last_order": [date(2026, 1, 5), datetime(2026, 5, 30, tzinfo=timezone.utc), None]})
    assert scrm.Segment("days_since(last_order) > 90").mask(mixed, now=NOW) == [True, False, None]
    assert scrm.Segment('tier == "a"').mask(polars.DataFrame({"tier": [None, None]}), now=NOW) == [None, None]
    empty = polars.DataFrame({"tier": []}, schema={"tier": polars.String})
    assert scrm.Segment('tier == "a"').mask(empty, now=NOW) == []
    assert scrm.Segment("true").mask(_frames()["polars"], now=NOW) == [True, True, True]


def test_whatever_is_a_stream_of_arrows_is_asked() -> None:
    large = scrm.Segment('company_size > 200 && tier == "a"')
    table = pyarrow.table({name: _columns()[name] for name in ("company_size", "tier", "name")})
    assert large.mask(table.to_reader(), now=NOW) == [True, False, False]
    assert large.mask(table.to_batches()[0], now=NOW) == [True, False, False]
    assert large.mask(duckdb.from_arrow(table), now=NOW) == [True, False, False]
    assert scrm.Segment("true").mask(table.to_reader(), now=NOW) == [True, True, True]
    workspace = scrm.open(":memory:")
    workspace.import_csv("Name,Phone\nАнна,+447400123456\n".encode(), now=NOW)
    assert scrm.Segment('name == "анна"').mask(workspace.segment_customers("true", now=NOW), now=NOW) == [True]


def test_what_is_no_frame_is_refused() -> None:
    for wrong in (5, polars.LazyFrame({"tier": ["a"]})):
        for text in ('tier == "a"', "true"):
            with pytest.raises(TypeError, match=f"`{type(wrong).__name__}` is no frame"):
                scrm.Segment(text).mask(wrong, now=NOW)


def test_mistakes_in_frames_have_their_place() -> None:
    with pytest.raises(scrm.SegmentError, match="company_size, row 2") as cell:
        scrm.Segment("company_size > 1").mask(polars.DataFrame({"company_size": [None, "many"]}), now=NOW)
    assert (cell.value.code, cell.value.field, cell.value.row) == ("segment.cell", "columns.company_size", 2)
    with pytest.raises(scrm.SegmentError, match="last_order, row 1"):
        nobody_knows_where = pyarrow.table({"last_order": [datetime(2026, 5, 30, 10)]})
        scrm.Segment("last_order < now").mask(nobody_knows_where, now=NOW)
    with pytest.raises(scrm.SegmentError, match="asks for tier") as missing:
        scrm.Segment('tier == "a" && name == "x"').mask(pyarrow.table({"name": ["x"]}), now=NOW)
    assert missing.value.code == "segment.missing"


def test_customers_are_asked_as_a_workspace_gives_them() -> None:
    workspace = scrm.open(":memory:")
    workspace.import_csv(b"Name,Phone,Company size\nAnna,+447400123456,250\nOmar,+447400123457,20\n", now=NOW)
    large = scrm.Segment("company_size > 200")
    assert workspace.count("company_size > 200", now=NOW) == 1
    (anna,) = workspace.segment("company_size > 200", now=NOW)
    assert large.matches(workspace.customer(anna), now=NOW) is True
    assert large.explain(workspace.customer(anna), now=NOW)["holds"] is True
    assert workspace.index_segments()["customers"] == 2
    assert workspace.explain_segment("company_size > 200 && archived", now=NOW)["holds"] == 0
    assert workspace.explain_membership("company_size > 200", anna, now=NOW)["holds"] is True


def test_who_belongs_is_a_table_and_a_file(tmp_path: Path) -> None:
    workspace = scrm.open(":memory:")
    rows = "".join(f"Анна {number},+4474001{number:05},{number}\n" for number in range(2_500))
    workspace.import_csv(f"Name,Phone,Company size\n{rows}".encode(), now=NOW)
    asked = "company_size >= 500"
    table = workspace.segment_customers(asked, now=NOW)
    assert len(table) == 2_000
    assert sorted(pyarrow.table(table)["head_count_low"].to_pylist()) == list(range(500, 2_500))
    assert len(workspace.segment_customers(asked, limit=7, now=NOW)) == 7

    file = tmp_path / "large.csv"
    assert workspace.export_to(file, asked, columns=["name", "phone", "head_count"], now=NOW) == 2_000
    masked = file.read_bytes().decode().split("\r\n")
    assert masked[0] == "name,phone,head_count" and masked[-1] == ""
    assert len(masked) == 2_002 and all("А***," in line and "***" in line for line in masked[1:-1])

    # What is written unmasked comes back.
    again = scrm.open(":memory:")
    assert workspace.export_to(file, asked, unmasked=True, now=NOW) == 2_000
    assert again.import_csv(file, now=NOW)["counts"]["created"] == 2_000
    assert again.count(asked, now=NOW) == 2_000

    lines = tmp_path / "some.jsonl"
    assert workspace.export_to(lines, "company_size == 700", columns=["name", "phone"], unmasked=True, now=NOW) == 1
    assert json.loads(lines.read_text(encoding="utf-8")) == {"name": "Анна 700", "phone": ["+447400100700"]}
    text = io.StringIO()
    assert workspace.export_to(text, "archived", columns=["id"], now=NOW) == 0
    assert text.getvalue() == "id\r\n"
    with pytest.raises(scrm.ScrmError) as raised:
        workspace.export_to(text, "archived", columns=["telephone"], now=NOW)
    assert raised.value.code == "export.column.unknown"

    sample = workspace.sample_segment(asked, 20, now=NOW)
    assert len(sample) == 20 and set(sample) < set(workspace.sample_segment(asked, 40, now=NOW))
    assert sample != workspace.sample_segment(asked, 20, seed="another", now=NOW)
    workspace.index_segments()
    assert workspace.sample_segment(asked, 20, now=NOW) == sample


def test_mistakes_have_their_place() -> None:
    with pytest.raises(scrm.SegmentError, match="did you mean company_size"):
        scrm.Segment("company_syze > 1")
    with pytest.raises(scrm.SegmentError, match="asks for order_count") as missing:
        scrm.Segment("order_count > 1").filter(polars.DataFrame({"name": ["x"]}), now=NOW)
    assert missing.value.code == "segment.missing"
    with pytest.raises(scrm.SegmentError, match="company_size, row 2"):
        scrm.Segment("company_size > 1").mask([{"company_size": 1}, {"company_size": "many"}], now=NOW)


def test_sql_is_what_sqlite_is_asked() -> None:
    sql = scrm.Segment("!archived && order_count > 2").to_sql(now=NOW)
    assert sql.startswith("SELECT c.id FROM customers AS c")
    assert "$.archived_at" in sql
    assert "order_placed" in sql


def test_a_tree_is_the_same_expression() -> None:
    segment = scrm.Segment('tier in ["A", "B"]')
    assert scrm.Engines().segment_from_tree(segment.to_json())["text"] == segment.text
