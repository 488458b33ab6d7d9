"""The recipe finds the people that one machine finds, however many partitions there are."""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import scrm
from contacts import contacts

pytest.importorskip("pyspark", reason="skipped: pyspark is not installed")

import pyarrow as pa
from duplicates import deduplicate, main
from pyspark.sql import SparkSession

CONTACTS = contacts(3_000)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1"}
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def found(spark: SparkSession, partitions: int, sample: int = 100_000) -> list[list[str]]:
    # Any number of shuffle partitions, not one chosen by the size of the data.
    spark.conf.set("spark.sql.shuffle.partitions", partitions)
    spark.conf.set("spark.sql.adaptive.coalescePartitions.enabled", False)
    frame = spark.createDataFrame(pa.Table.from_pylist(CONTACTS)).repartition(partitions)
    with_people, left_out = deduplicate(frame, sample)
    assert left_out == 0
    groups = defaultdict(list)
    for row in with_people.select("id", "person").collect():
        groups[row["person"]].append(row["id"])
    assert sorted(id for group in groups.values() for id in group) == sorted(str(row["id"]) for row in CONTACTS)
    return sorted(sorted(group) for group in groups.values())


def agreement(ours: Iterable[list[str]], theirs: Iterable[list[str]]) -> float:
    """F1 of the pairs of both."""

    def pairs(clusters: Iterable[list[str]]) -> set[tuple[str, ...]]:
        return {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}

    a, b = pairs(ours), pairs(theirs)
    return 2 * len(a & b) / (len(a) + len(b))


def test_people_are_those_of_one_machine(spark: SparkSession) -> None:
    one_machine = scrm.Deduper().fit(CONTACTS, id="id").clusters()
    on_four = found(spark, 4)
    assert found(spark, 1) == on_four
    persons: defaultdict[str, list[str]] = defaultdict(list)
    for row in CONTACTS:
        persons[str(row["id"]).split("-")[0]].append(str(row["id"]))
    same, truth = agreement(on_four, one_machine), agreement(on_four, persons.values())
    print(f"F1 against one machine {same:.4f}, against the truth {truth:.4f} (one machine: {agreement(one_machine, persons.values()):.4f})")
    assert same >= 0.99 and truth >= 0.95


def test_a_sample_teaches_enough(spark: SparkSession) -> None:
    one_machine = scrm.Deduper().fit(CONTACTS, id="id").clusters()
    same = agreement(found(spark, 2, sample=1_000), one_machine)
    print(f"F1 against one machine, a third of the records as sample: {same:.4f}")
    assert same >= 0.95


def test_the_program(spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "contacts.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer: Any = csv.DictWriter(file, list(CONTACTS[0]))
        writer.writeheader()
        writer.writerows(CONTACTS[:300])
    main(str(source), str(tmp_path / "out"))
    assert capsys.readouterr().out.startswith("300 contacts: ")
