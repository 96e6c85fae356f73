"""Bringing something on the canvas into sight, and marking it there for a moment."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.viewport import LARGEST, SMALLEST, Viewport
from nndesigner.ui.theme import Theme

_AROUND = QMarginsF(28, 28, 28, 28)
"""Pixels kept free around what is brought into sight."""
_LEGIBLE = 18.0
"""Pixels that a neuron has at least when it is brought into sight, where the zoom allows it."""
_RING, _HALO, _GAP = 2.0, 2.5, 6.0
"""Width of the ring, of its border on either side, and distance from what it surrounds."""


def area_of(geometry: Geometry, layer: int, neuron: int | None) -> QRectF:
    """Where a layer, or one of its neurons, stands on the canvas."""
    column = geometry.columns[layer]
    if neuron is None:
        return column.outline.united(column.header)
    return column.neuron_rect(column.layer.index_by_neuron[neuron])


def brought_into_sight(viewport: Viewport, area: QRectF, screen: QRectF) -> Viewport:
    """The view itself if an area of the canvas is seen in it, else one with the area in the middle.

    Args:
        viewport: The present view.
        area: Of the canvas.
        screen: The part of the widget that nothing lies over.
    """
    if viewport.shows(area, screen):
        return viewport
    room = screen.marginsRemoved(_AROUND)
    fits = min(room.width() / max(area.width(), 1.0), room.height() / max(area.height(), 1.0))
    legible = _LEGIBLE / max(min(area.width(), area.height()), 1.0)
    scale = min(max(viewport.scale, min(legible, 1.0)), fits)
    scale = min(max(scale, SMALLEST), LARGEST)
    return Viewport(scale, screen.center() - area.center() * scale)


class Mark(QWidget):
    """A ring around one thing on the canvas, for the eye to find it among all that is selected."""

    def __init__(self, theme: Theme, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("foundMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self.hide()

    def surround(self, area: QRectF) -> None:
        """Stand around an area of the canvas widget."""
        rim = _GAP + _HALO
        self.setGeometry(area.adjusted(-rim, -rim, rim, rim).toAlignedRect())
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(_HALO, _HALO, -_HALO, -_HALO)
            radius = min(area.width(), area.height(), 4 * _GAP) / 2
            for color, width in (("surface", 2 * _HALO), ("text", _RING)):
                painter.setPen(QPen(self._theme.color(color), width))
                painter.drawRoundedRect(area, radius, radius)
