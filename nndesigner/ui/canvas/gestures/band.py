"""Selecting with a rubber band."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Stage
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.picking import exclusive, joined


class Band(Gesture):
    """Selects the layers that lie wholly within the band, and the neurons of others that do.

    With Shift they join what is selected; with Ctrl, what was selected already is let go.
    """

    def __init__(self, stage: Stage, pointer: Pointer) -> None:
        self._stage, self._start = stage, pointer.canvas
        self._before = stage.session.selection
        self._kept = self._before if pointer.adds else Selection()
        self._joins = exclusive if pointer.toggles else joined
        self._area = QRectF(pointer.canvas, pointer.canvas)

    def move(self, pointer: Pointer) -> None:
        self._area = QRectF(self._start, pointer.canvas).normalized()
        self._stage.select(self._joins(self._kept, within(self._stage.geometry, self._area)))

    def cancel(self) -> None:
        self._stage.select(self._before)

    def paint(self, brushes: Brushes) -> None:
        brushes.painter.setPen(QPen(brushes.color("accent", 0.8), 1.0))
        brushes.painter.setBrush(brushes.color("accent", 0.08))
        brushes.painter.drawRect(brushes.rect(self._area))


def within(geometry: Geometry, area: QRectF) -> Selection:
    """The layers and neurons inside an area of the canvas."""
    layers: set[int] = set()
    neurons: set[tuple[int, int]] = set()
    for column in geometry.columns.values():
        layer = column.layer
        if area.contains(column.body):
            layers.add(layer.id)
        elif area.intersects(column.body):
            neurons.update(
                (layer.id, layer.neurons[place])
                for place in column.shape.circles
                if area.contains(column.middle(place))
            )
    return Selection(frozenset(layers), frozenset(neurons))
