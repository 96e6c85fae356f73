"""Predicted against actual numbers: on the diagonal, the prediction is right."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import exact, number
from nndesigner.ui.plots.painting import widest
from nndesigner.ui.plots.ticks import Tick, linear_ticks
from nndesigner.ui.theme import Theme

MOST_POINTS = 5000
_REACH = 8.0
"""Pixels from the pointer within which a point is meant."""
_BELOW = 36
_MARGIN = 12


class Scatter(QWidget):
    """Points in a square; a click chooses the nearest."""

    pointChosen = Signal(int)
    """Position of the point among those given."""
    pointed = Signal(str)
    """One line about the point under the pointer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Predicted against actual")
        self.setMouseTracking(True)
        self._theme = theme
        self._actual: FloatArray = np.empty(0)
        self._predicted: FloatArray = np.empty(0)
        self._drawn: NDArray[np.intp] = np.empty(0, np.intp)
        self._low, self._high = 0.0, 1.0
        self._hovered: int | None = None
        self._name = ""
        theme.changed.connect(self.update)

    @property
    def drawn(self) -> int:
        """Number of points drawn."""
        return len(self._drawn)

    def set_points(self, actual: FloatArray, predicted: FloatArray, name: str) -> None:
        """Show these; more than `MOST_POINTS` are thinned evenly. What is not finite is left out."""
        finite = np.flatnonzero(np.isfinite(actual) & np.isfinite(predicted))
        chosen = np.linspace(0, len(finite) - 1, min(len(finite), MOST_POINTS)).astype(np.intp)
        self._actual, self._predicted, self._name = actual, predicted, name
        self._drawn = finite[chosen]
        self._hovered = None
        self.setAccessibleDescription(f"{len(self._drawn)} points of {name}")
        self._fit()
        self.update()

    def position(self, actual: float, predicted: float) -> QPointF:
        """Where a point is."""
        area = self._area()
        scale = area.width() / (self._high - self._low)
        return QPointF(
            area.left() + (actual - self._low) * scale, area.bottom() - (predicted - self._low) * scale
        )

    def point_at(self, position: QPointF) -> int | None:
        """The nearest point within reach, as its position among those given."""
        if not len(self._drawn):
            return None
        x, y = self._pixels()
        distance = np.hypot(x - position.x(), y - position.y())
        nearest = int(np.argmin(distance))
        return int(self._drawn[nearest]) if distance[nearest] <= _REACH else None

    def sizeHint(self) -> QSize:
        """A useful size."""
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(160, 120)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which point is under the pointer."""
        found = self.point_at(event.position())
        if found != self._hovered:
            self._hovered = found
            self.pointed.emit("" if found is None else self._words(found))
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the point under the pointer."""
        found = self.point_at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.pointChosen.emit(found)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, the diagonal and the points."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(SMALL))
            self._paint_axes(painter)
            self._paint_points(painter)

    def _paint_points(self, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.color("faint"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.position(self._low, self._low), self.position(self._high, self._high))
        pen = QPen(self._theme.color("accent"), 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setOpacity(0.6)
        x, y = self._pixels()
        painter.drawPoints(QPolygonF([QPointF(*place) for place in zip(x, y, strict=True)]))
        painter.setOpacity(1.0)
        if self._hovered is not None:
            painter.setPen(QPen(self._theme.color("text"), 1.5))
            place = self.position(float(self._actual[self._hovered]), float(self._predicted[self._hovered]))
            painter.drawEllipse(place, 5, 5)

    # -- inside

    def _words(self, point: int) -> str:
        actual, predicted = float(self._actual[point]), float(self._predicted[point])
        return f"{self._name}: actual {exact(actual)}, predicted {exact(predicted)}"

    def _fit(self) -> None:
        seen = np.concatenate([self._actual[self._drawn], self._predicted[self._drawn]])
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
        margin = (high - low) * 0.05 or max(abs(high), 1.0) * 0.1
        if not math.isfinite(margin):
            low, high, margin = 0.0, 1.0, 0.1
        self._low, self._high = low - margin, high + margin

    def _ticks(self) -> list[Tick]:
        return linear_ticks(self._low, self._high, max(2, int((self.height() - _BELOW) // 40)))

    def _area(self) -> QRectF:
        left = _MARGIN + 18 + widest([text for _, text in self._ticks()] or [number(0.0)], 90) + 6
        side = max(40.0, min(self.width() - left - _MARGIN, self.height() - _BELOW - 8.0))
        return QRectF(left, 8, side, side)

    def _pixels(self) -> tuple[FloatArray, FloatArray]:
        area = self._area()
        scale = area.width() / (self._high - self._low)
        x = area.left() + (self._actual[self._drawn] - self._low) * scale
        y = area.bottom() - (self._predicted[self._drawn] - self._low) * scale
        return x, y

    def _paint_axes(self, painter: QPainter) -> None:
        area, ticks = self._area(), self._ticks()
        lines: list[QLineF] = []
        painter.setPen(self._theme.color("muted"))
        for value, text in ticks:
            at = self.position(value, value)
            lines.append(QLineF(area.left(), at.y(), area.right(), at.y()))
            painter.drawText(QRectF(0, at.y() - 8, area.left() - 6, 16), _RIGHT, text)
            painter.drawText(QRectF(at.x() - 40, area.bottom() + 2, 80, 16), _CENTRE, text)
        painter.drawText(QRectF(area.left(), area.bottom() + 18, area.width(), 16), _CENTRE, "actual")
        painter.save()
        painter.translate(_MARGIN, area.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-80, -6, 160, 16), _CENTRE, "predicted")
        painter.restore()
        painter.setPen(self._theme.color("line"))
        painter.drawLines(lines)


_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
