"""Changing the number of neurons of a layer by dragging the control under it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from nndesigner.document import edits
from nndesigner.document.edits import LARGEST_LAYER
from nndesigner.ui.canvas.commands import RESIZE
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage

_PER_NEURON = 16.0
"""Canvas units of dragging for one neuron, for small layers."""
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
        way = pointer.canvas - self._start
        distance = way.y() if abs(way.y()) >= abs(way.x()) else way.x()
        size = resized(self._before, distance)
        if size != self._size or self.saying is None:
            self._size = size
            self.saying: Saying | None = Saying(f"{size:,} neuron" if size == 1 else f"{size:,} neurons")
            self._stage.preview(lambda document: edits.resize_layer(document, self._layer, size))

    def release(self) -> None:
        self._stage.preview(None)
        layer, size = self._layer, self._size
        if size != self._before:
            self._stage.apply(RESIZE, lambda document: edits.resize_layer(document, layer, size))

    def cancel(self) -> None:
        self._stage.preview(None)


def resized(before: int, distance: float) -> int:
    """Neurons after dragging so far (in canvas units, downwards): faster for a large layer."""
    step = 1.0 if before <= _COARSE else before / _COARSE
    return min(max(1, before + round(distance / _PER_NEURON * step)), LARGEST_LAYER)
