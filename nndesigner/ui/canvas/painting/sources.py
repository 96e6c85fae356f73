"""Marks of connecting: the source that the keyboard has chosen, and the way that would become a cycle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPen

from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.geometry import Column, Geometry
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.fonts import SMALL, font

_BADGE = 8.0
"""Radius of the badge."""
_MOST_BADGES = 60
_WAY = 0.16
"""Opacity of the connections of a way."""
_CORNER = 10.0


@dataclass(frozen=True)
class Marked:
    """What connecting by the keyboard shows on the canvas.

    Attributes:
        source: Layers and neurons marked as the source.
        closes: Ids of the layers on the way that a connection would close to a cycle.
    """

    source: Selection = field(default_factory=Selection)
    closes: tuple[int, ...] = ()


def paint_source(brushes: Brushes, geometry: Geometry, source: Selection) -> None:
    """Put a badge with a 1 on everything that is the source."""
    for layer in source.layers & geometry.columns.keys():
        _paint_badge(brushes, brushes.rect(geometry.columns[layer].outline).topLeft() + QPointF(2, 2))
    for layer, neuron in sorted(source.neurons)[:_MOST_BADGES]:
        column = geometry.columns.get(layer)
        if column is not None and neuron in column.layer.index_by_neuron:
            _paint_badge(brushes, _corner(brushes, column, neuron))


def paint_way(brushes: Brushes, geometry: Geometry, links: Iterable[Link], way: tuple[int, ...]) -> None:
    """Show the way of data through these layers in the colour of a warning."""
    steps = set(pairwise(way))
    painter = brushes.painter
    painter.setPen(QPen(brushes.color("warning"), 1.5))
    painter.setBrush(brushes.color("warning", _WAY))
    for link in links:
        if (link.connection.source, link.connection.target) in steps:
            painter.drawPath(brushes.viewport.transform.map(link.envelope()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for layer in way:
        if layer in geometry.columns:
            painter.drawRoundedRect(brushes.rect(geometry.columns[layer].outline), _CORNER, _CORNER)


def _corner(brushes: Brushes, column: Column, neuron: int) -> QPointF:
    """Upper left of a neuron, on its circle."""
    area = brushes.rect(column.neuron_rect(column.layer.index_by_neuron[neuron]))
    return area.center() - QPointF(area.width(), area.height()) * 0.4


def _paint_badge(brushes: Brushes, middle: QPointF) -> None:
    painter = brushes.painter
    area = QRectF(middle.x() - _BADGE, middle.y() - _BADGE, 2 * _BADGE, 2 * _BADGE)
    painter.setPen(QPen(brushes.color("surface"), 1.0))
    painter.setBrush(brushes.color("accent"))
    painter.drawEllipse(area)
    painter.setFont(font(SMALL, QFont.Weight.DemiBold))
    painter.setPen(brushes.color("on_accent"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "1")
