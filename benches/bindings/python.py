"""What Python costs beside the same calls in Rust, and beside the matchers on PyPI.

`cargo xtask bench python` builds what this needs, and runs it: python python.py RUST_PROGRAM DATA_FOLDER
"""

from __future__ import annotations

import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import polars
import scrm
from matchers import EVERYWHERE

ROUNDS = 5
MESSAGES = 100_000
INCOMING = 20_000
DURABLE = 300
CUSTOMERS = 10_000
START = datetime(2026, 6, 1, 9, tzinfo=timezone.utc)


def main(rust: str, data: Path) -> None:
    banking = data / "banking77"
    if not banking.exists():
        print("skipped: no data")
        return
    with (banking / "train.csv").open(encoding="utf-8", newline="") as file:
        sentences = [row["text"].replace("\n", " ") for row in csv.DictReader(file)]
    messages = [sentences[index % len(sentences)] for index in range(MESSAGES)]
    keywords = words(banking / "categories.json")
    customers = [customer(index, sentences) for index in range(CUSTOMERS)]
    incoming = [message(index, sentences) for index in range(INCOMING)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_over(folder, keywords, messages, incoming, customers)
        rounds = [one_round(rust, folder, number, keywords, messages, incoming, customers) for number in range(ROUNDS)]
    figures = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    report(figures)
    show("import of the module", f"{import_ms():.0f} ms", "at most 60")
    beside_peers(figures, keywords, messages)


def words(categories: Path) -> list[str]:
    """A hundred words that the messages are about."""
    names = "_".join(json.loads(categories.read_text(encoding="utf-8"))).lower()
    return sorted({word for word in re.split("[^a-z]+", names) if len(word) > 2})[:100]


def customer(index: int, sentences: list[str]) -> dict[str, str]:
    return {
        "Name": f"Anna Walker {index}",
        "Phone": f"+4474{10_000_000 + index}",
        "Email": f"anna.walker.{index}@example.com",
        "City": "Leeds",
        "Industry": "Retail",
        "Notes": sentences[index % len(sentences)],
    }


def message(index: int, sentences: list[str]) -> dict[str, Any]:
    phone = f"4474001{10_000 + (index * 7) % 5_000}"
    return {
        "external_id": f"wamid.HBgLMTY1MDM4Nzk0Mzk5FQIAERgSQ{index}",
        "channel": "whatsapp",
        "account": "shop",
        "sender": {"identifiers": [{"kind": "whatsapp_id", "value": phone}], "display_name": "Anna Walker"},
        "body": {"kind": "text", "text": sentences[index % len(sentences)]},
        "sent_at": START + timedelta(seconds=index),
    }


def hand_over(folder: Path, keywords: list[str], messages: list[str], incoming: list[Any], customers: list[Any]) -> None:
    """The same input for Rust."""
    rules = [{"id": word, "label": word, "phrases": [word], "mode": "substring"} for word in keywords]
    table = {"header": list(customers[0]), "rows": [list(row.values()) for row in customers]}
    for name, value in (("keywords", rules), ("messages", messages), ("incoming", incoming), ("customers", table)):
        text = json.dumps(value, default=lambda at: at.isoformat())
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def measured(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds on the clock, seconds of the processor, and what came out."""
    processor, clock = time.process_time(), time.perf_counter()
    result = work()
    return time.perf_counter() - clock, time.process_time() - processor, result


def one_round(
    rust: str,
    folder: Path,
    number: int,
    keywords: list[str],
    messages: list[str],
    incoming: list[Any],
    customers: list[Any],
) -> dict[str, float]:
    figures: dict[str, float] = {
        f"rust_{name}": value
        for name, value in json.loads(subprocess.run([rust, folder], capture_output=True, check=True).stdout).items()
    }
    figures["receive_us"] = receive(":memory:", incoming) * 1e6
    figures["receive_durable_us"] = receive(str(folder / f"crm-{number}.db"), incoming[:DURABLE]) * 1e6
    matcher = scrm.KeywordMatcher(keywords, mode="substring")
    _, found, matches = measured(lambda: matcher.find_many(messages))
    _, read, hits = measured(lambda: sum(len([hit.start for hit in hits]) for hits in matches))
    assert hits == figures["rust_hits"], f"{hits} hits here, {figures['rust_hits']} in Rust"
    figures |= {"find_ms": found * 1e3, "find_and_read_ms": (found + read) * 1e3}
    figures["one_by_one_ms"] = measured(lambda: [matcher.find(text) for text in messages])[1] * 1e3
    frame = polars.DataFrame(customers)
    figures["dicts_ms"], figures["arrow_ms"] = rows_in(customers), rows_in(frame)
    # Without a column for the name nothing is imported: what is left is the reading of the dicts.
    nameless = [{f"x {name}": value for name, value in row.items()} for row in customers]
    figures["reading_dicts_ms"] = measured(lambda: refused(nameless))[1] * 1e3
    return figures


def receive(path: str, incoming: list[Any]) -> float:
    """Seconds for one message, each received alone."""
    now = incoming[-1]["sent_at"]
    with scrm.open(path) as workspace:

        def one_by_one() -> None:
            for one in incoming:
                workspace.receive(one, now=now)

        return measured(one_by_one)[0] / len(incoming)


def import_ms() -> float:
    """Milliseconds that a program waits for the module."""
    program = "import time; at = time.perf_counter(); import scrm; print(time.perf_counter() - at)"
    runs = [float(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout) for _ in range(ROUNDS)]
    return statistics.median(runs) * 1e3


def rows_in(frame: Any) -> float:
    """Milliseconds of the processor for all customers."""
    with scrm.open(":memory:") as workspace:
        _, processor, outcome = measured(lambda: workspace.import_frame(frame, default_region="GB", now=START))
    assert outcome["counts"]["created"] == CUSTOMERS, outcome["counts"]
    return processor * 1e3


def refused(rows: list[Any]) -> None:
    with scrm.open(":memory:") as workspace:
        try:
            workspace.import_frame(rows, now=START)
        except scrm.ImportError as error:
            assert error.code == "import.header.no_name"


def show(name: str, value: str, limit: str = "") -> None:
    print(f"{name:64} {value}{f'   ({limit})' if limit else ''}")


def report(of: dict[str, float]) -> None:
    for kind, what in (("", "in memory"), ("_durable", "durable")):
        rust, python = of[f"rust_receive{kind}_us"], of[f"receive{kind}_us"]
        show(f"receive, one message, {what}: Rust", f"{rust:.1f} µs")
        show(f"receive, one message, {what}: Python", f"{python:.1f} µs")
        show("  Python over Rust", f"{python - rust:.1f} µs", "at most 15" if not kind else "")
    rust = of["rust_find_many_ms"]
    show(f"find_many, {MESSAGES} messages: Rust", f"{rust:.1f} ms")
    show("find_many: Python", f"{of['find_ms']:.1f} ms; {of['find_ms'] / rust:.2f} × Rust", "at most 1.3")
    read = of["find_and_read_ms"]
    show("find_many, and every hit read as an object: Python", f"{read:.1f} ms; {read / rust:.2f} × Rust")
    show("find, one by one: Python", f"{of['one_by_one_ms']:.1f} ms; {of['one_by_one_ms'] / rust:.2f} × Rust")
    rust = of["rust_customers_ms"]
    show(f"{CUSTOMERS} customers as a table: Rust", f"{rust:.1f} ms")
    for kind, limit in (("dicts", 60), ("arrow", 15)):
        value = of[f"{kind}_ms"]
        passed = f"{value:.1f} ms of the processor; {value - rust:.1f} ms to pass them in"
        show(f"{CUSTOMERS} customers as {kind}: Python", passed, f"at most {limit}")
    show("  reading the dicts alone", f"{of['reading_dicts_ms']:.1f} ms of the processor", "at most 60")


def beside_peers(of: dict[str, float], keywords: list[str], messages: list[str]) -> None:
    limits = {"pyahocorasick": "at least 2", "ahocorasick_rs": "at least 1"}
    ours = MESSAGES / of["find_and_read_ms"] / 1e3
    show("matching, messages per processor second: scrm", f"{ours:.2f} million, every hit read")
    show("  not looking at the hits", f"{MESSAGES / of['find_ms'] / 1e3:.2f} million")
    for name, make in EVERYWHERE.items():
        search = make(keywords)
        rounds = [measured(lambda search=search: [search(text) for text in messages])[1] for _ in range(3)]
        theirs = MESSAGES / statistics.median(rounds) / 1e6
        show(f"  {name}", f"{theirs:.2f} million; scrm {ours / theirs:.2f} ×", limits[name])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
