"""Duplicates of any table: from every kind of records, with ids of the caller's, and every wrong call named."""

from __future__ import annotations

import copy
import dataclasses
import math
import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
import scrm

PEOPLE: list[dict[str, Any]] = [
    {"no": 1, "name": "Anna Walker", "birthday": date(1990, 3, 15), "phone": "+44 7400 123456"},
    {"no": 2, "name": "Walker, Ana", "birthday": date(1990, 3, 15), "phone": "07400 123456"},
    {"no": 3, "name": "Omar Haddad", "birthday": date(1985, 11, 2), "phone": "+971 50 123 4567"},
    {"no": 4, "name": "李安娜", "birthday": None, "phone": "+886 912 000 456"},
]
PERSONS = [["1", "2"], ["3"], ["4"]]


@dataclasses.dataclass
class Person:
    no: int
    name: str
    birthday: date | None
    phone: str


def sources(folder: Path) -> Iterator[tuple[str, Any]]:
    yield "dicts", PEOPLE
    yield "generator", (person for person in PEOPLE)
    yield "dataclasses", [Person(**person) for person in PEOPLE]
    yield "polars", polars.DataFrame(PEOPLE)
    yield "pyarrow", pyarrow.Table.from_pylist(PEOPLE)
    yield "pandas", pandas.DataFrame(PEOPLE)
    with_times = pandas.DataFrame(PEOPLE)
    with_times["birthday"] = pandas.to_datetime(with_times["birthday"])
    yield "pandas, times", with_times
    yield "duckdb", duckdb.connect().from_arrow(pyarrow.Table.from_pylist(PEOPLE))
    file = folder / "people.csv"
    polars.DataFrame(PEOPLE).write_csv(file)
    yield "path", file
    yield "text of a path", str(file)
    other = folder / "other.csv"
    other.write_bytes(file.read_text(encoding="utf-8").replace(",", ";").replace("Walker; Ana", "Walker, Ana").encode("utf-16"))
    yield "another dialect", other


@pytest.mark.parametrize("kind", [kind for kind, _ in sources(Path("/tmp"))])
def test_every_kind_of_records(kind: str, tmp_path: Path) -> None:
    records = next(records for name, records in sources(tmp_path) if name == kind)
    deduper = scrm.Deduper().fit(records, id="no")
    assert deduper.clusters() == PERSONS and len(deduper) == 4
    assert {field["kind"] for field in deduper.fields} == {"name", "birthday", "phone"}
    plain = scrm.Deduper().fit(PEOPLE, id="no")
    assert math.isclose(deduper.score("1", "2"), plain.score("1", "2"), rel_tol=1e-9)


def test_without_ids_rows_are_counted_from_0() -> None:
    deduper = scrm.Deduper().fit([{**person, "no": None} for person in PEOPLE])
    assert deduper.clusters() == [["0", "1"], ["2"], ["3"]]
    (pair,) = deduper.pairs()
    assert (pair["first"], pair["second"], pair["verdict"]) == ("0", "1", "merge")
    assert pair["probability"] == deduper.score("0", "1") and deduper.pairs(1.0) == []


def test_a_record_is_asked_for_by_what_it_says() -> None:
    deduper = scrm.Deduper().fit(PEOPLE, id="no")
    said = {"name": "anna walker", "birthday": datetime(1990, 3, 15), "phone": "00447400123456", "unknown": object}
    del said["unknown"]
    assert {match["id"] for match in deduper.query(said)} == {"1", "2"}
    assert deduper.query({"name": "Nobody At All"}) == []
    assert deduper.score("1", said) == deduper.score(said, "1") > 0.9
    assert deduper.score(said, said) > 0.9
    row = pandas.DataFrame(PEOPLE).iloc[0].to_dict() | {"birthday": numpy.datetime64("1990-03-15").item()}
    assert deduper.score("1", row) > 0.9
    why = deduper.explain("1", "2")
    assert math.isclose(why["start"] + why["related"] + sum(field["weight"] for field in why["fields"]), why["bits"] or 0)
    assert {"name", "birthday", "phone"} == {field["kind"] for field in why["fields"] if field["level"]}
    cluster = deduper.explain_cluster("2")
    assert cluster["records"] == ["1", "2"] and cluster["weakest_link"] is not None
    assert deduper.explain_cluster("3")["weakest_link"] is None


def test_records_come_and_go() -> None:
    deduper = scrm.Deduper().fit(PEOPLE, id="no")
    deduper.add(Person(5, "Haddad Omar", None, "050 123 4567"), id="new")  # type: ignore[arg-type]
    assert ["3", "new"] in deduper.clusters() and len(deduper) == 5
    deduper.tell_apart("3", "new")
    assert ["3"] in deduper.clusters() and ["new"] in deduper.clusters()
    assert deduper.remove("new") is True and deduper.remove("new") is False and len(deduper) == 4
    # Fitting again forgets what was there.
    assert deduper.fit([{"name": "Anna"}]) is deduper and len(deduper) == 1
    assert repr(deduper) == "<scrm.Deduper of 1 records>"


