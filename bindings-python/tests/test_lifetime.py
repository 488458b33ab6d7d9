"""Closing, threads, forks: all that a process does to a workspace is defined."""

from __future__ import annotations

import gc
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import scrm
from conftest import NOW, message


def refused(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(scrm.ScrmError) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_use_after_close_and_closing_twice(tmp_path: Path) -> None:
    for path in (tmp_path / "shop.db", ":memory:"):
        workspace = scrm.open(path)
        table = workspace.customers()
        assert not workspace.closed
        workspace.close()
        workspace.close()
        assert workspace.closed and len(table) == 0
        calls: list[Any] = [
            lambda: workspace.receive([], now=NOW),
            lambda: workspace.customers(),
            lambda: workspace.import_csv(b"name\nAnna\n"),
            lambda: workspace.import_frame([{"name": "Anna"}]),
            lambda: workspace.tick(NOW),
        ]
        assert [refused(call) for call in calls] == ["api.workspace.closed"] * len(calls)


def test_many_threads_may_ask_a_closed_workspace() -> None:
    workspace = scrm.open(":memory:")
    workspace.close()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            codes = set(pool.map(lambda _: refused(workspace.customers), range(4_000)))
    finally:
        sys.setswitchinterval(interval)
    assert codes == {"api.workspace.closed"}


def test_a_file_has_one_owner_and_keeps_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with scrm.open(path) as workspace:
        workspace.receive(message("hello"), now=NOW)
        assert refused(scrm.open, path) == "store.owned_elsewhere"
        assert str(path) in repr(workspace)
    with scrm.open(str(path)) as workspace:
        assert len(workspace.customers()) == 1
        assert workspace.receive(message("hello"), now=NOW)[0]["kind"] == "duplicate"


def test_an_object_that_nobody_holds_gives_its_file_up(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    workspace = scrm.open(path)
    workspace.self = workspace  # type: ignore[attr-defined]
    del workspace
    gc.collect()
    scrm.open(path).close()


def test_an_exception_closes_the_workspace(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), scrm.open(tmp_path / "shop.db") as workspace:
        raise ZeroDivisionError
    assert workspace.closed


def test_paths_that_cannot_be_opened(tmp_path: Path) -> None:
    code = refused(scrm.open, tmp_path / "no folder" / "shop.db")
    assert code.startswith("store.")
    (tmp_path / "text.db").write_text("this is no database, it is a text of some length" * 100, encoding="utf-8")
    assert refused(scrm.open, tmp_path / "text.db").startswith("store.")
    with pytest.raises(TypeError):
        scrm.open(5)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        scrm.open(":memory:", playbook="no such playbook.toml")


def in_child(work: Any) -> str:
    """What the work says in a forked child."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = str(work())
        except BaseException as error:  # noqa: BLE001
            said = f"{type(error).__name__} {getattr(error, 'code', error)}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize("kind", ["file", "memory"])
def test_a_forked_child_gets_an_error(tmp_path: Path, kind: str) -> None:
    path = str(tmp_path / "shop.db") if kind == "file" else ":memory:"
    with scrm.open(path) as workspace:
        workspace.receive(message("hello"), now=NOW)
        works: list[Any] = [
            lambda: workspace.receive(message("in the child", external_id="m_2"), now=NOW),
            workspace.customers,
            workspace.close,
            lambda: workspace.closed,
            lambda: workspace.import_csv(b"name\nAnna\n"),
        ]
        assert [in_child(work) for work in works] == ["ApiError api.workspace.forked"] * len(works)
        # What knows no file works on both sides.
        assert in_child(lambda: scrm.fold("ПРИВЕТ")) == "привет"
        assert in_child(lambda: scrm.KeywordMatcher(["tea"]).labels("tea")) == "['tea']"
        # The child's end did not touch the parent's workspace.
        assert workspace.receive(message("and on", external_id="m_3"), now=NOW)[0]["kind"] == "new"
        if kind == "file":
            assert in_child(lambda: scrm.open(path)) == "StoreError store.owned_elsewhere"
    assert len(scrm.open(path).customers()) == (1 if kind == "file" else 0)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_fork_while_other_threads_call(tmp_path: Path) -> None:
    with scrm.open(tmp_path / "shop.db") as workspace:
        stop = threading.Event()

        def busy(thread: int) -> None:
            number = 0
            while not stop.is_set():
                number += 1
                workspace.receive(message("tea?", external_id=f"m_{thread}_{number}"), now=NOW)

        with ThreadPoolExecutor(4) as pool:
            futures = [pool.submit(busy, thread) for thread in range(4)]
            try:
                said = {in_child(lambda: workspace.queue(NOW)) for _ in range(20)}
            finally:
                stop.set()
            for future in futures:
                future.result()
        assert said == {"ApiError api.workspace.forked"}


def test_sixteen_threads_share_a_workspace_and_a_matcher(tmp_path: Path) -> None:
    matcher, engines = scrm.KeywordMatcher(), scrm.Engines()
    with scrm.open(tmp_path / "shop.db") as workspace:

        def work(thread: int) -> int:
            new = 0
            for number in range(40):
                sent = message(
                    "what is the price?",
                    external_id=f"m_{thread}_{number}",
                    sender={"identifiers": [{"kind": "whatsapp_id", "value": f"+4474001234{thread:02}"}]},
                )
                new += workspace.receive(sent, now=NOW)[0]["kind"] == "new"
                assert matcher.labels("what is the price?") == ["price"]
                assert engines.text_fold("ПРИВЕТ") == {"text": "привет"}
                if number % 10 == 0:
                    workspace.queue(NOW)
                    assert refused(workspace.customer, "c_nobody") == "workspace.not_found"
            return new

        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(work, range(16))) == 16 * 40
        assert len(workspace.customers()) == 16


def test_closing_while_others_call(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    for _ in range(5):
        workspace = scrm.open(path)

        def work(thread: int, workspace: scrm.Workspace = workspace) -> set[str]:
            outcomes = set()
            for number in range(200):
                try:
                    workspace.receive(message("tea?", external_id=f"m_{thread}_{number}"), now=NOW)
                    outcomes.add("ok")
                except scrm.ScrmError as error:
                    outcomes.add(error.code)
            return outcomes

        with ThreadPoolExecutor(8) as pool:
            futures = [pool.submit(work, thread) for thread in range(8)]
            workspace.close()
            said = set().union(*(future.result() for future in futures))
        assert said <= {"ok", "api.workspace.closed"} and "api.workspace.closed" in said
        # Every call that ran is over, so the file is free.
        scrm.open(path).close()
