"""Drawing a million points as a few thousand: lowest and highest of each block, kept as the series grows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BLOCK = 64
"""Points per block kept."""


class Envelope:
    """Outline of one growing series y over ascending x.

    Only what is new since the last look is read, so following a long run costs what was added to it.
    """

    def __init__(self) -> None:
        self._x: Floats = np.empty(0)
        self._y: Floats = np.empty(0)
        self._low: Floats = np.empty(0)
        self._high: Floats = np.empty(0)

    def __len__(self) -> int:
        return len(self._y)

    def follow(self, x: Floats, y: Floats) -> None:
        """Take in a series: the one known with more at its end, or another one."""
        if not self._continues(x, y):
            self._low = self._high = np.empty(0)
        self._x, self._y = x, y
        done, whole = len(self._low) * BLOCK, len(y) // BLOCK * BLOCK
        if whole > done:
            blocks = y[done:whole].reshape(-1, BLOCK)
            self._low = np.concatenate([self._low, np.fmin.reduce(blocks, axis=1)])
            self._high = np.concatenate([self._high, np.fmax.reduce(blocks, axis=1)])

    def outline(self, left: float, right: float, points: int) -> tuple[Floats, Floats]:
        """The series between two values of x, and its neighbours just outside.

        Returns:
            x and y of the points themselves if there are at most `points`; else of the lowest and highest of
            each of about `points` / 2 stretches, which looks the same when drawn.
        """
        first = max(int(np.searchsorted(self._x, left)) - 1, 0)
        last = min(int(np.searchsorted(self._x, right, side="right")) + 1, len(self._x))
        if last - first <= points:
            return self._x[first:last], self._y[first:last]
        if last - first <= points * BLOCK:
            return self._extremes(self._x[first:last], self._y[first:last], self._y[first:last], points)
        start, stop = first // BLOCK, min(-(-last // BLOCK), len(self._low))
        x, y = self._extremes(
            self._x[: stop * BLOCK : BLOCK][start:], self._low[start:stop], self._high[start:stop], points
        )
        tail = slice(stop * BLOCK, last)
        return np.concatenate([x, self._x[tail]]), np.concatenate([y, self._y[tail]])

    def value_near(self, x: float) -> int | None:
        """Index of the point nearest to x; None if there is none."""
        if not len(self._x):
            return None
        after = min(int(np.searchsorted(self._x, x)), len(self._x) - 1)
        before = max(after - 1, 0)
        return before if abs(self._x[before] - x) <= abs(self._x[after] - x) else after

    def _continues(self, x: Floats, y: Floats) -> bool:
        known = len(self._y)
        if known > len(y) or known == 0:
            return False
        checked = (0, known // 2, known - 1)
        return all(x[at] == self._x[at] and _same(y[at], self._y[at]) for at in checked)

    @staticmethod
    def _extremes(x: Floats, low: Floats, high: Floats, points: int) -> tuple[Floats, Floats]:
        stretches = max(points // 2, 1)
        starts = np.unique(np.linspace(0, len(low), stretches, endpoint=False).astype(np.intp))
        lows = np.fmin.reduceat(low, starts)
        highs = np.fmax.reduceat(high, starts)
        return np.repeat(x[starts], 2), np.column_stack([lows, highs]).ravel()


def _same(left: float, right: float) -> bool:
    return bool(left == right or (left != left and right != right))