def test_how_good_it_is_on_labels() -> None:
    deduper = scrm.Deduper().fit(PEOPLE, id="no")
    by_person = deduper.certify({"1": "anna", "2": "anna", "3": "omar", "4": "li"})
    assert by_person["pairwise"]["precision"]["value"] == 1.0 and by_person["matches"] == 1
    assert by_person["b_cubed"] is not None and by_person["threshold"]["precision"] == 0.98
    pairs = deduper.certify([("1", "2", True), ("1", "3", False), ("1", "gone", True)], precision=0.9)
    assert (pairs["records"], pairs["unknown"], pairs["b_cubed"]) == (3, 1, None)
    assert deduper.certify([{"first": "1", "second": "2", "same": True}])["matches"] == 1


def test_settings() -> None:
    known = scrm.Deduper(columns={"no": "system_id"}).fit(PEOPLE)
    assert known.clusters() == [["0"], ["1"], ["2"], ["3"]] and known.explain("0", "1")["bits"] is None
    assert scrm.Deduper({"merge": 0.9, "review": 0.2}, merge=0.8).fit(PEOPLE).describe()["config"] == {
        "merge": 0.8,
        "review": 0.2,
        "columns": {},
    }
    for wrong, code, field in [
        ({"mrege": 0.9}, "api.request.unknown_field", "mrege"),
        ({"merge": "high"}, "api.request.wrong_kind", "merge"),
        ({"merge": 1.5}, "dedupe.config.invalid", "merge"),
        ({"columns": {"erp": "sytem_id"}}, "api.request.wrong_kind", "columns.erp"),
        ("merge", "api.request.wrong_kind", None),
    ]:
        with pytest.raises(scrm.ScrmError) as caught:
            scrm.Deduper(wrong)  # type: ignore[arg-type]
        assert (caught.value.code, caught.value.field) == (code, field), wrong
    with pytest.raises(scrm.DedupeError) as refused:
        scrm.Deduper(columns={"erp": "system_id"}).fit(PEOPLE)
    assert refused.value.field == "erp"


def test_wrong_calls_are_named(tmp_path: Path) -> None:
    deduper = scrm.Deduper()
    with pytest.raises(scrm.ApiError) as early:
        deduper.clusters()
    assert early.value.code == "api.deduper.not_fitted" and "fit" in (early.value.help or "")
    assert len(deduper) == 0
    deduper.fit(PEOPLE, id="no")
    calls: list[tuple[Any, str, str | None]] = [
        (lambda: deduper.score("1", "9"), "dedupe.linkage.unknown_record", "b"),
        (lambda: deduper.score("1", 2), "api.request.wrong_kind", "b"),  # type: ignore[arg-type]
        (lambda: deduper.explain("9", "1"), "dedupe.linkage.unknown_record", "a"),
        (lambda: deduper.explain_cluster("9"), "dedupe.linkage.unknown_record", "id"),
        (lambda: deduper.tell_apart("9", "1"), "dedupe.linkage.unknown_record", "a"),
        (lambda: deduper.add({"name": "Anna"}, id="1"), "dedupe.linkage.same_id", "id"),
        (lambda: deduper.add({"name": object()}, id="x"), "import.table.cell", None),
        (lambda: deduper.pairs(2), "api.request.wrong_kind", "threshold"),
        (lambda: deduper.certify({"1": "a"}, precision=98), "api.request.wrong_kind", "precision"),
        (lambda: deduper.fit(PEOPLE, id="number"), "api.request.wrong_kind", "id"),
        (lambda: deduper.fit(PEOPLE, id=5), "api.request.wrong_kind", "id"),  # type: ignore[arg-type]
        (lambda: deduper.fit([{"no": 1}, {"no": 1}], id="no"), "dedupe.linkage.same_id", None),
        (lambda: deduper.fit(tmp_path / "nothing.csv"), "api.file.unreadable", "records"),
        (lambda: deduper.call("sing", {}), "api.operation.unknown", None),
    ]
    for call, code, field in calls:
        with pytest.raises(scrm.ScrmError) as caught:
            call()
        assert caught.value.code == code, caught.value
        assert field is None or caught.value.field == field
    with pytest.raises(TypeError, match="no frame"):
        deduper.fit(5)  # type: ignore[arg-type]
    # What was refused changed nothing.
    assert deduper.clusters() == PERSONS


def test_python_goes_on_while_it_works() -> None:
    some = [{"name": f"Anna {number}", "phone": f"+447400{number:06}"} for number in range(4_000)]
    deduper, counted, done = scrm.Deduper(), [0], threading.Event()

    def count() -> None:
        while not done.is_set():
            counted[0] += 1

    counting = threading.Thread(target=count)
    counting.start()
    deduper.fit(polars.DataFrame(some))
    done.set()
    counting.join()
    assert counted[0] > 1_000 and len(deduper) == 4_000


def test_records_are_left_as_they_were() -> None:
    before = copy.deepcopy(PEOPLE)
    scrm.Deduper().fit(PEOPLE, id="no").query(PEOPLE[0])
    assert PEOPLE == before
