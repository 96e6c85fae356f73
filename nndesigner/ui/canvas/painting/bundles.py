"""Puts the pictures of connections onto the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QRegion

from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.gallery import Gallery
from nndesigner.ui.canvas.painting.picture import Picture
from nndesigner.ui.canvas.painting.views import COARSE
from nndesigner.ui.canvas.scene import Scene

GHOST = 0.6
"""Opacity of what a preview would add."""
DIMMED = 0.12
"""Opacity of what is not emphasised."""
_FINE = 0.3
"""Pixels of the screen per pixel of a picture of a part, from which on it is better than the whole."""

_MOSAIC = 3.0
"""Pixels of the screen per pixel of a picture from which on its pixels would be seen as such."""


def paint_bundles(brushes: Brushes, scene: Scene, gallery: Gallery, ratio: float, *, hurry: bool) -> None:
    """Paint all connections, those that are emphasised in full over the others.

    Args:
        brushes: Where to.
        scene: What.
        gallery: Has the pictures.
        ratio: Pixels of the screen per device-independent pixel.
        hurry: Rather soon than smooth.
    """
    if scene.lines_hidden:
        return
    hanging = _Hanging(brushes, gallery, ratio, smooth=not hurry)
    dimmed = 1.0 if scene.emphasis is None else DIMMED
    for link in scene.links:
        fresh = link.connection.id in scene.fresh_connections
        hanging.show(link, dimmed * (GHOST if fresh else 1.0), full=False)
    if scene.emphasis is not None:
        for link in scene.links:
            hanging.show(link, 1.0, full=True)


@dataclass(frozen=True, eq=False)
class _Hanging:
    """Where and how pictures are shown."""

    brushes: Brushes
    gallery: Gallery
    ratio: float
    smooth: bool

    def show(self, link: Link, opacity: float, *, full: bool) -> None:
        """Paint all legs of a connection: every line, or those that are emphasised."""
        self.brushes.painter.setOpacity(opacity)
        for leg in range(len(link.legs)):
            self._show_leg(link, leg, full=full)
        self.brushes.painter.setOpacity(1.0)

    def _show_leg(self, link: Link, leg: int, *, full: bool) -> None:
        whole = self.gallery.picture(link, leg, full=full)
        near = self.gallery.picture(link, leg, full=full, near=True)
        if near is None or not self._is_better(near):
            if whole is not None:
                self._paint(whole)
            return
        if whole is not None:
            self._paint_around(whole, near, link.legs[leg].bounds)
        self._paint(near)

    def _is_better(self, near: Picture) -> bool:
        """Whether a picture of a part is neither much coarser than the screen nor much finer."""
        across = self.brushes.rect(near.area).width() * self.ratio
        return _FINE < across / max(near.image.width(), 1) < COARSE

    def _paint_around(self, whole: Picture, near: Picture, bounds: QRectF) -> None:
        """Paint the coarse picture where the one of the part does not reach."""
        painter, sight = self.brushes.painter, QRectF(self.brushes.painter.viewport())
        inside = self.brushes.rect(near.area).intersected(sight)
        if inside.adjusted(-1, -1, 1, 1).contains(self.brushes.rect(bounds).intersected(sight)):
            return
        painter.save()
        painter.setClipRegion(QRegion(sight.toAlignedRect()).subtracted(QRegion(inside.toRect())))
        self._paint(whole)
        painter.restore()

    def _paint(self, picture: Picture) -> None:
        painter, area = self.brushes.painter, self.brushes.rect(picture.area)
        sight = QRectF(painter.viewport()).adjusted(-1, -1, 1, 1)
        if not area.intersects(sight):
            return
        exact = abs(area.width() * self.ratio - picture.image.width()) < 1.0
        if exact:
            area = QRectF(_whole(area.topLeft(), self.ratio), area.size())
        magnified = area.width() * self.ratio > _MOSAIC * picture.image.width()
        smooth = (self.smooth or magnified) and not exact
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        if sight.contains(area):
            painter.drawImage(area, picture.image)
            return
        # Only the part in sight: scaling all of it would take long.
        seen = area.intersected(sight)
        across, down = picture.image.width() / area.width(), picture.image.height() / area.height()
        corner = seen.topLeft() - area.topLeft()
        part = QRectF(corner.x() * across, corner.y() * down, seen.width() * across, seen.height() * down)
        painter.drawImage(seen, picture.image, part)


def _whole(point: QPointF, ratio: float) -> QPointF:
    """The point, moved to a whole pixel of the screen, so that an exact picture stays sharp."""
    return QPointF(round(point.x() * ratio) / ratio, round(point.y() * ratio) / ratio)
