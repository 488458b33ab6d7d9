"""Keywords in Python: scrm beside the matchers of PyPI, in one process, on the same keywords and messages.

`cargo xtask bench keywords` writes the sets and runs it: python keywords.py FOLDER
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scrm
from matchers import EVERYWHERE, WORDS, Place

ROUNDS = 5


def main(folder: Path) -> None:
    print(f"{'Python: million messages per processor second':52} {'scrm':>6} {'anywhere':>9} {'':2}peers")
    for file in sorted(folder.glob("*.json")):
        measure(json.loads(file.read_text(encoding="utf-8")))


def measure(one: dict[str, Any]) -> None:
    messages, keywords = one["messages"], one["keywords"]
    # The peers are given what they can find: folded keywords and messages, folded before the clock runs.
    folded = [scrm.fold(message) for message in messages]
    written = scrm.KeywordMatcher(keywords, mode="as_written")
    anywhere = scrm.KeywordMatcher(keywords, mode="substring")
    searches = {name: make(keywords) for name, make in (EVERYWHERE | WORDS).items()}
    ways: dict[str, Callable[[], Any]] = {
        "scrm": lambda: [[hit.start for hit in hits] for hits in written.find_many(messages)],
        "anywhere": lambda: [[hit.start for hit in hits] for hits in anywhere.find_many(messages)],
    }
    ways |= {name: lambda search=search: [search(text) for text in folded] for name, search in searches.items()}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            started = time.process_time()
            way()
            seconds[name].append(time.process_time() - started)
    rate = {name: len(messages) / statistics.median(rounds) / 1e6 for name, rounds in seconds.items()}
    others = [f"{name} {rate[name]:.2f} ({rate['scrm'] / rate[name]:.1f} ×)" for name in searches]
    label = f"{one['name']}, {len(keywords)} keywords"
    print(f"{label:52} {rate['scrm']:6.2f} {rate['anywhere']:9.2f}   {', '.join(others)}")
    compared = [compare(name, search, written if name in WORDS else anywhere, folded) for name, search in searches.items()]
    print(f"  messages with other places than scrm's: {', '.join(compared)}")


def compare(name: str, search: Callable[[str], list[Place]], ours: scrm.KeywordMatcher, texts: list[str]) -> str:
    words = name in WORDS
    agreed = [text for text in texts if agrees(text) and (text.isascii() or not words)]
    different = 0
    for text in agreed:
        places = [(hit.start, hit.end) for hit in ours.find(text)]
        different += sorted(set(search(text))) != sorted(set(apart(places) if words else places))
    return f"{name} {different} of {len(agreed)}"


def agrees(text: str) -> bool:
    """Whether all mean the same by the text: to scrm a hyphen is a space, an apostrophe may be left out, a letter with a
    mark is another letter, and words that are drawn out are read in several ways. To flashtext `_` is a letter, and those
    beyond ASCII are none."""
    return not re.search(r"[-'_]|(.)\1\1", text) and not any(unicodedata.category(letter)[0] == "M" for letter in text)


def apart(places: list[Place]) -> list[Place]:
    """Of places that overlap the first, of those that begin together the longest."""
    kept: list[Place] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


if __name__ == "__main__":
    main(Path(sys.argv[1]))
