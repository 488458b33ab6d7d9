"""Files in: every kind of source and option, progress, and stopping."""

from __future__ import annotations

import io
import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import scrm
from conftest import NOW

FILE = "Name,Phone,Favourite tea\nAnna Walker,+447400123456,oolong\nBen Hill,07400 123457,\n,+447400123458,\n"


def counts(report: Any) -> tuple[int, int, int]:
    assert report["counts"]["read"] == sum(
        report["counts"][part] for part in ("created", "merged", "unchanged", "rejected")
    )
    return report["counts"]["created"], report["counts"]["unchanged"], report["counts"]["rejected"]


def test_every_kind_of_source(workspace: scrm.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "shop list.csv"
    path.write_text(FILE, encoding="utf-8")
    options: dict[str, Any] = {"default_region": "GB", "now": NOW}
    report = workspace.import_csv(path, **options)
    assert counts(report) == (2, 0, 1) and report["source"] == "shop-list"
    assert report["rejected"][0]["line"] == 4 and report["rejected"][0]["code"] == "customer.name.blank"
    with path.open("rb") as binary, path.open(encoding="utf-8") as text, path.open("rb", buffering=0) as raw:
        sources = [str(path), FILE.encode(), bytearray(FILE.encode()), io.BytesIO(FILE.encode()), io.StringIO(FILE),
                   binary, text, raw]  # fmt: skip
        for source in sources:
            assert counts(workspace.import_csv(source, **options)) == (0, 2, 1), source
    assert [row["name"] for row in rows(workspace)] == ["Anna Walker", "Ben Hill"]


def rows(workspace: scrm.Workspace) -> list[dict[str, Any]]:
    columns = workspace.customers().to_columns()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_encodings_by_any_name(workspace: scrm.Workspace) -> None:
    text = "姓名,电话\n李安娜,+886912000456\n"
    report = workspace.import_csv(text.encode("gbk"), encoding="GBK", now=NOW)
    assert counts(report) == (1, 0, 0) and report["encoding"] == "gb18030"
    assert rows(workspace)[0]["name"] == "李安娜"
    with pytest.raises(scrm.ApiError) as caught:
        workspace.import_csv(b"", encoding="klingon", now=NOW)
    assert caught.value.field == "encoding" and "utf-8" in str(caught.value)


def test_mappings(workspace: scrm.Workspace) -> None:
    file = b"Kunde;Fon\nAnna;+447400123456\n"
    with pytest.raises(scrm.ImportError) as caught:
        workspace.import_csv(file, now=NOW)
    assert caught.value.code == "import.header.no_name" and caught.value.row == 1
    workspace.import_csv(file, mapping={"Kunde": "name"}, now=NOW)
    document: Any = {"columns": {"Kunde": "name", "Fon": "phone"}, "constants": {"owner": "Maria"}}
    workspace.import_csv(file, mapping=document, now=NOW)
    assert sorted((row["owner"], row["phone"]) for row in rows(workspace) if row["phone"]) == [("Maria", "+447400123456")]
    for mapping, field in (({"Kunde": "nmae"}, "nmae"), ({"columns": {"Kunde": 5}}, "mapping.columns.Kunde")):
        with pytest.raises(scrm.ScrmError) as caught:
            workspace.import_csv(file, mapping=mapping, now=NOW)
        assert caught.value.field == field, caught.value


def test_dry_run_and_abort(workspace: scrm.Workspace) -> None:
    assert counts(workspace.import_csv(FILE.encode(), dry_run=True, now=NOW)) == (2, 0, 1)
    for source in (FILE.encode(), io.BytesIO(FILE.encode()), io.StringIO(FILE)):
        report = workspace.import_csv(source, on_error="abort", now=NOW)
        assert report["aborted"] and len(workspace.customers()) == 0
    good = FILE.rsplit("\n,", 1)[0]
    for source in (io.StringIO(good), io.BytesIO(good.encode())):
        assert not workspace.import_csv(source, on_error="abort", default_region="GB", now=NOW)["aborted"]
    assert len(workspace.customers()) == 2


def test_options_that_cannot_be(workspace: scrm.Workspace) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"delimiter": "ab"}, "csv.delimiter"),
        ({"delimiter": ";", "quote": ";"}, "delimiter"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"default_region": "Taiwan"}, "default_region"),
        ({"on_bad_value": "explode"}, "on_bad_value"),
        ({"on_error": "explode"}, "on_rejected"),
        ({"dry_run": "yes"}, "dry_run"),
        ({"name": "no spaces, please!"}, "source"),
        ({"now": datetime(2026, 1, 5)}, "now"),
    ]
    for options, field in wrong:
        with pytest.raises(scrm.ScrmError) as caught:
            workspace.import_csv(FILE.encode(), **({"now": NOW} | options))
        assert caught.value.field == field, caught.value
    with pytest.raises(TypeError, match="encodnig"):
        workspace.import_csv(FILE.encode(), encodnig="utf-8")


