"""A history that grows while training runs, without copying all of it at every look."""

from __future__ import annotations

import numpy as np

from nndesigner.document.runs import HISTORY_COLUMNS, History, Measurement, Series

_FIRST_ROOM = 1024


class GrowingHistory:
    """Columns in arrays whose room doubles when it runs out."""

    def __init__(self, start: History) -> None:
        self._length = len(start)
        room = max(_FIRST_ROOM, 2 * self._length)
        self._columns: dict[str, Series] = {name: np.empty(room) for name in HISTORY_COLUMNS}
        for name in HISTORY_COLUMNS:
            self._columns[name][: self._length] = getattr(start, name)

    def extend(self, measurements: list[Measurement]) -> None:
        """Add measurements at the end."""
        end = self._length + len(measurements)
        for name, column in self._columns.items():
            if end > len(column):
                self._columns[name] = np.concatenate([column, np.empty(max(end, len(column)))])
            self._columns[name][self._length : end] = [
                getattr(measurement, name) for measurement in measurements
            ]
        self._length = end

    def view(self) -> History:
        """Everything so far; later growth does not change what was returned."""
        columns: dict[str, Series] = {}
        for name, column in self._columns.items():
            columns[name] = column[: self._length]
            columns[name].flags.writeable = False
        return History(**columns)
