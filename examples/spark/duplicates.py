"""One customer, one number: a CSV file of contacts, deduplicated by Spark and the engine together.

    spark-submit --py-files scrm_spark.py duplicates.py contacts.csv OUT
"""

from __future__ import annotations

import sys

from pyspark.sql import DataFrame, SparkSession
from scrm_spark import block_keys, learn, people, score_pairs


def deduplicate(contacts: DataFrame, sample: int = 100_000) -> tuple[DataFrame, int]:
    """The contacts with the number of their person, and how many keys were too common to look at."""
    keys = block_keys(names=["name"], birthday="birthday", phones=["phone"], emails=["email"])
    learned = learn(contacts, "id", sample=sample)
    pairs, left_out = score_pairs(contacts, keys, learned)
    return contacts.join(people(contacts, pairs, learned), "id"), left_out


def main(source: str, out: str) -> None:
    spark = SparkSession.builder.appName("duplicates").getOrCreate()
    # Everything as text: what a cell means is the engine's business.
    contacts = spark.read.csv(source, header=True, inferSchema=False)
    with_people, left_out = deduplicate(contacts)
    with_people.write.mode("overwrite").parquet(out)
    written = spark.read.parquet(out)
    print(f"{written.count()} contacts: {written.select('person').distinct().count()} people; {left_out} keys left out")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
