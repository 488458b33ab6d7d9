"""The engines of a playbook, for scripts that need no workspace."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Self

from ._operations import EngineOperations
from ._playbook import PlaybookSource, playbook_of
if TYPE_CHECKING:
    from . import types


class Engines(EngineOperations):
    """The engines of a playbook, compiled once. Threads may share them."""

    def __new__(cls, playbook: PlaybookSource | None = None) -> Self:
        return super().__new__(cls, playbook_of(playbook))

    def __repr__(self) -> str:
        return "<scrm.Engines>"


@lru_cache(maxsize=1)
def standard_engines() -> Engines:
    """The engines of the standard playbook."""
    return Engines()


def priority(
    customer: types.CustomerInput,
    *,
    new_inquiry: bool | None = None,
    high_value_words: bool | None = None,
    since: types.Instant | None = None,
    annual_spend: types.Money | None = None,
    now: types.Instant,
) -> types.DecidedPriority:
    """Decides a customer's level, score and deadline; see `Engines.priority_evaluate`."""
    return standard_engines().priority_evaluate(
        customer,
        new_inquiry=new_inquiry,
        high_value_words=high_value_words,
        since=since,
        annual_spend=annual_spend,
        now=now,
    )


def fold(text: str) -> str:
    """Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.

    >>> fold("Ｐｒｉｃｅ")
    'price'
    """
    return standard_engines().text_fold(text)["text"]


def normalize_phone(raw: str, region: str | None = None) -> str:
    """Gives a phone number in E.164, from any spelling.

    `region` is the country (ISO 3166-1 alpha-2) of numbers that are written without one.

    >>> normalize_phone("０９１２ 000 456", "TW")
    '+886912000456'
    """
    return standard_engines().phone_normalize(raw, region)["value"]
