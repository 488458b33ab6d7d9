"""Keywords for hot paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias, cast

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
        return super().__new__(cls, None if keywords is None else list(_rules(keywords, mode)))

    def __repr__(self) -> str:
        return f"<scrm.KeywordMatcher of {len(self)} rules>"


def _rules(keywords: Keywords, mode: types.MatchMode) -> Iterable[Mapping[str, Any]]:
    if isinstance(keywords, str):
        raise TypeError("keywords must be a list of phrases, not one text")
    if isinstance(keywords, Mapping):
        for label, phrases in keywords.items():
            listed = [phrases] if isinstance(phrases, str) else list(phrases)
            yield {"id": label, "label": label, "phrases": listed, "mode": mode}
        return
    for keyword in keywords:
        if isinstance(keyword, str):
            yield {"id": keyword, "label": keyword, "phrases": [keyword], "mode": mode}
        else:
            yield {"mode": mode, **cast("Mapping[str, Any]", keyword)}
