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


def fold(text: str) -> str:
    """Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.

    >>> fold("Ｐｒｉｃｅ")
    'price'
    """
    return standard_engines().text_fold(text)["text"]
