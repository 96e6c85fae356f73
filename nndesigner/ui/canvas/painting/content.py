"""Paints a scene: connections, neurons, labels."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.columns import paint_labels
from nndesigner.ui.canvas.painting.edges import Picture
from nndesigner.ui.canvas.painting.gallery import BUDGET, Gallery
from nndesigner.ui.canvas.painting.neurons import paint_neurons
from nndesigner.ui.canvas.scene import Scene

_GHOST = 0.6
"""Opacity of what a preview would add."""


class ContentPainter:
    """Paints scenes one after the other, keeping the pictures of connections between them."""

    def __init__(self) -> None:
        self._gallery = Gallery()

    def forget(self) -> None:
        """Draw everything anew next time, such as in other colours."""
        self._gallery.forget()

    def paint(
        self, brushes: Brushes, scene: Scene, ratio: float, *, hurry: bool = False, budget: float = BUDGET
    ) -> bool:
        """Paint a scene.

        Args:
            brushes: Where to.
            scene: What.
            ratio: Pixels of the screen per device-independent pixel.
            hurry: Rather soon than sharp: the same will be painted again at leisure.
            budget: Seconds for connections of which only the numbers have changed.

        Returns:
            Whether everything shows the present numbers; else paint it again soon.
        """
        scale = brushes.viewport.scale * ratio
        complete = self._gallery.update(scene, brushes.colors, scale, hurry=hurry, budget=budget)
        for link in scene.links:
            picture = self._gallery.picture(link)
            if picture is not None:
                fresh = link.connection.id in scene.fresh_connections
                _paint_picture(brushes, picture, ratio, _GHOST if fresh else 1.0)
        brushes.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column in scene.geometry.columns.values():
            _paint_column(brushes, scene, column)
        brushes.painter.setOpacity(1.0)
        return complete


def paint_all(brushes: Brushes, scene: Scene) -> None:
    """Paint a scene once, whatever it takes."""
    ContentPainter().paint(brushes, scene, 1.0, budget=math.inf)


def _paint_column(brushes: Brushes, scene: Scene, column: Column) -> None:
    fresh = column.layer.id in scene.fresh_layers
    brushes.painter.setOpacity(_GHOST if fresh else 1.0)
    if fresh:
        _paint_ghost(brushes, column)
    paint_neurons(brushes, column, scene.looks[column.layer.id])
    paint_labels(brushes, column, scene.labels[column.layer.id])
    _paint_fresh(brushes, column, scene.fresh_neurons)


def _paint_picture(brushes: Brushes, picture: Picture, ratio: float, opacity: float) -> None:
    area = brushes.rect(picture.area)
    if not area.intersects(QRectF(brushes.painter.viewport())):
        return
    exact = abs(area.width() * ratio - picture.image.width()) < 1.0
    if exact:
        area = QRectF(_whole(area.topLeft(), ratio), area.size())
    brushes.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
    brushes.painter.setOpacity(opacity)
    brushes.painter.drawImage(area, picture.image)
    brushes.painter.setOpacity(1.0)


def _whole(point: QPointF, ratio: float) -> QPointF:
    """The point, moved to a whole pixel of the screen, so that an exact picture stays sharp."""
    return QPointF(round(point.x() * ratio) / ratio, round(point.y() * ratio) / ratio)


def _paint_fresh(brushes: Brushes, column: Column, fresh: frozenset[int]) -> None:
    """Mark the neurons that a preview would add."""
    places = [column.layer.index_by_neuron[n] for n in fresh & column.layer.index_by_neuron.keys()]
    brushes.painter.setPen(QPen(brushes.color("accent"), 1.5, Qt.PenStyle.DashLine))
    brushes.painter.setBrush(brushes.color("accent", 0.15))
    for place in places:
        if place in column.shape.circles:
            brushes.painter.drawEllipse(brushes.rect(column.neuron_rect(place)).adjusted(-2, -2, 2, 2))


def _paint_ghost(brushes: Brushes, column: Column) -> None:
    brushes.painter.setPen(QPen(brushes.color("accent"), 1.5, Qt.PenStyle.DashLine))
    brushes.painter.setBrush(brushes.color("accent", 0.10))
    brushes.painter.drawRoundedRect(brushes.rect(column.outline), 10, 10)

