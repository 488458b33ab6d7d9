"""The matchers of PyPI, each made of the same keywords: what finds them in one message, as places in it.

They look for the exact letters; they have no folding to switch on.
"""

from __future__ import annotations

from collections.abc import Callable

import ahocorasick
import ahocorasick_rs
import flashtext

Place = tuple[int, int]
"""Where something begins and where it ends."""

Search = Callable[[str], list[Place]]


def pyahocorasick(keywords: list[str]) -> Search:
    automaton = ahocorasick.Automaton()
    for word in keywords:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return lambda text: [(end + 1 - length, end + 1) for end, length in automaton.iter(text)]


def in_rust(keywords: list[str]) -> Search:
    automaton = ahocorasick_rs.AhoCorasick(keywords)
    return lambda text: [(start, end) for _, start, end in automaton.find_matches_as_indexes(text, overlapping=True)]


def words_alone(keywords: list[str]) -> Search:
    """It finds words and phrases alone, of those that overlap the first, the longest of what begins together."""
    processor = flashtext.KeywordProcessor()
    processor.add_keywords_from_list(keywords)
    return lambda text: [(start, end) for _, start, end in processor.extract_keywords(text, span_info=True)]


EVERYWHERE: dict[str, Callable[[list[str]], Search]] = {"pyahocorasick": pyahocorasick, "ahocorasick_rs": in_rust}
"""Those that find every place of every keyword, inside words too."""

WORDS: dict[str, Callable[[list[str]], Search]] = {"flashtext": words_alone}
"""Those that look at words."""
