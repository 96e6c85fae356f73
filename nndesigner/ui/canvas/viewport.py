"""Which part of the canvas is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QTransform

SMALLEST, LARGEST = 0.02, 64.0
"""Limits of the zoom."""
LARGEST_FIT = 1.25
STEP = 1.25
"""Factor of one step of zoom."""
MARGINS = QMarginsF(24, 60, 24, 60)
"""Kept free when the whole network is shown: the floating controls are there."""


@dataclass(frozen=True)
class Viewport:
    """screen = canvas · scale + offset, in device-independent pixels."""

    scale: float = 1.0
    offset: QPointF = field(default_factory=QPointF)

    @property
    def transform(self) -> QTransform:
        """From the canvas to the screen."""
        return QTransform(self.scale, 0, 0, self.scale, self.offset.x(), self.offset.y())

    def to_screen(self, point: QPointF) -> QPointF:
        """A point of the canvas on the screen."""
        return point * self.scale + self.offset

    def to_canvas(self, point: QPointF) -> QPointF:
        """A point of the screen on the canvas."""
        return (point - self.offset) / self.scale

    def rect_to_screen(self, rect: QRectF) -> QRectF:
        """A rectangle of the canvas on the screen."""
        return QRectF(self.to_screen(rect.topLeft()), self.to_screen(rect.bottomRight()))

    def rect_to_canvas(self, rect: QRectF) -> QRectF:
        """A rectangle of the screen on the canvas."""
        return QRectF(self.to_canvas(rect.topLeft()), self.to_canvas(rect.bottomRight()))

    def moved(self, by: QPointF) -> Viewport:
        """Shifted by so many pixels of the screen."""
        return replace(self, offset=self.offset + by)

    def zoomed(self, factor: float, about: QPointF) -> Viewport:
        """Zoomed; what is at the point `about` of the screen stays there."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        return Viewport(scale, about - self.to_canvas(about) * scale)

    def shows(self, bounds: QRectF, screen: QRectF) -> bool:
        """Whether all of some bounds on the canvas is to be seen."""
        return screen.contains(self.rect_to_screen(bounds))


def fitted(
    bounds: QRectF, screen: QRectF, *, largest: float = LARGEST_FIT, margins: QMarginsF = MARGINS
) -> Viewport:
    """The view that shows all of some bounds in the middle of the screen, not larger than is pleasant."""
    room = screen.marginsRemoved(margins)
    if room.width() < 1 or room.height() < 1:
        room = screen
    if bounds.isEmpty():
        return Viewport(1.0, screen.center() - bounds.center())
    scale = min(room.width() / bounds.width(), room.height() / bounds.height(), largest)
    scale = min(max(scale, SMALLEST), LARGEST)
    return Viewport(scale, room.center() - bounds.center() * scale)
