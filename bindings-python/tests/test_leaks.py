"""A million calls leave no memory behind (TRUST G2)."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from typing import Any

import polars
import pytest
import scrm
from conftest import NOW, message
from scrm import _scrm

CALLS, CYCLES, FAILURES = 1_000_000, 100_000, 10_000
ALLOWED = 4 * 1024 * 1024

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="the system does not say how much is held")


def held() -> int:
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(rounds: int, one: Callable[[int], object]) -> int:
    """What so many rounds leave behind, after a tenth of them to warm up."""
    for number in range(rounds // 10):
        one(number)
    before = held()
    started = time.perf_counter()
    for number in range(rounds):
        one(number)
    grown = held() - before
    print(f"{rounds:,} rounds in {time.perf_counter() - started:.1f} s: {grown / 1024:+,.0f} KiB")
    return grown


def test_calls() -> None:
    engines, matcher = scrm.Engines(), scrm.KeywordMatcher(["tea", "чай", "茶"])
    workspace = scrm.open(":memory:")
    known = message("how much is the tea?")
    workspace.receive(known, now=NOW)
    workspace.import_frame([{"name": "Anna", "phone": "+447400123457", "products": ["lamp"]}], now=NOW)
    customer = workspace.customers()[0]
    deduper = scrm.Deduper().fit([{"name": "Anna Walker", "phone": "+447400123457"}, {"name": "Omar Haddad"}])

    def comes_and_goes() -> None:
        deduper.add({"name": "Ana Walker", "phone": "07400123457"}, id="new")
        deduper.remove("new")

    cheap: list[Callable[[], Any]] = [
        lambda: engines.text_fold("ПРИВЕТ"),
        lambda: matcher.find("a cup of ТЕА, чай, 茶"),
        lambda: matcher.labels("a cup of tea"),
        lambda: workspace.next_wakeup(),
        lambda: engines.calendar_is_open(NOW),
    ]
    dear: list[Callable[[], Any]] = [
        lambda: scrm.Deduper().fit([{"name": "Anna", "phone": "+447400123457"}] * 2).explain("0", "1"),
        lambda: deduper.query({"name": "Anna Walker"}),
        comes_and_goes,
        lambda: workspace.receive(known, now=NOW),
        lambda: workspace.customers().to_columns(),
        lambda: list(matcher.find_many(["tea", "чай"])),
        lambda: polars.DataFrame(workspace.customers()),
        lambda: workspace.import_frame([{"name": "Anna", "phone": "+447400123457"}], now=NOW),
        lambda: workspace.import_frame(polars.DataFrame({"name": ["Anna"], "phone": ["+447400123457"]}), now=NOW),
        lambda: workspace.import_csv(b"name,phone\nAnna,+447400123457\n", now=NOW),
        lambda: engines.completeness_evaluate(customer),
        lambda: workspace.queue(NOW).to_dicts(),
    ]

    def one(number: int) -> None:
        cheap[number % len(cheap)]()
        if number % 200 == 0:
            dear[number // 200 % len(dear)]()

    assert growth(CALLS, one) <= ALLOWED


def test_cycles() -> None:
    table = scrm.open(":memory:").list("customers", {})

    class Node(scrm.KeywordMatcher):
        other: Any

    def one(number: int) -> None:
        node, ring = Node(["tea"]), scrm.Table(_scrm.Table([table]))
        node.other, ring.other = [node, ring], node  # type: ignore[attr-defined]
        if number % 1_000 == 0:
            workspace = scrm.open(":memory:")
            workspace.self = workspace  # type: ignore[attr-defined]
            gc.collect()

    assert growth(CYCLES, one) <= ALLOWED


def test_failures() -> None:
    engines, workspace = scrm.Engines(), scrm.open(":memory:")

    def stop(_: Any) -> bool:
        raise ZeroDivisionError

    failing: list[tuple[Callable[[], Any], type[Exception]]] = [
        (lambda: engines.call("text.fold", {"text": 5}), scrm.ApiError),
        (lambda: engines.call("text.fold", {"txt": "x"}), scrm.ApiError),
        (lambda: workspace.customer("c_nobody"), scrm.WorkspaceError),
        (lambda: workspace.receive([message("x") | {"sent_at": "never"}], now=NOW), scrm.ApiError),
        (lambda: workspace.import_csv(b"x\ny\n", now=NOW), scrm.ImportError),
        (lambda: workspace.import_csv(b"name\nAnna\n", progress=stop, now=NOW), ZeroDivisionError),
        (lambda: workspace.import_frame([{"name": object()}], now=NOW), scrm.ImportError),
        (lambda: scrm.KeywordMatcher([""]), scrm.KeywordError),
        (lambda: scrm.Deduper({"merge": 7}), scrm.DedupeError),
        (lambda: scrm.Deduper().clusters(), scrm.ApiError),
    ]

    def one(number: int) -> None:
        call, expected = failing[number % len(failing)]
        with pytest.raises(expected):
            call()

    assert growth(FAILURES, one) <= ALLOWED
