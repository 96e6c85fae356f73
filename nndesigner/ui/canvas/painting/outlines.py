"""A network in outline: layers as blocks, connections as ribbons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.theme import Theme

_RIBBON, _BLOCK = 0.22, 0.75
"""Opacities."""
_LEAST_SIDE = 3.0
"""Pixels that even the smallest layer has."""


def paint_outlines(
    painter: QPainter, theme: Theme, viewport: Viewport, geometry: Geometry, links: tuple[Link, ...]
) -> None:
    """Paint a network that is far too small for neurons and lines."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_faded(theme.color("muted"), _RIBBON))
    for link in links:
        painter.drawPath(viewport.transform.map(link.envelope()))
    painter.setBrush(_faded(theme.color("muted"), _BLOCK))
    for column in geometry.columns.values():
        painter.drawRoundedRect(_block(viewport.rect_to_screen(column.body)), 1.5, 1.5)


def _block(area: QRectF) -> QRectF:
    wide, high = max(area.width(), _LEAST_SIDE), max(area.height(), _LEAST_SIDE)
    return QRectF(area.center().x() - wide / 2, area.center().y() - high / 2, wide, high)


def _faded(color: QColor, alpha: float) -> QColor:
    color.setAlphaF(alpha)
    return color
