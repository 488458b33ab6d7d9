"""The example does what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

HERE = Path(__file__).parent


def test_the_example(tmp_path: Path) -> None:
    arguments = [sys.executable, str(HERE / "deduplicate.py"), str(HERE / "customers.csv"), str(tmp_path)]
    run = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "10 rows: 5 customers, 1 merged" in run.stdout and "1 to be mended" in run.stdout and "To be mended: " in run.stdout
    customers = pl.read_parquet(tmp_path / "customers.parquet")
    assert customers["phone"].n_unique() == customers.height == 5
    # The inquiries are on top, the rest follows by name.
    assert customers["priority_level"].drop_nulls().to_list() == customers["priority_level"].to_list()[:2]
    anna = customers.filter(pl.col("phone") == "+447400123456")
    assert set(anna["tags"][0]) >= {"industry.retail", "value.tier_a", "attribute.decision_maker", "behaviour.long_term"}
    svg = ElementTree.parse(tmp_path / "tags.svg").getroot()
    bars = svg.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == customers["tags"].explode().n_unique()


def test_it_is_short() -> None:
    assert len((HERE / "deduplicate.py").read_text(encoding="utf-8").splitlines()) < 120
