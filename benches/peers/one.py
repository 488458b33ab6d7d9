"""One set linked by one method: python one.py FILE METHOD. Prints a line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import pandas
from records import read

# Pairs of records, by their positions, with their scores, and those that the method itself calls the same.
Linked = tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray, numpy.ndarray]


def main(file: Path, method: str) -> None:
    records, kinds, people = read(file)
    link = method_named(method)
    cpu, wall = processor(), time.perf_counter()
    first, second, scores, chosen = link(records, kinds)
    wall, cpu = time.perf_counter() - wall, processor() - cpu
    peak = peak_mib()
    line = {"set": file.stem, "method": method, "rows": len(records), "candidates": len(scores)}
    line |= judge(people, first, second, scores, chosen)
    print(json.dumps(line | {"wall": wall, "cpu": cpu, "peak_mib": peak}))


def method_named(name: str) -> Callable[[pandas.DataFrame, dict[str, str]], Linked]:
    """Loads what the method needs, before the clock runs."""
    if name == "splink":
        import with_splink

        return with_splink.link
    import with_recordlinkage

    return with_recordlinkage.ecm if name == "ecm" else with_recordlinkage.two_fields


def processor() -> float:
    """Seconds of the processor, of this process, its threads and its children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def judge(people: numpy.ndarray, first: numpy.ndarray, second: numpy.ndarray, scores: numpy.ndarray, chosen: numpy.ndarray) -> dict[str, float]:
    """The best F1 of all thresholds, and that of the method's own choice."""
    sizes = numpy.unique(people, return_counts=True)[1].astype(float)
    pairs = float((sizes * (sizes - 1) / 2).sum())
    same = people[first] == people[second]
    order = numpy.argsort(-scores, kind="stable")
    right, taken = numpy.cumsum(same[order]), numpy.arange(1, len(order) + 1)
    # Pairs of one score are taken together.
    ends = numpy.append(numpy.diff(scores[order]) != 0, True) if len(order) else numpy.zeros(0, bool)
    right, taken = right[ends], taken[ends]
    found = {"pairs": pairs, "reached": float(same.sum()) / pairs}
    if len(taken):
        best = int(numpy.argmax(2 * right / (taken + pairs)))
        found |= {"threshold": float(scores[order][ends][best])}
        found |= measures(right[best], taken[best], pairs, "")
    else:
        found |= measures(0, 0, pairs, "")
    return found | measures(same[chosen].sum(), chosen.sum(), pairs, "default_")


def measures(right: float, taken: float, pairs: float, prefix: str) -> dict[str, float]:
    values = {"f1": 2 * right / (taken + pairs), "precision": right / taken if taken else 0.0, "recall": right / pairs}
    return {prefix + name: float(value) for name, value in values.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
