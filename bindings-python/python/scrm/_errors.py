"""Errors: one class per area of the engine, below `ScrmError`."""

from __future__ import annotations

from typing import Any


class ScrmError(Exception):
    """What the engine refuses.

    The part of `code` before the first dot is the area, and the area has a class of its own.
    """

    code: str
    """`area.thing.what`, stable for ever."""
    message: str
    """What went wrong, without a customer's data."""
    field: str | None
    """The field or column concerned, where there is one: `messages[0].sender`."""
    row: int | None
    """The row or line concerned, counted from 1, where there is one."""
    help: str | None
    """What to do about it."""
    retryable: bool
    """Whether the same call may succeed later."""

    def __init__(
        self,
        code: str,
        message: str,
        field: str | None = None,
        row: int | None = None,
        help: str | None = None,
        retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.row = row
        self.help = help
        self.retryable = retryable

    @property
    def details(self) -> dict[str, Any]:
        """Everything that is known of the error, as one dict."""
        return {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "row": self.row,
            "help": self.help,
            "retryable": self.retryable,
        }

    def __str__(self) -> str:
        place = f", row {self.row}" if self.row is not None else ""
        return f"{self.message} [{self.code}{place}]"

    def __reduce__(self) -> tuple[Any, ...]:
        known = (self.code, self.message, self.field, self.row, self.help, self.retryable)
        return (type(self), known)


class InternalError(ScrmError):
    """A defect of the engine. The call changed nothing, and the next one works; please report it."""


def error_of(
    code: str,
    message: str,
    field: str | None,
    row: int | None,
    help: str | None,
    retryable: bool,
) -> ScrmError:
    """The exception of an error of the engine; native code calls it."""
    from ._areas import AREAS

    area = InternalError if code == DEFECT else AREAS.get(code.partition(".")[0], ScrmError)
    if code == NAIVE_TIME:
        message += ". In Python: datetime.now(timezone.utc), or value.replace(tzinfo=ZoneInfo('Asia/Taipei'))"
    return area(code, message, field, row, help, retryable)


DEFECT = "api.defect"
NAIVE_TIME = "api.request.naive_time"
