"""Training on a terminal: what is shown, and what happens when it is interrupted."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from nndesigner.commands.progress import LogFile, ProgressBar, duration, number, progress_line
from nndesigner.document.runs import HISTORY_COLUMNS, History, Outcome
from nndesigner.document.settings import Progress
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import ProjectError
from nndesigner.session.training import Live
from nndesigner.storage.project import load_project
from tests.unit.commands.running import Runner, environment

PATIENCE = 60.0
"""Seconds after which a process that should have answered counts as hanging."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def live(fraction: float = 0.5, validation: float = 0.25) -> Live:
    columns = {name: np.array([0.5]) for name in HISTORY_COLUMNS}
    history = History(**{**columns, "validation_cost": np.array([validation])})
    return Live(Parameters(), Progress(), history, 100, 50.5, 12345.6, 3.21, fraction)


def test_the_bar_says_where_training_stands() -> None:
    assert progress_line(live()) == (
        "━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌  epoch 50 of 100  cost 0.5  validation 0.25  12,346 samples/s  3.2 s left"
    )


def test_what_was_not_measured_is_not_shown() -> None:
    assert "validation" not in progress_line(live(validation=float("nan")))


def test_the_bar_is_drawn_in_one_line_and_taken_away() -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)
    bar.show(live())
    bar.clear()
    text = terminal.getvalue()
    assert "\n" not in text
    assert "epoch 50 of 100" in text
    assert text.endswith("\r")
    assert text.split("\r")[-2].strip() == ""


@pytest.mark.parametrize(("stream", "wanted"), [(io.StringIO(), True), (Terminal(), False)])
def test_there_is_no_bar_without_a_terminal_or_when_quiet(stream: io.StringIO, wanted: bool) -> None:
    bar = ProgressBar(stream, wanted=wanted)
    bar.show(live())
    bar.clear()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.9, "9.9 s"),
        (10, "10 s"),
        (59.7, "1 min 00 s"),
        (61, "1 min 01 s"),
        (7260, "2 h 01 min"),
    ],
)
def test_times_are_told_in_the_units_that_matter(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_numbers_have_three_digits_and_a_true_minus_sign() -> None:
    assert [number(value) for value in (0.123456, -2.5, 1234567.0)] == ["0.123", "−2.5", "1.23e+06"]


def test_a_log_grows_with_the_history(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "log.csv")
    columns = {name: np.array([1.0, 2.0]) for name in HISTORY_COLUMNS}
    columns["validation_cost"] = np.array([np.nan, 0.1])
    log.update(History(**{name: column[:1] for name, column in columns.items()}))
    log.update(History(**columns))
    log.update(History(**columns))
    # Read before it is closed: it is meant to be watched.
    lines = (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()
    log.close()
    assert lines[0] == ",".join(HISTORY_COLUMNS)
    assert [line.split(",")[3] for line in lines[1:]] == ["", "0.1"]


def test_a_log_that_cannot_be_written_is_said_before_anything_is_lost(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="The log cannot be written"):
        LogFile(tmp_path / "none" / "log.csv")


def test_training_says_how_it_went(run: Runner, project: Path) -> None:
    answer = run.done("train", project, "--epochs", 2)
    lines = answer.out.splitlines()
    assert lines[0].startswith("Trained after 2 epochs (")
    assert lines[-1] == "Saved in iris.nnd."
    assert run.done("train", project, "--epochs", 1, "--quiet").out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another process are POSIX")
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_cleanly_and_saves_what_was_learned(project: Path, asked: signal.Signals) -> None:
    log = Path("log.csv")
    words = [
        sys.executable,
        "-m",
        "nndesigner",
        "train",
        str(project),
        "--epochs",
        "1000000",
        "--log",
        str(log),
    ]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment()
    )
    deadline = time.monotonic() + PATIENCE
    while not (log.exists() and log.read_text(encoding="utf-8").count("\n") > 3):
        assert time.monotonic() < deadline, "training does not begin"
        time.sleep(0.02)
    process.send_signal(asked)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("Stopped after ")
    document = load_project(project)
    assert document.progress.steps > 0
    assert document.runs[0].outcome is Outcome.STOPPED
    # What is in the file is where training stood, and going on from there works.
    assert len(document.runs[0].history) == log.read_text(encoding="utf-8").count("\n") - 1
