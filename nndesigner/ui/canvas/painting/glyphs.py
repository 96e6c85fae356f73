"""Tiny drawings: the shape of an activation, a snowflake, a warning."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

SHAPES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "step": ((-1, 0.7), (0, 0.7), (0, -0.7), (1, -0.7)),
    "sigmoid": ((-1, 0.7), (-0.45, 0.6), (-0.2, 0.35), (0.2, -0.35), (0.45, -0.6), (1, -0.7)),
    "tanh": ((-1, 0.8), (-0.35, 0.72), (-0.12, 0.4), (0.12, -0.4), (0.35, -0.72), (1, -0.8)),
    "relu": ((-1, 0.6), (0, 0.6), (1, -0.8)),
    "leaky_relu": ((-1, 0.75), (0, 0.5), (1, -0.8)),
    "elu": ((-1, 0.75), (-0.6, 0.7), (-0.2, 0.45), (0, 0.2), (1, -0.8)),
    "selu": ((-1, 0.8), (-0.6, 0.76), (-0.25, 0.5), (0, 0), (0.8, -0.8)),
    "gelu": ((-1, 0.35), (-0.6, 0.42), (-0.25, 0.6), (0, 0.4), (1, -0.8)),
    "silu": ((-1, 0.45), (-0.6, 0.55), (-0.25, 0.6), (0.1, 0.35), (1, -0.8)),
    "softplus": ((-1, 0.6), (-0.45, 0.55), (0, 0.3), (0.4, -0.1), (1, -0.8)),
    "linear": ((-1, 0.8), (1, -0.8)),
    "softmax": ((-1, 0.7), (-0.2, 0.6), (0.4, 0.1), (1, -0.8)),
}
"""Each activation as a line through (−1, −1) … (1, 1), y downwards."""


def paint_activation(painter: QPainter, area: QRectF, activation: str, color: QColor) -> None:
    """Draw the curve of an activation."""
    points = SHAPES[activation]
    x, y = area.width() / 2, area.height() / 2
    line = QPolygonF([area.center() + QPointF(a * x, b * y) for a, b in points])
    painter.setPen(_round_pen(color, max(1.2, area.width() / 7)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(line)


def paint_frozen(painter: QPainter, area: QRectF, color: QColor) -> None:
    """Draw a snowflake: this does not learn."""
    painter.save()
    painter.translate(area.center())
    painter.setPen(_round_pen(color, max(1.0, area.width() / 9)))
    arm = area.width() / 2
    for _ in range(3):
        painter.drawLine(QPointF(0, -arm), QPointF(0, arm))
        painter.rotate(60)
    painter.restore()


def paint_warning(painter: QPainter, area: QRectF, color: QColor, paper: QColor) -> None:
    """Draw a round badge with an exclamation mark: something is wrong here."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(area)
    painter.setPen(_round_pen(paper, area.width() / 7))
    middle, unit = area.center(), area.height() / 8
    painter.drawLine(middle - QPointF(0, 2 * unit), middle + QPointF(0, 0.4 * unit))
    painter.drawPoint(middle + QPointF(0, 2.2 * unit))


def _round_pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
