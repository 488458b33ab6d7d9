"""The native half of the package."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Self, final

from typing_extensions import disjoint_base

from . import types

__version__: str

@disjoint_base
class Playbook:
    """Every rule and number of a workspace."""

    def __new__(cls, document: str | Mapping[str, Any] | None = None, /) -> Self: ...
    def to_dict(self) -> Any:
        """The whole document."""
    @property
    def fingerprint(self) -> str:
        """Stands for the content: equal playbooks have equal fingerprints."""

@disjoint_base
class Engines:
    """The engines of a playbook."""

    def __new__(cls, playbook: Playbook | None = None, /) -> Self: ...
    def call(self, operation: str, request: object, /) -> Any:
        """Runs an operation of the table."""
    def segment_sql(self, expression: str, now: datetime, /) -> str:
        """The SQL with which a store in SQLite is asked for a segment's customers."""
    def segment_mask(self, expression: str, columns: object, now: datetime, /) -> list[bool | None] | None:
        """For each row of a frame's stream whether it belongs to a segment; nothing where a column has values that only Python reads."""

@disjoint_base
class Workspace:
    """One business."""

    def __new__(cls, path: str, playbook: Playbook | None = None, /) -> Self: ...
    def call(self, operation: str, request: object, /) -> Any:
        """Runs an operation of the table."""
    def list(self, operation: str, request: object, /) -> Table:
        """Runs an operation that lists records, and keeps them for a table."""
    def import_file(
        self,
        source: object,
        options: object,
        encoding: object | None,
        now: datetime,
        progress: Callable[[Any], object] | None,
        rejected: Callable[[str], object] | None,
        /,
    ) -> Any:
        """Imports a CSV file: a path, bytes, or a file object."""
    def import_table(
        self,
        frame: object,
        options: object,
        now: datetime,
        progress: Callable[[Any], object] | None,
        rejected: Callable[[str], object] | None,
        /,
    ) -> Any:
        """Imports a data frame: anything with `__arrow_c_stream__`, or rows as dicts."""
    def close(self) -> None:
        """Closes it. Calls that run in other threads finish first, then the file is free; closing twice does nothing."""
    @property
    def closed(self) -> bool:
        """Whether it was closed."""

@disjoint_base
class Deduper:
    """Finds the records of a table that are one person."""

    def __new__(cls, config: object, /) -> Self: ...
    def call(self, operation: str, request: dict[str, Any], /) -> Any:
        """Runs an operation of the table."""
    def fit_records(self, records: object, id: object, /) -> None:
        """Looks at the records of a data frame, of a list, or of a CSV file."""
    def __len__(self) -> int: ...

@disjoint_base
class KeywordMatcher:
    """A compiled set of keywords."""

    def __new__(cls, rules: object | None = None, /) -> Self: ...
    def find(self, text: str, /) -> list[Hit]:
        """Every keyword in a message, in the order of their places."""
    def find_many(self, texts: Iterable[str], /) -> Matches:
        """Every keyword in each of many messages."""
    def labels(self, text: str, /) -> list[str]:
        """The topics of a message, each once."""
    def explain(self, text: str, /) -> list[types.ExplainedKeyword]:
        """Every phrase that stands in a message, those that come to nothing included: how it has to stand, and what came
        of it. In the order of their places."""
    def __len__(self) -> int: ...

@final
class Hit:
    """A keyword that was found."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def rule(self) -> str:
        """The rule's id."""
    @property
    def label(self) -> str:
        """The rule's label."""
    @property
    def phrase(self) -> str:
        """The phrase as the rule has it."""
    @property
    def start(self) -> int:
        """Where it begins in the message, as Python counts."""
    @property
    def end(self) -> int:
        """Where it ends."""

@final
class Matches:
    """What was found in many messages: as long as their list, each item the hits in one message.

    As a frame, through Arrow's PyCapsule interface, it has one row per hit: `polars.DataFrame(matches)`.
    """

    def __len__(self) -> int: ...
    def __getitem__(self, message: int, /) -> list[Hit]: ...
    def __iter__(self) -> MatchIterator: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class MatchIterator:
    """The hits in one message after the other."""

    def __iter__(self) -> MatchIterator: ...
    def __next__(self) -> list[Hit]: ...

@disjoint_base
class Table:
    """Records that an operation listed."""

    def __new__(cls, tables: list[Table], /) -> Self: ...
    @staticmethod
    def report_parts() -> list[str]:
        """The ways to the lists of records in a report."""
    @staticmethod
    def of_report(path: str, records: object, /) -> Table | None:
        """The table of one of these lists."""
    def last_id(self) -> str | None:
        """The id of the last record, where it has one: where the next page begins."""
    def __len__(self) -> int: ...
    @property
    def page_count(self) -> int:
        """How many pages there are."""
    def page(self, number: int, /) -> list[Any]:
        """The records of one page."""
    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
    def to_columns(self) -> dict[str, list[Any]]:
        """The columns as lists, by name."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