def test_files_that_cannot_be_read(workspace: scrm.Workspace, tmp_path: Path) -> None:
    for missing in (tmp_path / "missing.csv", str(tmp_path / "missing.csv")):
        with pytest.raises(scrm.ApiError) as caught:
            workspace.import_csv(missing)
        assert caught.value.code == "api.file.unreadable" and str(tmp_path) not in str(caught.value)

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if size == 0:
                return b""
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        workspace.import_csv(Broken(), now=NOW)

    class Odd(io.BytesIO):
        def read(self, size: int | None = -1) -> Any:
            return 5 if size else b""

    with pytest.raises(TypeError):
        workspace.import_csv(Odd(), now=NOW)
    with pytest.raises(TypeError):
        workspace.import_csv(5, now=NOW)  # type: ignore[arg-type]


def many(rows: int) -> bytes:
    lines = (f"Customer {number},+4474001{number:05}\n" for number in range(rows))
    return ("Name,Phone\n" + "".join(lines)).encode()


def test_progress_and_rejected_rows(workspace: scrm.Workspace) -> None:
    seen: list[int] = []
    pieces: list[str] = []
    file = many(5_000) + b",+447400999999\n"
    report = workspace.import_csv(
        io.BytesIO(file),
        progress=lambda progress: seen.append(progress["counts"]["read"]),
        rejected=pieces.append,
        now=NOW,
    )
    assert seen == sorted(seen) and seen[-1] == 5_001 and len(seen) > 1
    assert "".join(pieces).splitlines()[0] == "Name,Phone,scrm_line,scrm_column,scrm_reason"
    assert report["counts"]["rejected"] == 1 and not report["aborted"]


def test_stopping_by_the_callback_keeps_what_was_committed(workspace: scrm.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(many(9_000))
    for source in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        report = workspace.import_csv(source, progress=lambda _: False, now=NOW)
        assert report["aborted"] and 0 < len(workspace.customers()) < 9_000
    assert not workspace.import_csv(path, progress=lambda _: None, now=NOW)["aborted"]


def test_what_a_callback_raises_comes_back(workspace: scrm.Workspace) -> None:
    class OwnError(Exception):
        pass

    def fail(_: Any) -> bool:
        raise OwnError

    for callbacks in ({"progress": fail}, {"rejected": fail}):
        with pytest.raises(OwnError):
            workspace.import_csv(FILE.encode(), now=NOW, **callbacks)
    # A callback may use the workspace.
    workspace.import_csv(FILE.encode(), progress=lambda _: len(workspace.customers()) > 0, now=NOW)


def test_control_c_stops_an_import(workspace: scrm.Workspace) -> None:
    main = threading.main_thread().ident
    assert main is not None

    def interrupt(progress: Any) -> bool:
        if progress["counts"]["read"] >= 4_000:
            signal.pthread_kill(main, signal.SIGINT)
        return True

    # A process that was started in the background ignores the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            workspace.import_csv(many(9_000), progress=interrupt, now=NOW)
    finally:
        signal.signal(signal.SIGINT, before)
    assert 0 < len(workspace.customers()) < 9_000
    assert counts(workspace.import_csv(many(9_000), now=NOW))[1] > 0


def test_python_runs_while_an_import_does(workspace: scrm.Workspace) -> None:
    turns = 0
    done = threading.Event()

    def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            done.wait(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        workspace.import_csv(many(9_000), now=NOW)
        during = turns
    finally:
        done.set()
        thread.join()
    assert during > 5
