"""A small plot of an activation and its derivative."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import number
from nndesigner.ui.theme import Theme

HEIGHT = 92
REACH = 5.0
"""The plot shows z from −REACH to REACH; farther z are marked at its edge."""
_POINTS = 201
_LABEL_ROOM = 24
_TOP, _BOTTOM = 8, 18
_APART = 13.0

_Place = Callable[[float, float], QPointF]
"""From (z, value) to a point of the widget."""


class FunctionPlot(QWidget):
    """σ in the accent colour, σ′ in purple, and where there is one, the neuron's own z."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._name = ""
        self._z: float | None = None
        self._curves: list[tuple[str, str, FloatArray]] = []

    def sizeHint(self) -> QSize:
        """As wide as the panel lets it be."""
        return QSize(200, HEIGHT)

    def show_activation(self, name: str, z: float | None = None) -> None:
        """Show an activation; hides itself for one that has no curve (softmax).

        Args:
            name: Registry name.
            z: The weighted input to mark.
        """
        self.setVisible(ACTIVATIONS[name].elementwise)
        if (name, z) == (self._name, self._z):
            return
        if name != self._name:
            self._name, self._curves = name, curves(name)
            self.setAccessibleName(f"Plot of {ACTIVATIONS[name].label} and its derivative")
        self._z = z
        tip = ACTIVATIONS[name].equation
        self.setToolTip(tip if z is None else f"{tip}\nHere z = {number(z)}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes, curves, and the mark."""
        if not self._curves:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(SMALL))
            area = QRectF(0.5, _TOP, self.width() - _LABEL_ROOM, self.height() - _TOP - _BOTTOM)
            low, high = _range([curve for _, _, curve in self._curves])

            def place(z: float, value: float) -> QPointF:
                x = area.left() + (z + REACH) / (2 * REACH) * area.width()
                return QPointF(x, area.bottom() - (value - low) / (high - low) * area.height())

            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(place(-REACH, 0.0), place(REACH, 0.0))
            painter.drawLine(QPointF(place(0, 0).x(), area.top()), QPointF(place(0, 0).x(), area.bottom()))
            self._paint_ticks(painter, area)
            ends: list[float] = []
            for symbol, token, curve in self._curves:
                points = [place(float(z), float(value)) for z, value in zip(_zs(), curve, strict=True)]
                painter.setPen(QPen(self._theme.color(token), 1.5))
                painter.drawPolyline(QPolygonF(points))
                self._paint_name(painter, symbol, self._theme.color(token), points[-1], ends)
            if self._z is not None and math.isfinite(self._z):
                self._paint_mark(painter, area, place, self._z)

    def _paint_ticks(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._theme.color("faint"))
        base = QRectF(area.left(), area.bottom() + 3, area.width(), _BOTTOM - 3)
        painter.drawText(base, Qt.AlignmentFlag.AlignLeft, f"−{REACH:.0f}")
        painter.drawText(base, Qt.AlignmentFlag.AlignHCenter, "0")
        painter.drawText(base, Qt.AlignmentFlag.AlignRight, f"z = {REACH:.0f}")

    def _paint_name(
        self, painter: QPainter, symbol: str, color: QColor, end: QPointF, taken: list[float]
    ) -> None:
        y = end.y()
        for other in taken:
            if abs(y - other) < _APART:
                y = other + (_APART if y >= other else -_APART)
        taken.append(y)
        painter.setPen(color)
        box = QRectF(end.x() + 5, y - 8, _LABEL_ROOM - 4, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, symbol)

    def _paint_mark(self, painter: QPainter, area: QRectF, place: _Place, mark: float) -> None:
        z = min(max(mark, -REACH), REACH)
        value = float(np.interp(z, _zs(), self._curves[0][2]))
        point = place(z, value)
        painter.setPen(QPen(self._theme.color("faint"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(point.x(), area.top()), QPointF(point.x(), area.bottom()))
        painter.setPen(QPen(self._theme.color("surface"), 1.5))
        painter.setBrush(self._theme.color("accent"))
        painter.drawEllipse(point, 4.5, 4.5)


def curves(name: str) -> list[tuple[str, str, FloatArray]]:
    """What to draw for an activation: (symbol, colour token, values over z); nothing for softmax."""
    activation = ACTIVATIONS[name]
    if not activation.elementwise:
        return []
    z: FloatArray = _zs()[np.newaxis, :]
    a, slope = np.empty_like(z), np.empty_like(z)
    activation.value(z, a)
    activation.derivative(z, a, slope)
    drawn = [("σ", "accent", a[0])]
    return [*drawn, ("σ′", "validation", slope[0])] if activation.differentiable else drawn


def _zs() -> FloatArray:
    return np.linspace(-REACH, REACH, _POINTS)


def _range(values: list[FloatArray]) -> tuple[float, float]:
    low, high = min(float(v.min()) for v in values), max(float(v.max()) for v in values)
    return min(low, 0.0), max(high, 0.1)
