"""Other linkers on the records that scrm's own bench writes, each set and method in a process of its own.

`cargo xtask bench dedupe` writes the sets, and runs this: python dedupe.py FOLDER SCRM_PROGRAM

What each set holds is said once, in SETS; how each kind of value is compared is said once too, in the two modules that
hold a method, as somebody would who sets the tool up for data that they know.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

METHODS = ("scrm", "splink", "ecm", "two_fields")
LABELLED = ("febrl1", "febrl3", "fake_1000", "restaurants", "senzing")
COLUMNS = ("f1", "precision", "recall", "default_f1", "wall", "cpu", "peak_mib")
FACTS = ("set", "method", "rows", "pairs", "candidates", "kept", "reached", "threshold", "default_precision", "default_recall", "failed")


def main(folder: Path, scrm: str, full: bool, only: str | None) -> None:
    print(f"{'set':18}{'method':12}{'best F1':>9}{'prec.':>8}{'recall':>8}{'F1 (*)':>8}{'wall s':>9}{'cpu s':>9}{'MiB':>7}", flush=True)
    lines = []
    for file in sets(folder, full):
        for method in METHODS if only is None else (only,):
            line = measure(file, method, scrm)
            lines.append(json.dumps({name: short(line[name]) for name in FACTS + COLUMNS if name in line}))
            print(f"{file.stem:18}{method:12}{figures(line)}", flush=True)
    print("(*) as the method decides by itself; splink: pairs of probability 0.9 and more. The others: the best of all thresholds.")
    print("Time is that of linking alone: neither programs that load nor files that are read.\n")
    print("\n".join(lines), flush=True)


def sets(folder: Path, full: bool) -> list[Path]:
    """The sets that are there, contacts by their number."""
    files = [folder / f"{name}.csv" for name in LABELLED]
    contacts = sorted(folder.glob("contacts_*.csv"), key=rows_of)
    chosen = [file for file in contacts if full or rows_of(file) < 1_000_000]
    return [file for file in files + chosen if file.exists()]


def rows_of(file: Path) -> int:
    """How many rows, where the name says it."""
    return int(file.stem.removeprefix("contacts_")) if file.stem.startswith("contacts_") else 0


def measure(file: Path, method: str, scrm: str) -> dict[str, Any]:
    here = Path(__file__).resolve().parent
    program = [scrm, "--linked", file] if method == "scrm" else [sys.executable, here / "one.py", file, method]
    run = subprocess.run(program, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return {"set": file.stem, "method": method, "failed": (run.stderr.strip().splitlines() or [str(run.returncode)])[-1]}
    return json.loads(run.stdout.strip().splitlines()[-1])


def short(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def figures(line: dict[str, Any]) -> str:
    if "failed" in line:
        return f"   failed: {line['failed']}"
    f1, precision, recall, own, wall, cpu, peak = (line[column] for column in COLUMNS)
    return f"{f1:9.3f}{precision:8.3f}{recall:8.3f}{own:8.3f}{wall:9.2f}{cpu:9.2f}{peak:7.0f}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Other linkers beside scrm.")
    parser.add_argument("folder", type=Path, help="where `dedupe --write` put the sets")
    parser.add_argument("scrm", help="the program `dedupe`")
    parser.add_argument("--full", action="store_true", help="also a million contacts")
    parser.add_argument("--only", choices=METHODS, help="one method alone")
    return parser.parse_args()


if __name__ == "__main__":
    main(**vars(arguments()))
