"""Which part of the canvas is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

SMALLEST, LARGEST = 0.02, 64.0
"""Limits of the zoom."""
SMALLEST_FIT, LARGEST_FIT = 1.25, 2.0
"""How far a small network is enlarged to fill a small and a large screen."""
_SMALL_ROOM = QSizeF(1000.0, 560.0)
"""A screen on which `SMALLEST_FIT` is large enough."""
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

    def share(self, bounds: QRectF, screen: QRectF) -> float:
        """The share of some bounds on the canvas that is to be seen, from 0 to 1."""
        seen = self.rect_to_canvas(screen).intersected(bounds)
        area = bounds.width() * bounds.height()
        return seen.width() * seen.height() / area if area else 1.0


def fitted(
    bounds: QRectF, screen: QRectF, *, largest: float | None = None, margins: QMarginsF = MARGINS
) -> Viewport:
    """The view that shows all of some bounds in the middle of the screen.

    Args:
        bounds: In canvas units.
        screen: What is seen of the canvas, in pixels.
        largest: The scale that is not exceeded; left out, what is pleasant on this screen.
        margins: Of the screen, kept free.
    """
    room = screen.marginsRemoved(margins)
    if room.width() < 1 or room.height() < 1:
        room = screen
    if bounds.isEmpty():
        return Viewport(1.0, screen.center() - bounds.center())
    scale = min(room.width() / bounds.width(), room.height() / bounds.height(), largest or _pleasant(room))
    scale = min(max(scale, SMALLEST), LARGEST)
    return Viewport(scale, room.center() - bounds.center() * scale)


def _pleasant(room: QRectF) -> float:
    """The scale up to which a small network is enlarged: on a large screen one sits no farther away."""
    share = min(room.width() / _SMALL_ROOM.width(), room.height() / _SMALL_ROOM.height())
    return min(max(SMALLEST_FIT * share, SMALLEST_FIT), LARGEST_FIT)
