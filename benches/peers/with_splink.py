"""splink on DuckDB: how each kind of value is compared, which pairs are looked at, and how the model is trained."""

from __future__ import annotations

import warnings

import numpy
import pandas
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

# Pairs that share all of one line are looked at, where a set has these fields.
NARROW = [
    ["email"],
    ["phone"],
    ["identity"],
    ["sorted_name", "city"],
    ["dob", "city"],
    ["dob", "substr(sorted_name, 1, 2)"],
    ["first_name", "last_name"],
]
# What finds more among few records; among many it brings more strangers than anything that it finds is worth.
WIDE = [
    ["dob"],
    ["first_name"],
    ["last_name"],
    ["sorted_name"],
    ["city", "substr(name, 1, 4)"],
    ["city", "substr(dob, 1, 4)"],
    ["street"],
    ["postcode", "substr(last_name, 1, 2)"],
    ["postcode", "substr(first_name, 1, 2)"],
    ["substr(street, 1, 7)", "substr(name, 1, 2)"],
]
FEW = 5_000
# Pairs to learn from: each line shows how the other fields agree where it does.
TRAINING = [["email"], ["phone"], ["dob"], ["sorted_name"], ["first_name", "last_name"], ["street"], ["postcode"]]
# Those that agree in one line are nearly always one person.
CERTAIN = [["email"], ["phone"], ["identity"], ["first_name", "last_name", "dob"], ["sorted_name", "dob"], ["sorted_name", "street"]]


def comparison(field: str) -> list:
    """How values of a kind are compared."""
    one = {
        "name": full_name,
        "dob": lambda: comparisons.DateOfBirthComparison("dob", input_is_string=True, datetime_format="%Y-%m-%d", invalid_dates_as_null=False),
        "email": lambda: comparisons.EmailComparison("email"),
        "phone": lambda: frequent(comparisons.LevenshteinAtThresholds("phone", 1)),
        "identity": lambda: comparisons.LevenshteinAtThresholds("identity", [1, 2]),
        "street": lambda: frequent(comparisons.JaroWinklerAtThresholds("street", [0.95, 0.88])),
        "address2": lambda: frequent(comparisons.JaroWinklerAtThresholds("address2", [0.9])),
        "company": lambda: frequent(comparisons.JaroWinklerAtThresholds("company", [0.9])),
        "city": lambda: frequent(comparisons.JaroWinklerAtThresholds("city", [0.9])),
        "postcode": lambda: frequent(comparisons.LevenshteinAtThresholds("postcode", 1)),
        "house": lambda: frequent(comparisons.LevenshteinAtThresholds("house", 1)),
        "region": lambda: frequent(comparisons.ExactMatch("region")),
        # The two parts of a name are compared together, since they are often swapped.
        "last_name": lambda: comparisons.ForenameSurnameComparison("first_name", "last_name"),
    }
    return [one[field]()] if field in one else []


def frequent(of: comparisons.ComparisonCreator) -> comparisons.ComparisonCreator:
    """Agreement on a rare value is worth more."""
    return of.configure(term_frequency_adjustments=True)


def full_name() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            levels.NullLevel("name"),
            levels.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
            levels.ExactMatchLevel("sorted_name").configure(tf_adjustment_column="sorted_name"),
            levels.JaroWinklerLevel("name", 0.92),
            levels.JaroWinklerLevel("sorted_name", 0.92),
            levels.JaroWinklerLevel("name", 0.88),
            levels.JaroWinklerLevel("name", 0.7),
            levels.ElseLevel(),
        ],
    )


def that_hold(rules: list[list[str]], columns: list[str]) -> list:
    """The rules whose fields a set has."""
    has = lambda part: any(part == column or f"({column}," in part for column in columns)  # noqa: E731
    return [block_on(*rule) for rule in rules if all(has(part) for part in rule)]


def link(records: pandas.DataFrame, fields: list[str]) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    warnings.filterwarnings("ignore")
    columns = list(records.columns)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[one for field in fields for one in comparison(field)],
        blocking_rules_to_generate_predictions=that_hold(NARROW + (WIDE if len(records) <= FEW else []), columns),
        retain_matching_columns=False,
    )
    backend = DuckDBAPI()
    linker = Linker(backend.register(records), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(that_hold(CERTAIN, columns), recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in that_hold(TRAINING, columns)[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-10)
    table = found.as_duckdbpyrelation().select("unique_id_l, unique_id_r, match_weight, match_probability").fetchnumpy()
    return table["unique_id_l"], table["unique_id_r"], table["match_weight"], table["match_probability"] >= 0.9
