"""A workspace: one business, in a file or in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol, Self, TypeAlias, TypeVar, cast

from . import _scrm
from ._operations import WorkspaceOperations
from ._playbook import PlaybookSource, document_of, playbook_of
from ._table import Table

if TYPE_CHECKING:
    from . import types


class ArrowStream(Protocol):
    """What hands its columns over through Arrow: frames of polars, pyarrow, pandas and DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The columns."""
        ...


Source: TypeAlias = "str | os.PathLike[str] | bytes | IO[bytes] | IO[str]"
"""A file to import: its path, its bytes, or a file object."""

Frame: TypeAlias = "ArrowStream | Iterable[Mapping[str, Any]] | Iterable[object]"
"""Rows to import: a data frame, or dicts, dataclasses or models."""

ColumnMapping: TypeAlias = "Mapping[str, str] | types.Mapping"
"""Header to what it means (`{"Kunde": "name"}`), or a mapping document."""

Progress: TypeAlias = "Callable[[types.ImportProgress], bool | None]"
"""Called after each batch; False stops the import, and what was committed stays."""

_PAGE = 1_000


class Workspace(WorkspaceOperations):
    """One business: its customers, conversations, replies and reports.

    Threads may share a workspace. One process has its file; a forked child gets an error.
    """

    path: str
    """The file, or `:memory:`."""

    def __new__(cls, path: str | os.PathLike[str], playbook: PlaybookSource | None = None) -> Self:
        workspace = super().__new__(cls, os.fspath(path), playbook_of(playbook))
        workspace.path = os.fspath(path)
        return workspace

    def receive(
        self,
        messages: types.IncomingMessageInput | Sequence[types.IncomingMessageInput],
        *,
        now: types.Instant,
    ) -> list[types.Received]:
        """Takes a message in, or several in their order, and decides each one; in one commit.

        A message delivered before changes nothing.
        """
        return super().receive(_listed(messages), now=now)

    def record(
        self, events: types.RecordedEvent | Sequence[types.RecordedEvent], *, now: types.Instant
    ) -> list[types.Recorded]:
        """Records an event, or several in their order; in one commit.

        Agents' replies, quotes, orders, provider statuses, consents, notes, visits. An event known already changes
        nothing.
        """
        return super().record(_listed(events), now=now)

    def customers(self, *, after: str | None = None, limit: int | None = None) -> Table[types.Customer]:
        """Lists customers in the order of their ids: all of them, or `limit` of those `after` an id."""
        return self._table_of_pages("customers", {}, after, limit)

    def segment_customers(
        self, expression: str, *, after: str | None = None, limit: int | None = None, now: types.Instant
    ) -> Table[types.Customer]:
        """Lists the customers who belong to an expression, whole: all of them, or `limit` of those `after` an id.

        As a frame, or through Arrow, it is what `customers()` gives of everybody.
        """
        asked = {"expression": expression, "now": now}
        return self._table_of_pages("segment_customers", asked, after, limit)

    def _table_of_pages(
        self, operation: str, asked: Mapping[str, Any], after: str | None, limit: int | None
    ) -> Table[types.Customer]:
        pages: list[_scrm.Table] = []
        left = limit
        while True:
            size = _PAGE if left is None else min(left, _PAGE)
            page = self.list(operation, {**asked, "limit": size, **_given(after=after)})
            pages.append(page)
            left = None if left is None else left - len(page)
            if len(page) < size or left == 0:
                return Table(_scrm.Table(pages))
            after = page.last_id()

    def export_to(
        self,
        target: str | os.PathLike[str] | IO[str],
        expression: str,
        *,
        format: Literal["csv", "json_lines"] | None = None,
        columns: Sequence[str] | None = None,
        unmasked: bool = False,
        now: datetime | None = None,
    ) -> int:
        """Writes everybody who belongs to an expression to a file, and says how many they are.

        The form is that of the file's name: JSON lines for `.jsonl` and `.ndjson`, else CSV, in which no cell is taken for a
        formula. Phone numbers, addresses, names and the like are masked unless `unmasked` is said. `columns` are named as
        `export_segment` names them. `now` is the present where left out.
        """
        at = now or datetime.now(timezone.utc)
        if isinstance(target, (str, os.PathLike)):
            path = Path(target)
            lines = path.suffix.lower() in (".jsonl", ".ndjson")
            # The lines of a CSV end as it says itself.
            with path.open("w", encoding="utf-8", newline="") as file:
                form = format or ("json_lines" if lines else "csv")
                return self._export(file, expression, form, columns, unmasked, at)
        return self._export(target, expression, format or "csv", columns, unmasked, at)

    def _export(
        self,
        file: IO[str],
        expression: str,
        format: Literal["csv", "json_lines"],
        columns: Sequence[str] | None,
        unmasked: bool,
        now: datetime,
    ) -> int:
        written = 0
        after: str | None = None
        while True:
            page = self.export_segment(
                expression,
                format=format,
                columns=list(columns or ()),
                unmasked=unmasked,
                after=after,
                limit=_PAGE,
                now=now,
            )
            file.write(page["text"])
            written += page["customers"]
            after = page.get("after")
            if after is None:
                return written

    def diff_playbook(
        self,
        playbook: PlaybookSource,
        *,
        segment: str | None = None,
        segments: Mapping[str, str] | None = None,
        score_change: float | None = None,
        samples: int | None = None,
        now: types.Instant,
    ) -> types.ComparedPlaybooks:
        """Says who would change tags, tier, priority, owner, value class or segment under another playbook.

        As `diff_playbooks` does, between the playbook in force and this one.
        """
        return super().diff_playbook(
            document_of(playbook),
            segment=segment,
            segments=segments,
            score_change=score_change,
            samples=samples,
            now=now,
        )

    def diff_playbooks(
        self,
        a: PlaybookSource,
        b: PlaybookSource,
        *,
        segment: str | None = None,
        segments: Mapping[str, str] | None = None,
        score_change: float | None = None,
        samples: int | None = None,
        now: types.Instant,
    ) -> types.ComparedPlaybooks:
        """Says who would change tags, tier, priority, owner, value class or segment if `b` were in force in place of `a`.

        Every customer is decided again under both, and nothing is written. `segment` is an expression: only its members are
        compared. `segments` are expressions by names: who would enter them, and who would leave. A score counts as changed
        where it moves by more than `score_change`, of 100; `samples` customers at most are named for each change.
        """
        return super().diff_playbooks(
            document_of(a),
            document_of(b),
            segment=segment,
            segments=segments,
            score_change=score_change,
            samples=samples,
            now=now,
        )

    def import_csv(
        self,
        source: Source,
        *,
        name: str | None = None,
        mapping: ColumnMapping | None = None,
        encoding: str | None = None,
        delimiter: str | None = None,
        quote: str | None = None,
        header: bool | None = None,
        default_region: str | None = None,
        default_currency: str | None = None,
        time_zone: str | None = None,
        keep_unmapped: bool | None = None,
        on_bad_value: Literal["keep", "reject"] | None = None,
        on_error: Literal["skip", "abort"] = "skip",
        dry_run: bool = False,
        progress: Progress | None = None,
        rejected: Callable[[str], None] | None = None,
        now: datetime | None = None,
    ) -> types.ImportReport:
        """Imports a CSV file of customers. Importing a file twice changes nothing.

        Encoding, delimiter and header are found where they are not given; columns are recognised by their headers
        in six languages, and `mapping` adds to that. `name` says where the data comes from; left out, it is the
        file's name. `on_error="abort"` imports nothing unless every row is good. `rejected` is called with pieces
        of a CSV of the rows that were refused, to be mended and imported again. `now` is the present where left
        out.
        """
        options: dict[str, Any] = {
            "source": name or _name_of(source),
            "csv": _given(delimiter=delimiter, quote=quote),
            "on_rejected": on_error,
            "dry_run": dry_run,
            **_mapping(mapping),
            **_given(
                header=header,
                default_region=default_region,
                default_currency=default_currency,
                time_zone=time_zone,
                keep_unmapped=keep_unmapped,
                on_bad_value=on_bad_value,
            ),
        }
        at = now or datetime.now(timezone.utc)
        report = self.import_file(source, options, encoding, at, progress, rejected)
        return cast("types.ImportReport", report)

    def import_frame(
        self,
        frame: Frame,
        *,
        name: str = "frame",
        mapping: ColumnMapping | None = None,
        default_region: str | None = None,
        default_currency: str | None = None,
        time_zone: str | None = None,
        keep_unmapped: bool | None = None,
        on_bad_value: Literal["keep", "reject"] | None = None,
        on_error: Literal["skip", "abort"] = "skip",
        dry_run: bool = False,
        progress: Progress | None = None,
        rejected: Callable[[str], None] | None = None,
        now: datetime | None = None,
    ) -> types.ImportReport:
        """Imports a data frame as `import_csv` does a file: its columns are recognised by their names.

        `frame` is anything with `__arrow_c_stream__` (polars, pyarrow, pandas, DuckDB), or rows as dicts, dataclasses
        or models. Times of day without a zone need `time_zone`.
        """
        options: dict[str, Any] = {
            "source": name,
            "on_rejected": on_error,
            "dry_run": dry_run,
            **_mapping(mapping),
            **_given(
                default_region=default_region,
                default_currency=default_currency,
                time_zone=time_zone,
                keep_unmapped=keep_unmapped,
                on_bad_value=on_bad_value,
            ),
        }
        at = now or datetime.now(timezone.utc)
        report = self.import_table(frame, options, at, progress, rejected)
        return cast("types.ImportReport", report)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<scrm.Workspace {self.path}>"


def open(path: str | os.PathLike[str], playbook: PlaybookSource | None = None) -> Workspace:
    """Opens the workspace in a file, making it where it is not there; `:memory:` keeps it in memory.

    `playbook` is a `Playbook`, a dict, a path or a text, laid over the standard one.

    >>> with open(":memory:") as workspace:
    ...     workspace.import_frame([{"name": "Anna Walker", "phone": "+447400123456"}])["counts"]["created"]
    1
    """
    return Workspace(path, playbook)


def report_tables(report: types.Report) -> dict[str, Table[Any]]:
    """The lists of a report as tables, by the way to each: `checks`, `remedies`, `priorities.queue`, …."""
    tables: dict[str, Table[Any]] = {}
    for path in _scrm.Table.report_parts():
        part: Any = report
        for name in path.split("."):
            part = part.get(name) if part else None
        table = None if part is None else _scrm.Table.of_report(path, part)
        if table is not None:
            tables[path] = Table(table)
    return tables


One = TypeVar("One")


def _listed(one_or_many: One | Sequence[One]) -> Sequence[One]:
    if isinstance(one_or_many, Sequence) and not isinstance(one_or_many, (str, bytes)):
        return cast("Sequence[One]", one_or_many)
    return cast("Sequence[One]", [one_or_many])


def _name_of(source: Source) -> str:
    path = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
    stem = Path(path).stem if isinstance(path, (str, os.PathLike)) else ""
    return re.sub(r"[^\w.-]", "-", stem)[:64] or "import"


def _mapping(mapping: ColumnMapping | None) -> dict[str, Any]:
    if mapping is None:
        return {}
    given = cast("Mapping[str, Any]", mapping)
    has_tables = any(isinstance(given.get(key), Mapping) for key in ("columns", "constants"))
    is_document = has_tables or given.get("date_order") in ("day_first", "month_first", "year_first")
    return {"mapping": given if is_document else {"columns": given}}


def _given(**arguments: object) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if value is not None}
