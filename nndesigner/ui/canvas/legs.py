"""One leg of a connection: a bundle of curves between two heights, from one x to another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.curves import descent, heights, steepness

_MARGIN = 4.0

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Frame:
    """The outline of a leg.

    Attributes:
        start: x of its beginning.
        width: x of its end minus that of its beginning; negative where it runs to the left.
        begin, end: Top and bottom of the bundle at its two ends.
    """

    start: float
    width: float
    begin: tuple[float, float]
    end: tuple[float, float]

    def span(self, across: FloatArray | float) -> tuple[FloatArray, FloatArray]:
        """Top and bottom of the bundle at shares of the way across."""
        down = descent(across)
        (a, b), (c, d) = self.begin, self.end
        return a + (c - a) * down, b + (d - b) * down


@dataclass(frozen=True, eq=False)
class Leg:
    """Curves that begin at some heights and end at others.

    Attributes:
        y0: Where they begin, from top to bottom, one per sending neuron.
        y1: Where they end: one per receiving neuron, or per sending one on a leg that does not fan out.
        fans: Whether there is a curve from every beginning to every end: one per weight. Else there is one
            per sending neuron.
        narrow: Whether the curves come out of a channel.
    """

    start: float
    width: float
    y0: FloatArray
    y1: FloatArray
    fans: bool = True
    narrow: bool = False

    @property
    def count(self) -> int:
        """Number of curves."""
        return len(self.y0) * len(self.y1) if self.fans else len(self.y0)

    @cached_property
    def frame(self) -> Frame:
        """Its outline."""
        ends = [(float(ys[0]), float(ys[-1])) for ys in (self.y0, self.y1)]
        return Frame(self.start, self.width, *ends)

    @cached_property
    def bounds(self) -> QRectF:
        """Around all of its curves."""
        left, right = sorted((self.start, self.start + self.width))
        top, bottom = min(self.y0[0], self.y1[0]), max(self.y0[-1], self.y1[-1])
        return QRectF(left, float(top) - _MARGIN, right - left, float(bottom - top) + 2 * _MARGIN)

    def across(self, x: float) -> float | None:
        """Share of the way across at an x; None beside the leg."""
        if abs(self.width) < 1.0:
            return None
        share = (x - self.start) / self.width
        return share if 0.0 <= share <= 1.0 else None

    def span(self, across: float) -> tuple[float, float]:
        """Top and bottom of the bundle of curves at a share of the way across."""
        top, bottom = self.frame.span(across)
        return float(top), float(bottom)

    def covers(self, point: QPointF, slack: float = 0.0) -> bool:
        """Whether a point is within the bundle, or not farther above or below than `slack`."""
        across = self.across(point.x())
        if across is None:
            return False
        top, bottom = self.span(across)
        return top - slack <= point.y() <= bottom + slack

    def curve_at(self, point: QPointF, slack: float, mask: NDArray[np.bool_] | None) -> Nearest | None:
        """The curve of a leg that fans which is nearest to a point, not farther than `slack`.

        Args:
            point: On the canvas.
            slack: In its units.
            mask: Shape (n_ends, n_beginnings), where there are curves; None for everywhere.
        """
        across = self.across(point.x())
        if across is None:
            return None
        rows, columns = self._close(point.y(), across, slack, mask)
        if not rows.size:
            return None
        y0, y1 = self.y0[columns], self.y1[rows]
        down = np.abs(heights(y0, y1, across) - point.y())
        away = down / np.hypot(1.0, steepness(self.width, y0, y1, across))
        best = int(np.argmin(away))
        if away[best] > slack:
            return None
        return Nearest(int(rows[best]), int(columns[best]), float(away[best]))

    def _close(
        self, y: float, across: float, slack: float, mask: NDArray[np.bool_] | None
    ) -> tuple[Places, Places]:
        """Curves that may be so close to a height: none is steeper than the steepest."""
        ends = np.array([self.y1[0], self.y1[-1]]), np.array([self.y0[-1], self.y0[0]])
        steepest = float(np.abs(steepness(self.width, ends[1], ends[0], across)).max())
        reach, down = slack * float(np.hypot(1.0, steepest)), float(descent(across))
        begin = (self.y0 * (1 - down)).astype(np.float64)
        missing = self.y1 * down - y
        first = np.searchsorted(begin, -missing - reach)
        last = np.searchsorted(begin, -missing + reach, side="right")
        found = np.maximum(last - first, 0)
        rows = np.repeat(np.arange(len(self.y1)), found)
        columns = np.arange(int(found.sum())) - np.repeat(np.cumsum(found) - found, found) + first[rows]
        if mask is None:
            return rows, columns
        present = mask[rows, columns]
        return rows[present], columns[present]

    def curve(self, begin: int, end: int) -> QPainterPath:
        """The curve between a beginning and an end."""
        start = QPointF(self.start, float(self.y0[begin]))
        return curve_between(start, QPointF(self.start + self.width, float(self.y1[end])))

    def envelope(self) -> QPainterPath:
        """The outline of the whole bundle."""
        end = self.start + self.width
        (a, b), (c, d) = self.frame.begin, self.frame.end
        path = curve_between(QPointF(self.start, a), QPointF(end, c))
        path.lineTo(QPointF(end, d))
        path.connectPath(curve_between(QPointF(end, d), QPointF(self.start, b)))
        path.closeSubpath()
        return path


@dataclass(frozen=True)
class Nearest:
    """The curve that is nearest to a point.

    Attributes:
        row, column: Its end and its beginning.
        away: Its distance.
    """

    row: int
    column: int
    away: float


def curve_between(start: QPointF, end: QPointF) -> QPainterPath:
    """The curve from one point to another."""
    path = QPainterPath(start)
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    return path
