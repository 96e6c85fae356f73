"""A button pressed: a click if it is released where it is, the beginning of a drag if the pointer moves."""

from __future__ import annotations

from PySide6.QtCore import Qt

from nndesigner.document import edits
from nndesigner.session.selection import Selection
from nndesigner.ui import step_names
from nndesigner.ui.canvas.gestures.band import Band
from nndesigner.ui.canvas.gestures.carry import Carry
from nndesigner.ui.canvas.gestures.connect import Connect
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage
from nndesigner.ui.canvas.gestures.move import Move
from nndesigner.ui.canvas.gestures.resize import EdgeResize, Resize
from nndesigner.ui.canvas.hits import EDGES, LAYER_PARTS, Hit, Part
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.picking import exclusive, joined, picked

THRESHOLD = 4.0
"""Pixels that the pointer moves before a press becomes a drag."""


class Press(Gesture):
    """Selects, or hands over to the gesture that a drag from here begins."""

    def __init__(self, stage: Stage, pointer: Pointer, hit: Hit) -> None:
        self._stage, self._start, self._hit = stage, pointer, hit
        self._drag: Gesture | None = None
        self._was_selected = _contains(stage.session.selection, hit)
        if not pointer.adds and not self._was_selected and hit.part in (LAYER_PARTS | {Part.NEURON}):
            stage.select(picked(hit))

    @property
    def dragging(self) -> bool:
        """Whether the pointer has moved far enough for a drag."""
        return self._drag is not None

    def move(self, pointer: Pointer) -> None:
        if self._drag is None:
            if (pointer.screen - self._start.screen).manhattanLength() < THRESHOLD:
                return
            self._drag = self._begun()
            self.cursor = self._drag.cursor
        self._drag.move(pointer)
        self.saying: Saying | None = self._drag.saying

    def release(self) -> None:
        if self._drag is not None:
            self._drag.release()
        else:
            self._click(self._start)

    def cancel(self) -> None:
        if self._drag is not None:
            self._drag.cancel()

    def paint(self, brushes: Brushes) -> None:
        if self._drag is not None:
            self._drag.paint(brushes)

    def _begun(self) -> Gesture:
        """The gesture that a drag from here is."""
        stage, start, hit = self._stage, self._start, self._hit
        if hit.part is Part.HANDLE and hit.layer is not None:
            return Connect(stage, start, hit.layer)
        if hit.part in (Part.NUMBER, Part.FEWER, Part.MORE) and hit.layer is not None:
            return Resize(stage, start, hit.layer)
        if hit.part in EDGES and hit.layer is not None:
            return EdgeResize(stage, start, hit.layer, hit.part)
        chosen = stage.session.selection.layers
        alt = bool(start.modifiers & Qt.KeyboardModifier.AltModifier)
        if alt and hit.part is Part.NEURON and hit.layer is not None and hit.neuron is not None:
            return Carry(stage, start, (hit.layer, hit.neuron))
        if hit.part is Part.NEURON and hit.layer is not None and self._connects(hit, chosen):
            return Connect(stage, start, hit.layer, hit.neuron)
        if hit.layer is not None:
            return Move(stage, start, chosen | {hit.layer})
        return Band(stage, start)

    def _connects(self, hit: Hit, chosen: frozenset[int]) -> bool:
        """Whether a drag from a neuron connects; a pixel, a strip and a selected layer are moved instead."""
        if hit.layer is None or hit.neuron is None or hit.layer in chosen:
            return False
        column = self._stage.geometry.columns[hit.layer]
        return column.layer.index_by_neuron[hit.neuron] in column.shape.circles

    def _click(self, pointer: Pointer) -> None:
        hit, stage = self._hit, self._stage
        if hit.layer is not None and hit.part in (Part.FEWER, Part.MORE):
            self._step(hit.layer, 1 if hit.part is Part.MORE else -1)
        elif hit.layer is not None and hit.part is Part.NUMBER:
            stage.edit_size(hit.layer)
        elif pointer.modifiers & Qt.KeyboardModifier.AltModifier and hit.part is Part.WEIGHT:
            stage.select(Selection.of_connection(hit.connection or 0))
        elif pointer.toggles:
            stage.select(exclusive(stage.session.selection, picked(hit)))
        elif pointer.adds:
            stage.select(joined(stage.session.selection, picked(hit)))
        elif hit.part is Part.HANDLE and hit.layer is not None:
            stage.select(Selection.of_layer(hit.layer))
        else:
            stage.select(picked(hit))

    def _step(self, layer: int, by: int) -> None:
        size = self._stage.geometry.columns[layer].layer.size + by
        if size >= 1:
            name = step_names.resize(self._stage.geometry.network, [layer], [size])
            self._stage.apply(name, lambda document: edits.resize_layer(document, layer, size))


def _contains(selection: Selection, hit: Hit) -> bool:
    if hit.part is Part.NEURON:
        return (hit.layer, hit.neuron) in selection.neurons or hit.layer in selection.layers
    return hit.part in LAYER_PARTS and hit.layer in selection.layers
