"""Requests are read from whatever Python has, and what is wrong with one names the field."""

from __future__ import annotations

import dataclasses
import enum
from collections import UserDict, deque
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy
import pandas
import pydantic
import pytest
import scrm
from conftest import NOW, message

ENGINES = scrm.Engines()


def refused(call: Any, *arguments: Any, **named: Any) -> scrm.ScrmError:
    with pytest.raises(scrm.ScrmError) as caught:
        call(*arguments, **named)
    return caught.value


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"txt": "x"}, "api.request.unknown_field", "messages[0].txt"),
        ({"sent_at": datetime(2026, 1, 5, 9)}, "api.request.naive_time", "messages[0].sent_at"),
        ({"sent_at": "2026-01-05T09:00:00"}, "api.request.naive_time", "messages[0].sent_at"),
        ({"sent_at": 5}, "api.request.wrong_kind", "messages[0].sent_at"),
        ({"account": 5}, "api.request.wrong_kind", "messages[0].account"),
        ({"account": None}, "api.request.wrong_kind", "messages[0].account"),
        ({"history": "yes"}, "api.request.wrong_kind", "messages[0].history"),
        ({"channel": "pigeon"}, "api.request.wrong_kind", "messages[0].channel"),
        ({"sender": {"identifiers": "x"}}, "api.request.wrong_kind", "messages[0].sender.identifiers"),
        ({"sender": {"identifiers": [{"kind": "phone", "value": 7}]}}, "api.request.wrong_kind",
         "messages[0].sender.identifiers[0].value"),
        ({"sender": [1]}, "api.request.wrong_kind", "messages[0].sender"),
        ({"account": b"shop"}, "api.request.wrong_kind", "messages[0].account"),
        ({"account": object()}, "api.request.wrong_kind", "messages[0].account"),
        ({"account": "\ud800"}, "api.request.wrong_kind", "messages[0].account"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_the_field(
    workspace: scrm.Workspace, change: dict[str, Any], code: str, field: str
) -> None:
    error = refused(workspace.receive, [message("hello") | change], now=NOW)
    assert (error.code, error.field) == (code, field), error
    assert isinstance(error, scrm.ApiError) and field in str(error)
    assert workspace.receive([message("hello")], now=NOW)[0]["kind"] == "new"


def test_a_missing_field_is_named(workspace: scrm.Workspace) -> None:
    incomplete = message("hello")
    del incomplete["sent_at"]
    error = refused(workspace.receive, [incomplete], now=NOW)
    assert error.code == "api.request.missing_field" and "sent_at" in str(error.field)


def test_naive_times_are_refused_with_the_mend() -> None:
    error = refused(ENGINES.calendar_is_open, datetime(2026, 1, 5, 9))
    assert error.code == "api.request.naive_time" and error.field == "at"
    assert "datetime.now(timezone.utc)" in str(error) and "replace(tzinfo=" in str(error)


def test_unknown_arguments_are_type_errors_as_in_any_function(workspace: scrm.Workspace) -> None:
    with pytest.raises(TypeError, match="nwo"):
        workspace.receive([], nwo=NOW)
    error = refused(workspace.call, "receive", {"messages": [], "now": NOW, "nwo": 1})
    assert (error.code, error.field) == ("api.request.unknown_field", "nwo")
    assert refused(workspace.call, "recieve", {}).code == "api.operation.unknown"
    assert refused(ENGINES.call, "text.fold", None).code == "api.request.wrong_kind"


def test_no_value_is_repeated_in_an_error(workspace: scrm.Workspace) -> None:
    secret = "Anna-447400123456"
    wrong: list[dict[str, Any]] = [
        {"channel": secret},
        {"sent_at": secret},
        {"history": secret},
        {"sender": secret},
        {"body": {"kind": secret}},
        {"body": {"kind": "text", "text": [secret]}},
        {"sender": {"identifiers": [{"kind": "phone", "value": {secret: secret}}]}},
    ]
    for change in wrong:
        error = refused(workspace.receive, [message("hello") | change], now=NOW)
        assert secret not in str(error.details), change


class Purpose(enum.Enum):
    CHANNEL = "whatsapp"


class Word(enum.StrEnum):
    CHANNEL = "whatsapp"


@dataclasses.dataclass
class Body:
    kind: str
    text: str


@dataclasses.dataclass
class Sender:
    identifiers: list[dict[str, str]]
    display_name: str | None = None


class Message(pydantic.BaseModel):
    external_id: str
    channel: Purpose
    account: str
    sender: dict[str, Any]
    body: dict[str, str]
    sent_at: datetime
    history: bool = False


def test_every_usual_object_is_read(workspace: scrm.Workspace) -> None:
    plain = message("hello")
    sender = Sender([{"kind": "whatsapp_id", "value": "+447400123456"}])
    variants: list[Any] = [
        plain,
        plain | {"channel": Purpose.CHANNEL},
        plain | {"channel": Word.CHANNEL},
        plain | {"body": Body("text", "hello"), "sender": sender},
        plain | {"sent_at": NOW.isoformat()},
        plain | {"sent_at": NOW.astimezone(ZoneInfo("Asia/Taipei"))},
        plain | {"sent_at": pandas.Timestamp(NOW)},
        plain | {"history": numpy.bool_(False)},
        plain | {"sender": {"identifiers": ({"kind": "whatsapp_id", "value": "+447400123456"},)}},
        plain | {"sender": {"identifiers": deque([{"kind": "whatsapp_id", "value": "+447400123456"}])}},
        plain | {"sender": plain["sender"] | {"display_name": None}},
        plain | {"sender": plain["sender"] | {"display_name": pandas.NA}},
        UserDict(plain),
        Message(**plain),
    ]
    for number, variant in enumerate(variants):
        kind = workspace.receive([variant], now=NOW)[0]["kind"]
        assert kind == ("new" if number == 0 else "duplicate"), variant


def test_numbers_of_every_origin() -> None:
    for value in (3, 3.0, Decimal(3), Decimal("3.5"), numpy.float64(3.5), numpy.int64(3), numpy.float32(3.5)):
        assert ENGINES.call("audit.judge", {"check": "completeness", "value": value})
    for count in (20, 20.0, Decimal("20"), numpy.uint8(20), numpy.array(20)):
        assert ENGINES.audit_median_ranks(count, 0.95)
    for count in (20.5, Decimal("20.5"), "20", True, 2**64, -1, float("nan")):
        error = refused(ENGINES.audit_median_ranks, count, 0.95)
        assert (error.code, error.field) == ("api.request.wrong_kind", "count"), count
    assert "exact" in str(refused(ENGINES.audit_median_ranks, 20, Decimal("0.95")))


def test_deep_and_cyclic_objects_are_refused() -> None:
    cyclic_list: list[Any] = []
    cyclic_list.append(cyclic_list)
    cyclic_dict: dict[str, Any] = {}
    cyclic_dict["self"] = cyclic_dict
    deep: Any = "leaf"
    for _ in range(100_000):
        deep = [deep]

    doubled: Any = []
    for _ in range(60):
        doubled = [doubled, doubled]

    class Self:
        dtype = "self"

        def tolist(self) -> Self:
            return self

    for odd in (cyclic_list, cyclic_dict, deep, doubled, Self()):
        for request in (odd, {"text": odd}):
            assert isinstance(refused(ENGINES.call, "text.fold", request), scrm.ApiError)
        error = refused(scrm.Engines, {"replies": {"keyword": odd}})
        assert isinstance(error, scrm.PlaybookError) and any(word in str(error) for word in ("nested deeper", "itself", "more than"))
    # Taking a deep list apart is Python's own recursion.
    while isinstance(deep, list):
        deep = deep[0]


def test_python_code_that_runs_on_the_way_may_fail_or_meddle() -> None:
    class Fails:
        def model_dump(self) -> dict[str, Any]:
            raise ValueError("Anna")

    error = refused(ENGINES.call, "text.fold", {"text": Fails()})
    assert "ValueError" in str(error) and "Anna" not in str(error)

    request: dict[str, Any] = {}

    class Meddles(enum.Enum):
        WORD = "x"

        @property
        def value(self) -> str:
            request.update({str(number): number for number in range(100)})
            return "Hello"

    request["text"] = Meddles.WORD
    assert ENGINES.call("text.fold", request) == {"text": "hello"}


def test_keys_that_are_no_texts() -> None:
    error = refused(ENGINES.call, "text.fold", {1: "x"})
    assert error.code == "api.request.wrong_kind" and "int" in str(error)


def test_times_beyond_the_microsecond_lose_what_python_cannot_hold() -> None:
    answer = ENGINES.calendar_add("2026-01-05T09:00:00.123456789Z", "1h")
    assert answer["at"] == datetime(2026, 1, 5, 10, 0, 0, 123456, tzinfo=timezone.utc)
