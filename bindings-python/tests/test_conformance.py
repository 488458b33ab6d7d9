"""The shared cases, with the answers that every language gives."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import scrm_conformance

ROOT = Path(__file__).parents[2]


def conformance(*arguments: str) -> subprocess.CompletedProcess[str]:
    # `cargo xtask test` names the program that it has built.
    program = os.environ.get("SCRM_CONFORMANCE")
    command = [program] if program else ["cargo", "run", "--quiet", "--package", "scrm-conformance", "--"]
    return subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_case_is_answered_as_in_every_language(tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases.json", tmp_path / "answers.jsonl"
    expanded = conformance("expand", str(cases))
    if expanded.returncode != 0:
        pytest.fail(expanded.stderr)
    assert scrm_conformance.write(cases, answers) > 0
    judged = conformance("judge", str(answers), "--language", "python")
    print(judged.stdout)
    assert judged.returncode == 0, judged.stdout + judged.stderr
