"""Paints a scene: connections, neurons, labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.bundles import GHOST, paint_bundles
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.columns import paint_labels
from nndesigner.ui.canvas.painting.gallery import Gallery
from nndesigner.ui.canvas.painting.neurons import paint_neurons
from nndesigner.ui.canvas.painting.numbers import Label, paint_numbers
from nndesigner.ui.canvas.painting.veil import FAINT, paint_veil
from nndesigner.ui.canvas.painting.views import View
from nndesigner.ui.canvas.scene import Scene

_MOST_RINGS = 100
"""New neurons up to which each is ringed in a preview: dashes are slow."""


class ContentPainter:
    """Paints scenes one after the other, keeping the pictures of connections between them."""

    def __init__(self) -> None:
        self._gallery = Gallery()
        self.numbers: list[Label] = []
        """The numbers written on lines the last time."""

    @property
    def drawing(self) -> bool:
        """Whether connections are being drawn on another thread."""
        return self._gallery.drawing

    def forget(self) -> None:
        """Draw everything anew next time, such as in other colours."""
        self._gallery.forget()

    def paint(
        self,
        brushes: Brushes,
        scene: Scene,
        ratio: float,
        *,
        cards: Sequence[QRectF] = (),
        hurry: bool = False,
        at_once: bool = False,
    ) -> bool:
        """Paint a scene.

        Args:
            brushes: Where to.
            scene: What.
            ratio: Pixels of the screen per device-independent pixel.
            cards: What floats over the canvas, on the screen.
            hurry: Rather soon than sharp: the same will be painted again at leisure.
            at_once: Whether to draw everything here and now, whatever it takes.

        Returns:
            Whether everything shows the present numbers; else paint it again soon.
        """
        window = brushes.viewport.rect_to_canvas(QRectF(brushes.painter.viewport()))
        view = View(brushes.viewport.scale * ratio, window, hurry)
        complete = self._gallery.update(scene, brushes.colors, view, at_once=at_once)
        paint_bundles(brushes, scene, self._gallery, ratio, hurry=hurry)
        self.numbers = paint_numbers(brushes, scene, self._gallery, cards)
        paint_columns(brushes, scene)
        return complete


def paint_columns(brushes: Brushes, scene: Scene) -> None:
    """Paint the layers of a scene without their connections."""
    brushes.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for column in scene.geometry.columns.values():
        _paint_column(brushes, scene, column)
    brushes.painter.setOpacity(1.0)


def paint_all(brushes: Brushes, scene: Scene) -> None:
    """Paint a scene once, whatever it takes."""
    ContentPainter().paint(brushes, scene, 1.0, at_once=True)


def _paint_column(brushes: Brushes, scene: Scene, column: Column) -> None:
    fresh = column.layer.id in scene.fresh_layers
    bright = scene.emphasis.places(column.layer) if scene.emphasis is not None else None
    faint = bright is not None and not len(bright)
    brushes.painter.setOpacity(GHOST if fresh else FAINT if faint else 1.0)
    if fresh:
        _paint_ghost(brushes, column)
    paint_neurons(brushes, column, scene.looks[column.layer.id])
    if bright is not None and 0 < len(bright) < column.layer.size:
        paint_veil(brushes, column, bright)
    paint_labels(brushes, column, scene.labels[column.layer.id])
    _paint_fresh(brushes, column, scene.fresh_neurons)


def _paint_fresh(brushes: Brushes, column: Column, fresh: frozenset[int]) -> None:
    """Mark the neurons that a preview would add."""
    places = [column.layer.index_by_neuron[n] for n in fresh & column.layer.index_by_neuron.keys()]
    brushes.painter.setPen(QPen(brushes.color("accent"), 1.5, Qt.PenStyle.DashLine))
    brushes.painter.setBrush(brushes.color("accent", 0.15))
    areas = [brushes.rect(column.neuron_rect(place)) for place in places if place in column.shape.circles]
    if len(areas) > _MOST_RINGS:
        brushes.painter.setPen(Qt.PenStyle.NoPen)
        brushes.painter.drawRects(areas)
        return
    for area in areas:
        brushes.painter.drawEllipse(area.adjusted(-2, -2, 2, 2))


def _paint_ghost(brushes: Brushes, column: Column) -> None:
    brushes.painter.setPen(QPen(brushes.color("accent"), 1.5, Qt.PenStyle.DashLine))
    brushes.painter.setBrush(brushes.color("accent", 0.10))
    brushes.painter.drawRoundedRect(brushes.rect(column.outline), 10, 10)
