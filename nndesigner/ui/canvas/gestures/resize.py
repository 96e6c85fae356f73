"""Changing the number of neurons of a layer by dragging the control under it, or an edge of its outline."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen

from nndesigner.document import edits
from nndesigner.document.edits import LARGEST_LAYER
from nndesigner.session.session import Edit
from nndesigner.ui import step_names
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage
from nndesigner.ui.canvas.hits import Part
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.shapes import Kind

_PER_NEURON = 16.0
"""Canvas units of dragging for one neuron, for small layers."""
_LEAST_PER_NEURON = 8.0
_COARSE = 24
"""Neurons above which a step of dragging is more than one neuron."""


class Resize(Gesture):
    """Drag down or to the right for more neurons, up or to the left for fewer."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, stage: Stage, pointer: Pointer, layer: int) -> None:
        self._stage, self._start, self._layer = stage, pointer.canvas, layer
        self._before = stage.geometry.columns[layer].layer.size
        self._size = self._before

    def move(self, pointer: Pointer) -> None:
        size = self._wanted(pointer.canvas - self._start)
        if size != self._size or self.saying is None:
            self._size = size
            self.saying: Saying | None = Saying(f"{size:,} neuron" if size == 1 else f"{size:,} neurons")
            self._stage.preview(self._edit(size))

    def release(self) -> None:
        self._stage.preview(None)
        if self._size != self._before:
            name = step_names.resize(self._stage.geometry.network, [self._layer], [self._size])
            self._stage.apply(name, self._edit(self._size))

    def cancel(self) -> None:
        self._stage.preview(None)

    def _wanted(self, way: QPointF) -> int:
        """How many neurons, after dragging so far."""
        return resized(self._before, way.y() if abs(way.y()) >= abs(way.x()) else way.x())

    def _edit(self, size: int) -> Edit:
        return partial(edits.resize_layer, layer_id=self._layer, size=size)


class EdgeResize(Resize):
    """Drag an edge outwards for more neurons, inwards for fewer: those at this end come and go."""

    def __init__(self, stage: Stage, pointer: Pointer, layer: int, edge: Part) -> None:
        super().__init__(stage, pointer, layer)
        self._edge = edge
        shape = stage.geometry.columns[layer].shape
        # A column grows to both sides of its middle: the edge follows the pointer.
        half = shape.pitch / 2 if shape.kind is Kind.CIRCLES else _PER_NEURON
        self._per_neuron = max(half, _LEAST_PER_NEURON)

    def paint(self, brushes: Brushes) -> None:
        area = brushes.rect(self._stage.geometry.columns[self._layer].outline)
        line = area.top() if self._edge is Part.TOP else area.bottom()
        brushes.painter.setPen(QPen(brushes.color("accent", 0.5), 1.0, Qt.PenStyle.DashLine))
        brushes.painter.drawLine(QPointF(area.left(), line), QPointF(area.right(), line))

    def _wanted(self, way: QPointF) -> int:
        outwards = -way.y() if self._edge is Part.TOP else way.y()
        return resized(self._before, outwards, self._per_neuron)

    def _edit(self, size: int) -> Edit:
        front = self._edge is Part.TOP
        return partial(edits.resize_layer, layer_id=self._layer, size=size, front=front)


def resized(before: int, distance: float, per_neuron: float = _PER_NEURON) -> int:
    """Neurons after dragging so far (in canvas units, outwards): faster for a large layer."""
    step = 1.0 if before <= _COARSE else before / _COARSE
    return min(max(1, before + round(distance / per_neuron * step)), LARGEST_LAYER)
