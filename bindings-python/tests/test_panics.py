"""A defect of the engine is an ordinary exception, and the next call works (TRUST G1)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import polars
import pytest
import scrm
from conftest import NOW
from scrm import _scrm

plant: Any = getattr(_scrm, "plant_panic", None)
pytestmark = pytest.mark.skipif(plant is None, reason="the module was built without the feature `planted-panic`")


@pytest.fixture(autouse=True)
def unplanted() -> Iterator[None]:
    yield
    if plant is not None:
        plant(None)


def calls() -> dict[str, Callable[[], object]]:
    """One good call of everything that native code exports."""
    playbook, engines = scrm.Playbook.standard(), scrm.Engines()
    workspace, matcher = scrm.open(":memory:"), scrm.KeywordMatcher(["tea"])
    table = _scrm.Table([workspace.list("customers", {})])
    matches = matcher.find_many(["tea"])
    hit = matches[0][0]
    options = {"source": "x"}
    deduper = scrm.Deduper().fit([{"name": "Anna"}])
    return {
        "Deduper": lambda: _scrm.Deduper({}),
        "Deduper.call": lambda: deduper.call("pairs", {}),
        "Deduper.fit_records": lambda: deduper.fit_records([{"name": "Anna"}], None),
        "Deduper.__len__": lambda: len(deduper),
        "Playbook": lambda: _scrm.Playbook({"workspace": {"name": "x"}}),
        "Playbook.to_dict": playbook.to_dict,
        "Playbook.fingerprint": lambda: playbook.fingerprint,
        "Engines": lambda: _scrm.Engines(),
        "Engines.call": lambda: engines.call("text.fold", {"text": "x"}),
        "Engines.segment_sql": lambda: engines.segment_sql("archived", NOW),
        "Engines.segment_mask": lambda: engines.segment_mask("tier == 'a'", polars.DataFrame({"tier": ["a"]}).__arrow_c_stream__(), NOW),
        "Workspace": lambda: _scrm.Workspace(":memory:"),
        "Workspace.call": lambda: workspace.call("next_wakeup", {}),
        "Workspace.list": lambda: workspace.list("customers", {}),
        "Workspace.import_file": lambda: workspace.import_file(b"name\nAnna\n", options, None, NOW, None, None),
        "Workspace.import_table": lambda: workspace.import_table([{"name": "Anna"}], options, NOW, None, None),
        "Workspace.closed": lambda: workspace.closed,
        "Workspace.close": lambda: scrm.open(":memory:").close(),
        "KeywordMatcher": lambda: _scrm.KeywordMatcher(),
        "KeywordMatcher.find": lambda: matcher.find("tea"),
        "KeywordMatcher.find_many": lambda: matcher.find_many(["tea"]),
        "KeywordMatcher.explain": lambda: matcher.explain("tea"),
        "KeywordMatcher.labels": lambda: matcher.labels("tea"),
        "KeywordMatcher.__len__": lambda: len(matcher),
        "Hit.__repr__": lambda: repr(hit),
        "Hit.__eq__": lambda: hit == hit,  # noqa: PLR0124
        "Hit.__hash__": lambda: hash(hit),
        "Matches.__len__": lambda: len(matches),
        "Matches.__getitem__": lambda: matches[0],
        "Matches.__iter__": lambda: iter(matches),
        "Matches.__arrow_c_stream__": matches.__arrow_c_stream__,
        "MatchIterator.__iter__": lambda: iter(iter(matches)),
        "MatchIterator.__next__": lambda: next(iter(matches)),
        "Table": lambda: _scrm.Table([table]),
        "Table.report_parts": lambda: _scrm.Table.report_parts(),
        "Table.of_report": lambda: _scrm.Table.of_report("checks", []),
        "Table.last_id": table.last_id,
        "Table.__len__": lambda: len(table),
        "Table.page_count": lambda: table.page_count,
        "Table.page": lambda: table.page(0),
        "Table.columns": lambda: table.columns,
        "Table.to_columns": table.to_columns,
        "Table.__arrow_c_stream__": table.__arrow_c_stream__,
    }


# Fields of plain data, which run no code of ours.
PLAIN = {f"Hit.{name}" for name in ("rule", "label", "phrase", "start", "end")}


def exported() -> set[str]:
    names = set()
    for owner_name, owner in vars(_scrm).items():
        if not inspect.isclass(owner):
            continue
        for name in vars(owner):
            if name == "__new__":
                names.add(owner_name)
            elif name not in ("__doc__", "__module__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
                names.add(f"{owner_name}.{name}")
    return names - PLAIN


def test_every_exported_function_is_tried() -> None:
    assert set(calls()) == exported()


@pytest.mark.parametrize("name", calls())
def test_a_panic_is_an_error_and_the_next_call_works(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    call = calls()[name]
    call()
    plant(name)
    for _ in range(2):
        with pytest.raises(scrm.InternalError) as caught:
            call()
        assert caught.value.code == "api.defect" and isinstance(caught.value, Exception)
        assert name in str(caught.value) and "guard.rs" in str(caught.value) and "planted" not in str(caught.value)
    plant(None)
    call()
    assert capfd.readouterr().err == ""


def test_a_panic_without_the_lock_of_python() -> None:
    deduper = scrm.Deduper().fit([{"name": "Anna"}])
    plant("Deduper.call, detached")
    with pytest.raises(scrm.InternalError):
        deduper.clusters()
    plant(None)
    assert deduper.clusters() == [["0"]]
    workspace = scrm.open(":memory:")
    plant("Workspace.call, detached")
    with pytest.raises(scrm.InternalError):
        workspace.next_wakeup()
    plant(None)
    assert workspace.next_wakeup() == {"at": None}
