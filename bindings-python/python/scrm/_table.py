"""Tables: records that an operation listed."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from . import _scrm

if TYPE_CHECKING:
    import pandas
    import polars

Record = TypeVar("Record", covariant=True)

_SHOWN = 10


class Table(Generic[Record]):
    """Records that an operation listed.

    It holds the records like a list, as dicts with everything in them. As a frame it has one column per fact:
    `to_pandas()`, `to_polars()`, or anything that reads Arrow's PyCapsule interface.
    """

    def __init__(self, native: _scrm.Table) -> None:
        self._native = native
        self._page: tuple[int, list[Record]] | None = None

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._native.columns

    def to_dicts(self) -> list[Record]:
        """The records."""
        return list(self)

    def to_columns(self) -> dict[str, list[Any]]:
        """The columns, by name."""
        return self._native.to_columns()

    def to_pandas(self) -> pandas.DataFrame:
        """The columns as a pandas frame."""
        import pandas

        try:
            import pyarrow
        except ImportError:
            return pandas.DataFrame(self.to_columns())
        return pyarrow.table(self).to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The columns as a polars frame."""
        import polars

        return polars.DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Record]:
        for number in range(self._native.page_count):
            yield from self._native.page(number)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if place < 0:
            raise IndexError("there is no such record")
        for number in range(self._native.page_count):
            records = self._records(number)
            if place < len(records):
                return records[place]
            place -= len(records)
        raise IndexError("there is no such record")

    def _records(self, number: int) -> list[Record]:
        if self._page is None or self._page[0] != number:
            self._page = (number, self._native.page(number))
        return self._page[1]

    def __repr__(self) -> str:
        return f"<scrm.Table of {len(self)} records, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        columns = self.to_columns()
        shown = range(min(len(self), _SHOWN))
        head = "".join(f"<th>{escape(name)}</th>" for name in columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{_cell(values[row])}</td>" for values in columns.values()) + "</tr>"
            for row in shown
        )
        more = f"<p>{len(self)} records</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return escape(", ".join(map(str, value)))
    return escape(str(value))
