"""One engine over the partitions of Spark: records in, people out. Copy it and change it; docs/spark.md explains it.

What the engine weighs pairs by is learned once, from a sample, and is the same in every worker. Spark brings records together that
share a key, and the pairs that are one person; the engine decides.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
import scrm
from pyspark import Broadcast
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

PAIR = "first string, second string, probability double"
PERSON = "id string, person string"
# As in the engine: bits with which one pair is heard at most, and members of a group that are heard about a union.
MOST_HEARD = 12.0
MOST_ASKED = 64
# Of a record that could be either of two: partners that are weighed against each other, bits by which one is the better partner,
# and bits below which two are two people beyond doubt.
MOST_PARTNERS = 16
BETTER = 3.0
LEAST_KEPT = -10.0
ONE_FOR_EACH = {"birthday", "identity_number", "system_id"}


# What is learned


@dataclass(frozen=True)
class Learned:
    """The sample that every worker fits, and how. Fitting is deterministic: the same sample, the same weights."""

    sample: Broadcast[bytes]
    name: str
    id: str
    config: Mapping[str, Any]

    def deduper(self) -> scrm.Deduper:
        """The deduper of this process: fitted by the first task that it runs, and kept for the others."""
        if self.name not in _fitted:
            table = pa.ipc.open_stream(self.sample.value).read_all()
            _fitted.clear()
            _fitted[self.name] = scrm.Deduper(self.config).fit(table, id=self.id)
        return _fitted[self.name]


_fitted: dict[str, scrm.Deduper] = {}


def learn(records: DataFrame, id: str, *, sample: int = 100_000, **config: Any) -> Learned:
    """Chooses the sample: the records whose ids have the least hashes, whatever the partitions. `config` is that of
    `scrm.Deduper`: `merge`, and `columns` where headers do not say what columns hold."""
    chosen = as_text(records).orderBy(F.xxhash64(id), id).limit(sample).toArrow()
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, chosen.schema) as writer:
        writer.write_table(chosen)
    context = records.sparkSession.sparkContext
    context.addPyFile(str(Path(__file__)))  # workers import this module
    broadcast = context.broadcast(stream.getvalue().to_pybytes())
    name = hashlib.sha256(stream.getvalue()).hexdigest() + repr(config)
    return Learned(broadcast, name, id, scrm.Deduper(config).fit(chosen, id=id).describe()["config"])


def as_text(records: DataFrame) -> DataFrame:
    """All columns as text, which is how the engine reads them."""
    return records.select([F.col(f"`{name}`").cast("string").alias(name) for name in records.columns])


# Keys


def block_keys(
    *, names: Sequence[str] = (), birthday: str | None = None, phones: Sequence[str] = (), emails: Sequence[str] = (), others: Sequence[Column] = ()
) -> Column:
    """The keys of a record: two records are compared if they share one. `others` are keys of your own; null is no key."""
    words = F.array_distinct(
        F.filter(
            F.transform(
                F.split(F.lower(F.concat_ws(" ", *names)), r"[^\p{L}\p{Nd}]+") if names else F.array(),
                lambda word: F.substring(word, 1, 4),
            ),
            lambda word: word != "",
        )
    )
    # Every two words of a name, in any order.
    two = F.flatten(
        F.transform(
            words,
            lambda one: F.transform(F.filter(words, lambda other: other > one), lambda other: F.concat(one, F.lit("+"), other)),
        )
    )
    # A word and the first letter of another: J. Walker.
    initials = F.flatten(
        F.transform(
            words,
            lambda one: F.transform(
                F.filter(words, lambda other: other != one), lambda other: F.concat(one, F.lit("+"), F.substring(other, 1, 1))
            ),
        )
    )
    keys = [
        F.transform(two, lambda both: F.concat(F.lit("names:"), both)),
        F.transform(initials, lambda both: F.concat(F.lit("initial:"), both)),
    ]
    if birthday:
        digits = F.regexp_replace(birthday, r"\D", "")
        year = F.regexp_extract(birthday, r"(?:19|20)\d\d", 0)
        keys.append(F.transform(words, lambda word: F.when(year != "", F.concat(F.lit("year:"), year, word))))
        # The digits in order: a day and a month that were swapped give the same key.
        ordered = F.concat_ws("", F.array_sort(F.split(digits, "")))
        keys.append(F.array(F.when(F.length(digits) == 8, F.concat(F.lit("day:"), ordered))))
    for phone in phones:
        digits = F.regexp_replace(phone, r"\D", "")
        keys.append(F.array(F.when(F.length(digits) >= 7, F.concat(F.lit("phone:"), F.right(digits, F.lit(7))))))
    for email in emails:
        local = F.regexp_replace(F.lower(F.substring_index(email, "@", 1)), r"[^\p{L}\p{Nd}]", "")
        keys.append(F.array(F.when(F.length(local) >= 3, F.concat(F.lit("mail:"), local))))
    keys.append(F.array(*others).cast("array<string>"))
    return F.array_distinct(F.filter(F.flatten(F.array(*keys)), lambda key: key.isNotNull()))


# Pairs


def score_pairs(records: DataFrame, keys: Column, learned: Learned, *, largest_block: int = 64) -> tuple[DataFrame, int]:
    """The pairs that share a key, each once, that are one person; and how many keys were left out because more records than
    `largest_block` share them."""
    id = learned.id
    keyed = as_text(records).withColumn("_keys", keys)
    key_of = keyed.select(id, F.explode("_keys").alias("_key"))
    sizes = key_of.groupBy("_key").count()
    left_out = sizes.where(F.col("count") > largest_block).count()
    kept = key_of.join(sizes.where(F.col("count").between(2, largest_block)), "_key")
    kept = kept.groupBy(id).agg(F.array_sort(F.collect_list("_key")).alias("_keys"))
    blocks = keyed.drop("_keys").join(kept, id).withColumn("_key", F.explode("_keys"))

    def score(block: pa.Table) -> pa.Table:
        return score_block(block, learned)

    return blocks.groupBy("_key").applyInArrow(score, PAIR), left_out


def score_block(block: pa.Table, learned: Learned) -> pa.Table:
    """The pairs of one block that are one person. Two records that share several keys are weighed in the block of the first."""
    rows = sorted(block.to_pylist(), key=lambda row: row[learned.id])
    key, keys, said = rows[0]["_key"], [set(row["_keys"]) for row in rows], [what_is_said(row, learned.id) for row in rows]
    deduper = learned.deduper()
    found = []
    for a in range(len(rows)):
        for b in range(a + 1, len(rows)):
            if min(keys[a] & keys[b]) == key and (probability := deduper.score(said[a], said[b])) >= learned.config["merge"]:
                found.append((rows[a][learned.id], rows[b][learned.id], probability))
    return arrow(PAIR_SCHEMA, found)


def what_is_said(row: Mapping[str, Any], id: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name != id and not name.startswith("_")}


# People


def components(pairs: DataFrame, *, most_rounds: int = 50) -> DataFrame:
    """The records that hang together by pairs, each with the least id of its component. A round hands labels on to neighbours:
    there are as many rounds as the longest chain has links, which is few."""
    edges = pairs.select(F.col("first").alias("a"), F.col("second").alias("b"))
    edges = edges.union(edges.select("b", "a")).localCheckpoint()
    labels = edges.select(F.col("a").alias("id"), F.least("a", "b").alias("component")).groupBy("id").agg(F.min("component").alias("component"))
    labels = labels.localCheckpoint()
    for _ in range(most_rounds):
        heard = edges.join(labels, edges["b"] == labels["id"]).groupBy("a").agg(F.min("component").alias("heard"))
        told = labels.join(heard, labels["id"] == heard["a"]).select(
            "id", F.least("component", "heard").alias("component"), (F.col("heard") < F.col("component")).alias("changed")
        )
        told = told.localCheckpoint()  # each round would repeat all those before it
        labels = told.drop("changed")
        if told.where("changed").isEmpty():
            return labels
    raise RuntimeError(f"chains of more than {most_rounds} links: too low a threshold, or a key that means nothing")


def people(records: DataFrame, pairs: DataFrame, learned: Learned) -> DataFrame:
    """Every record with its person: the least id of those who are one. Components chain where the engine would not, so each is
    taken apart again as the engine does."""
    pairs = pairs.localCheckpoint()  # read several times, weighed once
    component_of = components(pairs)
    id = learned.id
    members = as_text(records).join(component_of.withColumnRenamed("id", id).withColumnRenamed("component", "_component"), id)
    links = pairs.join(component_of.withColumnRenamed("component", "_component"), pairs["first"] == component_of["id"]).drop("id")

    def divide(members: pa.Table, links: pa.Table) -> pa.Table:
        return divide_component(members, links, learned)

    divided = members.groupBy("_component").cogroup(links.groupBy("_component")).applyInArrow(divide, PERSON)
    everyone = as_text(records).select(F.col(f"`{id}`").alias("id"))
    return everyone.join(divided, "id", "left").select("id", F.coalesce("person", "id").alias("person"))


def divide_component(members: pa.Table, links: pa.Table, learned: Learned) -> pa.Table:
    """The people of one component, as `Deduper.clusters` finds them: the best pairs first; two groups become one where all pairs
    between them, taken together, speak for it."""
    said = {row[learned.id]: what_is_said(row, learned.id) for row in members.to_pylist()}
    best_first = sorted(links.to_pylist(), key=lambda link: (-link["probability"], link["first"], link["second"]))
    known = {(link["first"], link["second"]): bits(link["probability"]) for link in best_first}
    deduper = learned.deduper()

    def odds(a: str, b: str) -> float:
        pair = (min(a, b), max(a, b))
        if pair not in known:
            known[pair] = bits(deduper.score(said[pair[0]], said[pair[1]]))
        return known[pair]

    def are_two(a: str, b: str) -> bool:
        if not LEAST_KEPT <= odds(a, b) < bits(learned.config["merge"]):
            return odds(a, b) < LEAST_KEPT
        fields = deduper.explain(said[a], said[b])["fields"]
        return any(field["kind"] in ONE_FOR_EACH and field["level"] == "another" for field in fields)

    group_of = {id: [id] for id in said}
    for link in without_ambiguous(best_first, odds, are_two):
        ours, theirs = group_of[link["first"]], group_of[link["second"]]
        if ours is not theirs and belong_together(ours, theirs, odds):
            ours = sorted(ours + theirs)
            group_of.update((id, ours) for id in ours)
    return arrow(PERSON_SCHEMA, [(id, group[0]) for id, group in group_of.items()])


def without_ambiguous(
    best_first: Sequence[Mapping[str, Any]], odds: Callable[[str, str], float], are_two: Callable[[str, str], bool]
) -> list[Mapping[str, Any]]:
    """Leaves out links that may as well be others: of a record that could be either of two who are two people."""
    partners: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for link in best_first:
        for one, other in ((link["first"], link["second"]), (link["second"], link["first"])):
            if len(partners[one]) < MOST_PARTNERS:
                partners[one].append((other, odds(one, other)))
    ambiguous = set()
    for record, known in partners.items():
        for (one, better), (other, worse) in combinations(known, 2):
            if better - worse < BETTER and are_two(one, other):
                ambiguous |= {frozenset((record, one)), frozenset((record, other))}
    return [link for link in best_first if frozenset((link["first"], link["second"])) not in ambiguous]


def belong_together(ours: Sequence[str], theirs: Sequence[str], odds: Callable[[str, str], float]) -> bool:
    heard = [odds(a, b) for a in asked(ours) for b in asked(theirs)]
    return -math.inf not in heard and sum(max(-MOST_HEARD, min(MOST_HEARD, bits)) for bits in heard) >= 0


def asked(group: Sequence[str]) -> Sequence[str]:
    return group[:: -(-len(group) // MOST_ASKED)]


def bits(probability: float) -> float:
    """Odds in bits; a probability of 0 is ruled out, and nothing outvotes it."""
    if probability <= 0:
        return -math.inf
    return math.log2(probability / (1 - probability)) if probability < 1 else math.inf


PAIR_SCHEMA = pa.schema([("first", pa.string()), ("second", pa.string()), ("probability", pa.float64())])
PERSON_SCHEMA = pa.schema([("id", pa.string()), ("person", pa.string())])


def arrow(schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)
