"""Who is meant: expressions over records and data frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._engines import Engines, standard_engines

if TYPE_CHECKING:
    from . import types

Frame = TypeVar("Frame")


class Segment:
    """A checked expression, as in docs/segments.md: who belongs to it.

    `schema` is the engines of a playbook, whose tags, calendar and currencies the expression may use; the standard ones where
    left out. Times are those of the call where `now` is left out.

    >>> large = Segment('company_size > 200 && tier == "A"')
    >>> large.matches({"company_size": 250, "tier": "a"})
    True
    >>> large.filter([{"company_size": 250, "tier": "a"}, {"company_size": 20, "tier": "a"}])
    [{'company_size': 250, 'tier': 'a'}]
    """

    def __init__(self, text: str, schema: Engines | None = None) -> None:
        self._engines = schema if schema is not None else standard_engines()
        checked = self._engines.segment_check(text)
        self._text = checked["text"]
        self._tree = checked["tree"]
        self._columns = checked["columns"]

    @property
    def text(self) -> str:
        """The expression in its usual form."""
        return self._text

    @property
    def tree(self) -> types.Expression:
        """The same as a tree, for interfaces that build filters from menus."""
        return self._tree

    def __repr__(self) -> str:
        return f"Segment({self._text!r})"

    def matches(self, record: Mapping[str, Any], *, now: datetime | None = None) -> bool | None:
        """Whether somebody belongs; None where something that the expression asks is not known.

        Args:
            record: A customer, as a workspace gives it, or values by the names of the expression.
            now: The time of the question.
        """
        if isinstance(record.get("fields"), Mapping):
            customer = {"customer": cast("types.CustomerInput", record)}
            asked = cast("types.SegmentCustomer", customer)
            return self._engines.segment_match(self._text, [asked], now=_now(now))["holds"][0]
        return self.mask([record], now=now)[0]

    def mask(self, rows: Any, *, now: datetime | None = None) -> list[bool | None]:
        """For each row whether it belongs; None where something that the expression asks is not known.

        Args:
            rows: A frame of polars, pandas or pyarrow, anything else with `__arrow_c_stream__`, or a list of dicts, with columns
                named as in the expression. The column `tags` lists the ids of tags.
            now: The time of the question.
        """
        now = _now(now)
        stream = _stream(rows, self._columns)
        holds = None if stream is None else self._engines.segment_mask(self._text, stream, now)
        if holds is not None:
            return holds
        if not isinstance(rows, Sequence) and not (hasattr(rows, "columns") and hasattr(rows, "__len__")):
            kind = type(rows).__name__
            raise TypeError(f"`{kind}` is no frame: give one of polars, pandas or pyarrow, or a list of dicts")
        columns = {name: column for name in self._columns if (column := _column(rows, name)) is not None}
        if not columns:
            # The same for everybody: as many answers as there are rows.
            columns = {"name": [None] * len(rows)}
        return self._engines.segment_filter(self._text, columns, now=now)["holds"]

    def filter(self, rows: Frame, *, now: datetime | None = None) -> Frame:
        """The rows that belong, as what they came in.

        Args:
            rows: As for `mask`.
            now: The time of the question.
        """
        belongs = [holds is True for holds in self.mask(rows, now=now)]
        if isinstance(rows, Sequence):
            return cast("Frame", [row for row, holds in zip(rows, belongs, strict=True) if holds])
        frame = cast("Any", rows)
        return cast("Frame", frame[belongs] if hasattr(frame, "iloc") else frame.filter(belongs))

    def explain(
        self,
        customer: types.CustomerInput,
        events: Sequence[types.RecordedEvent] = (),
        *,
        now: datetime | None = None,
    ) -> types.ExplainedClause:
        """What came of each clause for a customer: why they are in or out.

        Args:
            customer: The record, as a workspace gives it.
            events: What happened, as far back as the expression asks.
            now: The time of the question.
        """
        return self._engines.segment_explain(self._text, customer, events=list(events), now=_now(now))

    def to_json(self) -> types.Expression:
        """The expression as a tree of what JSON knows."""
        return self._tree

    def to_sql(self, *, now: datetime | None = None) -> str:
        """The query with which a store in SQLite is asked for who belongs: those of whom its condition holds, and those of whom it
        may hold, because the record has to say.

        Args:
            now: The time of the question.
        """
        return self._engines.segment_sql(self._text, _now(now))


def _now(now: datetime | None) -> datetime:
    return datetime.now(timezone.utc) if now is None else now


def _stream(rows: Any, names: Sequence[str]) -> object | None:
    """A frame as a stream of Arrow's, with no more than the columns of these names where it can leave others out.

    Nothing where it has none of them, or makes no stream of what they have.
    """
    if not hasattr(rows, "__arrow_c_stream__"):
        return None
    try:
        if hasattr(rows, "column_names"):
            asked = [name for name in names if name in rows.column_names]
            return rows.select(asked).__arrow_c_stream__() if asked else None
        if hasattr(rows, "iloc") or hasattr(rows, "get_column"):
            asked = [name for name in names if name in rows.columns]
            return rows[asked].__arrow_c_stream__() if asked else None
    except (ImportError, TypeError, ValueError):
        # pandas makes none without pyarrow, nor of a column with values of several kinds.
        return None
    return cast("object", rows.__arrow_c_stream__())


def _column(rows: Any, name: str) -> list[Any] | None:
    """A column of a frame or of rows; nothing where a frame has none so named."""
    if isinstance(rows, Sequence):
        return [row.get(name) for row in rows]
    frame = rows
    if name not in getattr(frame, "column_names", frame.columns):
        return None
    column = frame[name]
    if hasattr(column, "notna"):
        column = column.astype(object).where(column.notna(), None)
    for way in ("to_list", "tolist", "to_pylist"):
        if hasattr(column, way):
            return cast("list[Any]", getattr(column, way)())
    return list(column)
