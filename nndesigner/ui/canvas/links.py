"""The curves of one connection: where they run, and which one is at a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nndesigner.engine.network import Connection
from nndesigner.ui.canvas.curves import heights, steepness
from nndesigner.ui.canvas.geometry import Column, Geometry

FEW = 600
"""Weights of a connection up to which each of its curves can be pointed at."""
_MARGIN = 4.0


@dataclass(frozen=True, eq=False)
class Link:
    """A connection between two columns."""

    connection: Connection
    source: Column
    target: Column

    @property
    def start(self) -> float:
        """x of its beginning."""
        return self.source.out_x

    @property
    def width(self) -> float:
        """x of its end minus that of its beginning; negative where the target stands left of the source."""
        return self.target.in_x - self.source.out_x

    @property
    def bounds(self) -> QRectF:
        """Around all of its curves."""
        left, right = sorted((self.start, self.start + self.width))
        top = min(float(self.source.ys[0]), float(self.target.ys[0]))
        bottom = max(float(self.source.ys[-1]), float(self.target.ys[-1]))
        return QRectF(left, top - _MARGIN, right - left, bottom - top + 2 * _MARGIN)

    @cached_property
    def single(self) -> bool:
        """Whether each of its curves can be pointed at."""
        return self.source.shape.size * self.target.shape.size <= FEW

    def across(self, x: float) -> float | None:
        """Share of the way across at an x; None beside the connection."""
        if abs(self.width) < 1.0:
            return None
        share = (x - self.start) / self.width
        return share if 0.0 <= share <= 1.0 else None

    def span(self, across: float) -> tuple[float, float]:
        """Top and bottom of the bundle of curves at a share of the way across."""
        ends = [np.array([column.ys[0], column.ys[-1]]) for column in (self.source, self.target)]
        top, bottom = heights(ends[0], ends[1], across)
        return float(top), float(bottom)

    def covers(self, point: QPointF, slack: float = 0.0) -> bool:
        """Whether a point is within the bundle of curves, or not farther above or below than `slack`."""
        across = self.across(point.x())
        if across is None:
            return False
        top, bottom = self.span(across)
        return top - slack <= point.y() <= bottom + slack

    def weight_at(self, point: QPointF, slack: float) -> tuple[int, int] | None:
        """(row, column) of the weight whose curve is nearest to a point, not farther than `slack`."""
        across = self.across(point.x())
        if across is None or not self.single:
            return None
        rows, columns = self._present
        y0, y1 = self.source.ys[columns], self.target.ys[rows]
        down = np.abs(heights(y0, y1, across) - point.y())
        away = down / np.hypot(1.0, steepness(self.width, y0, y1, across))
        if not away.size:
            return None
        best = int(np.argmin(away))
        return (int(rows[best]), int(columns[best])) if away[best] <= slack else None

    def curve(self, row: int, column: int) -> QPainterPath:
        """The curve of one weight."""
        start = QPointF(self.start, float(self.source.ys[column]))
        return curve_between(start, QPointF(self.start + self.width, float(self.target.ys[row])))

    def envelope(self) -> QPainterPath:
        """The outline of the whole bundle of curves."""
        end = self.start + self.width
        (a, b), (c, d) = ((float(ys[0]), float(ys[-1])) for ys in (self.source.ys, self.target.ys))
        path = curve_between(QPointF(self.start, a), QPointF(end, c))
        path.lineTo(QPointF(end, d))
        path.connectPath(curve_between(QPointF(end, d), QPointF(self.start, b)))
        path.closeSubpath()
        return path

    @cached_property
    def _present(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        mask = self.connection.mask
        if mask is None:
            mask = np.ones((self.target.shape.size, self.source.shape.size), np.bool_)
        rows, columns = np.nonzero(mask)
        return rows, columns


def curve_between(start: QPointF, end: QPointF) -> QPainterPath:
    """The curve from one point to another."""
    path = QPainterPath(start)
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    return path


def links_of(geometry: Geometry) -> tuple[Link, ...]:
    """All connections, the longest first, so that a short one lies on top."""
    columns = geometry.columns
    links = [Link(c, columns[c.source], columns[c.target]) for c in geometry.network.connections]
    return tuple(sorted(links, key=lambda link: -abs(link.width)))
