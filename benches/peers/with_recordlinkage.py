"""recordlinkage: pairs that share a block, compared field by field, and called the same by ECM or by a plain rule."""

from __future__ import annotations

import warnings

import numpy
import pandas
import recordlinkage

Linked = tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray, numpy.ndarray]

# Pairs that share all of one line are looked at, where a set has these fields. `name_start` and `year` are made for it.
NARROW = [
    ["email"],
    ["phone"],
    ["identity"],
    ["sorted_name", "city"],
    ["sorted_name", "dob"],
    ["first_name", "last_name"],
    ["dob", "city"],
    ["dob", "name_start"],
]
# What finds more among few records, and drowns ECM in pairs of strangers among many.
WIDE = [
    ["dob"],
    ["first_name"],
    ["last_name"],
    ["sorted_name"],
    ["city", "name_start"],
    ["city", "year"],
    ["street"],
    ["postcode", "name_start"],
]
FEW = 5_000
EXACT = {"dob", "postcode", "house", "region", "phone", "identity"}
ALIKE = 0.85


def vectors(records: pandas.DataFrame, fields: list[str]) -> pandas.DataFrame:
    """For each pair, which fields agree."""
    warnings.filterwarnings("ignore")
    records = records.set_index("unique_id")
    name = records["name"] if "name" in records else records["last_name"]
    records = records.assign(name_start=name.str.slice(0, 4))
    if "dob" in records:
        records = records.assign(year=records["dob"].str.slice(0, 4))
    index = recordlinkage.Index()
    for block in NARROW + (WIDE if len(records) <= FEW else []):
        if all(field in records for field in block):
            index.block(block)
    compare = recordlinkage.Compare()
    for field in fields:
        if field in EXACT:
            compare.exact(field, field, label=field)
        else:
            compare.string(field, field, method="jarowinkler", threshold=ALIKE, label=field)
    return compare.compute(index.index(records), records)


def ecm(records: pandas.DataFrame, fields: list[str]) -> Linked:
    agreeing = vectors(records, fields)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    same = classifier.fit_predict(agreeing)
    scores = classifier.prob(agreeing).to_numpy()
    return parted(agreeing, scores, agreeing.index.isin(same))


def two_fields(records: pandas.DataFrame, fields: list[str]) -> Linked:
    agreeing = vectors(records, fields)
    agreeing = agreeing[agreeing.sum(axis=1) >= 2]
    everything = numpy.ones(len(agreeing), bool)
    return parted(agreeing, everything.astype(float), everything)


def parted(agreeing: pandas.DataFrame, scores: numpy.ndarray, chosen: numpy.ndarray) -> Linked:
    first, second = (agreeing.index.get_level_values(level).to_numpy() for level in (0, 1))
    return first, second, scores, chosen
