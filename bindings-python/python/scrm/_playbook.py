"""The playbook: one document with every rule and number of a workspace."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias, cast

from . import _scrm

if TYPE_CHECKING:
    from . import types


class Playbook(_scrm.Playbook):
    """Every rule and number: zone and hours, tags, priorities, keywords, replies, checks.

    What a document does not say is as the standard has it.
    """

    @classmethod
    def standard(cls) -> Self:
        """The built-in playbook."""
        return cls()

    @classmethod
    def read(cls, source: PlaybookSource) -> Self:
        """Reads a document over the standard one.

        `source` is a dict, a path of a TOML or JSON file, or the document's text: a string is text where it has
        several lines or begins with `{`, else a path.
        """
        if isinstance(source, cls):
            return source
        if isinstance(source, Mapping):
            return cls(source)
        return cls(_text(cast("str | os.PathLike[str]", source)))

    def to_dict(self) -> types.Playbook:
        """The whole document."""
        return cast("types.Playbook", super().to_dict())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Playbook) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<scrm.Playbook {self.fingerprint[:8]}>"


PlaybookSource: TypeAlias = "Playbook | Mapping[str, Any] | str | os.PathLike[str]"
"""A playbook, or what one can be read from."""


def playbook_of(source: PlaybookSource | None) -> Playbook | None:
    """The playbook of an argument; None is the standard one."""
    return None if source is None else Playbook.read(source)


def document_of(source: PlaybookSource) -> str:
    """The document of an argument, as text."""
    if isinstance(source, (Playbook, Mapping)):
        return json.dumps(Playbook.read(cast("PlaybookSource", source)).to_dict())
    return _text(source)


def _text(source: str | os.PathLike[str]) -> str:
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
        return source
    return Path(source).read_text(encoding="utf-8")
