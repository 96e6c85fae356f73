"""Running the command line inside the test, and in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nndesigner.cli import main

ROOT = Path(__file__).resolve().parents[3]


class Answer(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer of a command with --json."""
        return json.loads(self.out)


class Runner:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> Answer:
        self._capsys.readouterr()
        code = main([str(word) for word in words])
        return Answer(code, *self._capsys.readouterr())

    def done(self, *words: object) -> Answer:
        """Run a command that must succeed in silence on stderr."""
        answer = self(*words)
        assert (answer.code, answer.err) == (0, "")
        return answer


def environment(**changes: str) -> dict[str, str]:
    """The environment for a process that finds this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **changes}


def process(*words: object, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "nndesigner", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment(**changes)
    )


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(run: Runner, folder: Path, *words: object, code: int = 1) -> str:
    """The one line with which a command fails that leaves everything as it was."""
    before = snapshot(folder)
    answer = run(*words)
    assert_one_line(answer, code)
    assert snapshot(folder) == before
    return answer.err.removeprefix("nndesigner: ").rstrip("\n")


def assert_one_line(answer: Answer, code: int) -> None:
    assert answer.code == code
    assert answer.out == ""
    assert answer.err.startswith("nndesigner: ")
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
