"""Paints a scene: connections, neurons, labels. Pictures of connections are kept while they stay the same."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.columns import paint_labels
from nndesigner.ui.canvas.painting.edges import LinkPainter, Picture, resolution
from nndesigner.ui.canvas.painting.neurons import paint_neurons
from nndesigner.ui.canvas.scene import Scene, edge_values

_GHOST = 0.6
"""Opacity of what a preview would add."""

Place = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A picture, and the numbers it was drawn from."""

    painter: LinkPainter
    values: FloatArray
    limit: float
    picture: Picture


class ContentPainter:
    """Paints scenes one after the other, drawing only those connections anew that differ."""

    def __init__(self) -> None:
        self._painters: dict[int, tuple[Place, LinkPainter]] = {}
        self._pictures: dict[int, _Drawn] = {}

    def forget(self) -> None:
        """Draw everything anew next time, such as in other colours."""
        self._pictures.clear()

    def paint(self, brushes: Brushes, scene: Scene, ratio: float) -> None:
        """Paint a scene.

        Args:
            brushes: Where to.
            scene: What.
            ratio: Pixels of the screen per device-independent pixel.
        """
        self._drop_gone(scene)
        brushes.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for link in scene.links:
            self._paint_link(brushes, scene, link, ratio)
        for column in scene.geometry.columns.values():
            fresh = column.layer.id in scene.fresh_layers
            brushes.painter.setOpacity(_GHOST if fresh else 1.0)
            if fresh:
                _paint_ghost(brushes, column)
            paint_neurons(brushes, column, scene.looks[column.layer.id])
            paint_labels(brushes, column, scene.labels[column.layer.id])
            _paint_fresh(brushes, column, scene.fresh_neurons)
        brushes.painter.setOpacity(1.0)

    def _paint_link(self, brushes: Brushes, scene: Scene, link: Link, ratio: float) -> None:
        shape = link.target.shape.size, link.source.shape.size
        values = edge_values(scene.values, link.connection, shape)
        if values is None or abs(link.width) < 1.0:
            return
        picture = self._picture(brushes, scene, link, values, ratio)
        area = brushes.rect(picture.area)
        if not area.intersects(QRectF(brushes.painter.viewport())):
            return
        exact = abs(area.width() * ratio - picture.image.width()) < 1.0
        if exact:
            area = QRectF(_whole(area.topLeft(), ratio), area.size())
        brushes.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
        brushes.painter.setOpacity(_GHOST if link.connection.id in scene.fresh_connections else 1.0)
        brushes.painter.drawImage(area, picture.image)
        brushes.painter.setOpacity(1.0)

    def _picture(
        self, brushes: Brushes, scene: Scene, link: Link, values: FloatArray, ratio: float
    ) -> Picture:
        key, sharpness = link.connection.id, resolution(link, brushes.viewport.scale * ratio)
        place: Place = (
            link.connection,
            *(part for column in (link.source, link.target) for part in (column.shape, _spot(column))),
            sharpness,
        )
        known = self._painters.get(key)
        if known is None or known[0] != place:
            known = self._painters[key] = place, LinkPainter(link, sharpness)
        painter, limit, drawn = known[1], scene.values.edge_limit, self._pictures.get(key)
        if drawn is not None and drawn.painter is painter and drawn.values is values and drawn.limit == limit:
            return drawn.picture
        picture = painter.draw(values, limit, brushes.colors, live=scene.live)
        self._pictures[key] = _Drawn(painter, values, limit, picture)
        return picture

    def _drop_gone(self, scene: Scene) -> None:
        present = {link.connection.id for link in scene.links}
        for key in self._painters.keys() - present:
            del self._painters[key]
            self._pictures.pop(key, None)


def _spot(column: Column) -> tuple[float, float]:
    return column.center.x(), column.center.y()


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

