"""Keywords for hot paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Self, TypeAlias

from . import _scrm

if TYPE_CHECKING:
    from . import types

Keywords: TypeAlias = "Iterable[str] | Mapping[str, str | Iterable[str]] | Iterable[types.KeywordRule]"
"""Phrases; phrases by label; or rules."""


class KeywordMatcher(_scrm.KeywordMatcher):
    """A compiled set of keywords: finds all of them in one pass, however they were typed.

    `keywords` is a list of phrases, phrases by label, or a list of rules; the standard set where left out.
    Threads may share a matcher.

    >>> matcher = KeywordMatcher({"price": ["price", "how much"], "delivery": "ship"})
    >>> matcher.labels("HOW MUCH to ship it?")
    ['price', 'delivery']
    >>> hit = matcher.find("Ｐｒｉｃｅ?")[0]
    >>> hit.label, hit.start, hit.end
    ('price', 0, 5)
    >>> [(why["phrase"], why["mode"], why["outcome"]["kind"]) for why in matcher.explain("shipping prices")]
    [('ship', 'stem', 'fires'), ('price', 'stem', 'best')]
    """

    def __new__(cls, keywords: Keywords | None = None, *, mode: types.MatchMode = "auto") -> Self:
        return super().__new__(cls, None if keywords is None else _rules(keywords, mode))

    def __repr__(self) -> str:
        return f"<scrm.KeywordMatcher of {len(self)} rules>"


def _rules(keywords: Keywords, mode: types.MatchMode) -> object:
    """The keywords as rules. What is neither stays what it is, and the engine refuses it by its place."""
    if isinstance(keywords, str) or not isinstance(keywords, Iterable):
        return keywords
    if isinstance(keywords, Mapping):
        return [
            {"id": label, "label": label, "phrases": _listed(phrases), "mode": mode} for label, phrases in keywords.items()
        ]
    return [_rule(keyword, mode) for keyword in keywords]


def _listed(phrases: object) -> object:
    if isinstance(phrases, str):
        return [phrases]
    return list(phrases) if isinstance(phrases, Iterable) else phrases


def _rule(keyword: object, mode: types.MatchMode) -> object:
    if isinstance(keyword, str):
        return {"id": keyword, "label": keyword, "phrases": [keyword], "mode": mode}
    return {"mode": mode, **keyword} if isinstance(keyword, Mapping) else keyword
