"""Duplicates of any table."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from ._operations import DeduperOperations

if TYPE_CHECKING:
    from . import types
    from ._workspace import Frame

Records: TypeAlias = "Frame | str | os.PathLike[str]"
"""Records to compare: a data frame, a list of dicts, dataclasses or models, or the path of a CSV file."""


class Deduper(DeduperOperations):
    """Finds the records of a table that are one person, and says why. Nothing needs to be labelled or configured.

    `config` may be a dict, keyword arguments, or both: `merge` and `review` are the probabilities from which on two
    records are one and from which on a person should look; `columns` says what columns hold, where their headers do
    not: `columns={"erp": "system_id"}`. Threads may share a deduper.

    >>> people = [
    ...     {"no": "a", "name": "Anna Walker", "born": "1990-03-15", "email": "anna@example.com"},
    ...     {"no": "b", "name": "Walker, Ana", "born": "15.03.1990", "email": "anna@example.com"},
    ...     {"no": "c", "name": "Omar Haddad", "born": "1985-11-02", "email": "omar@example.com"},
    ... ]
    >>> deduper = Deduper().fit(people, id="no")
    >>> deduper.clusters()
    [['a', 'b'], ['c']]
    >>> [(field["kind"], field["level"]) for field in deduper.explain("a", "b")["fields"]]
    [('email', 'the same'), ('birthday', 'the same'), ('name', 'spelled otherwise')]
    >>> deduper.query({"name": "omar haddad", "email": "OMAR@example.com"})[0]["id"]
    'c'
    """

    def __new__(
        cls,
        config: types.DeduperConfigInput | None = None,
        *,
        merge: float | None = None,
        review: float | None = None,
        columns: Mapping[str, types.ColumnKind] | None = None,
    ) -> Self:
        given = {"merge": merge, "review": review, "columns": columns}
        named = {name: value for name, value in given.items() if value is not None}
        return super().__new__(cls, {**config, **named} if isinstance(config, Mapping) else config or named)

    def fit(self, records: Records, id: str | None = None) -> Self:
        """Looks at records, in place of those that it had: finds out what their columns hold, learns what agreement is
        worth, and weighs every two that have something in common.

        Args:
            records: A data frame (polars, pyarrow, pandas, DuckDB), a list of dicts, dataclasses or models, or the path
                of a CSV file. Dates and numbers are compared as text.
            id: The column that holds the ids of the records, which is not compared. Ids are texts: 7 is "7". Left out,
                records are called by their numbers, from "0".
        """
        self.fit_records(records, id)
        return self

    @property
    def fields(self) -> list[types.FieldUse]:
        """What is compared, and the columns it is read from."""
        fields: list[types.FieldUse] = self.describe()["fields"]
        return fields

    def __repr__(self) -> str:
        return f"<scrm.Deduper of {len(self)} records>"
