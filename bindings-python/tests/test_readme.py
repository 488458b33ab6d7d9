"""What README.md shows runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow
import pytest
import scrm
from conftest import NOW, message

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


class Provider:
    def send(self, to: Any, body: Any) -> str:
        return f"{to} {body['kind']}"


def test_the_blocks_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("customers.csv").write_text("name,phone\nAnna Walker,+447400123456\n", encoding="utf-8")
    Path("kunden.csv").write_text("Kunde;Telefon\nOtto;030 1234567\n", encoding="utf-8")
    with scrm.open(":memory:") as shop:
        shop.receive(message("how much is it?"), now=NOW)
        names: dict[str, Any] = {
            "scrm": scrm,
            "shop": shop,
            "now": NOW.replace(hour=10),
            "frame": polars.DataFrame({"name": ["Ben"]}),
            "my_provider": Provider(),
            "messages": ["how much?"],
            "labels": ["price"],
            "replies": ["From 5 dollars."],
            "frequency": [0, 2, 0, 6, 0, 1, 0, 1, 1, 1],
            "recency": [0, 3.14, 0, 27.14, 0, 2.14, 0, 7.86, 8.86, 17],
            "T": [36.14] * 10,
            "transactions": [{"customer": "anna", "at": "2026-01-02T10:00:00Z", "amount": 120.0}],
            "rules": [{"id": "price", "label": "price", "phrases": ["how much"]}],
            "playbook": {"workspace": {"region": "TW"}},
            "duckdb": duckdb,
            "pyarrow": pyarrow,
        }
        for block in BLOCKS[1:]:
            exec(compile(block, "README.md", "exec"), names)
        assert len(shop.lease("worker-2", now=NOW.replace(hour=11))) == 0, "the reply was sent"
    exec(compile(BLOCKS[0], "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "keyword.price" in said and "workspace.not_found" in said
    assert len(BLOCKS) >= 6 and max(len(block.splitlines()) for block in BLOCKS[:1]) == 12


def test_comments_say_what_comes_out() -> None:
    lines = re.findall(r"^(\S.*?)\s{2,}# (['\[].*)$", "\n".join(BLOCKS), re.MULTILINE)
    names: dict[str, Any] = {"scrm": scrm}
    exec(next(line for line in README.splitlines() if line.startswith("matcher = ")), names)
    assert len(lines) == 3
    for expression, shown in lines:
        assert repr(eval(expression, names)) == shown
