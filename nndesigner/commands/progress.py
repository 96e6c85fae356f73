"""What a training shows while it runs: a bar on a terminal, rows in a log file."""

from __future__ import annotations

import csv
import math
import sys
import time
from pathlib import Path
from typing import TextIO

from nndesigner.document.runs import HISTORY_COLUMNS, History
from nndesigner.errors import ProjectError
from nndesigner.session.training import Live

_BAR = 24
_EVERY = 0.1
"""Seconds between two drawings of the bar."""
_MINUTE = 60
_EXACT_BELOW = 9.95
"""Seconds below which a tenth is worth saying."""


class ProgressBar:
    """One line on a terminal that is drawn over and over; silent where there is no terminal."""

    def __init__(self, stream: TextIO, *, wanted: bool = True) -> None:
        self._stream = stream
        self._wanted = wanted and stream.isatty()
        self._width = 0
        self._drawn = -math.inf

    def show(self, live: Live) -> None:
        """Draw the state of a training, unless it was drawn a moment ago."""
        now = time.monotonic()
        if self._wanted and now - self._drawn >= _EVERY:
            self._drawn = now
            self._draw(progress_line(live))

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()
            self._width = 0

    def _draw(self, line: str) -> None:
        self._stream.write(f"\r{line:<{self._width}}")
        self._stream.flush()
        self._width = max(self._width, len(line))


class LogFile:
    """A CSV file that grows with the history, so that it can be watched while training runs.

    Raises:
        ProjectError: The file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("w", encoding="utf-8", newline="")
        except OSError as problem:
            raise ProjectError(
                f"The log cannot be written ({problem.strerror}).",
                where=str(path),
                remedy="Choose another place for it.",
            ) from problem
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(HISTORY_COLUMNS)
        self._rows = 0

    def update(self, history: History) -> None:
        """Append the measurements that are not in the file yet; a measurement there is not is left empty."""
        columns = [getattr(history, name)[self._rows :] for name in HISTORY_COLUMNS]
        for row in zip(*columns, strict=True):
            self._writer.writerow("" if math.isnan(value) else repr(float(value)) for value in row)
        self._rows = len(history)
        self._file.flush()

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def progress_line(live: Live) -> str:
    """Where a training stands, in one line."""
    full = round(live.fraction * _BAR)
    parts = [f"{'━' * full}{'╌' * (_BAR - full)}", f"epoch {int(live.epochs):,} of {live.until_epoch:,}"]
    last = live.history.last()
    if last is not None:
        parts.append(f"cost {number(last.cost)}")
        if not math.isnan(last.validation_cost):
            parts.append(f"validation {number(last.validation_cost)}")
    if live.speed > 0:
        parts.append(f"{live.speed:,.0f} samples/s")
    if live.seconds_left is not None:
        parts.append(f"{duration(live.seconds_left)} left")
    return "  ".join(parts)


def number(value: float) -> str:
    """Three significant digits with a true minus sign."""
    return f"{value:.3g}".replace("-", "−")


def duration(seconds: float) -> str:
    """A time in the largest units that matter."""
    if round(seconds) < _MINUTE:
        return f"{seconds:.1f} s" if seconds < _EXACT_BELOW else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def terminal() -> TextIO:
    """The stream for progress; never stdout, which belongs to results."""
    return sys.stderr
