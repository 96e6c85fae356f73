"""Moving layers."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPen

from nndesigner.ui import step_names
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Stage
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.placing import moved, snapped

_BEYOND = 200.0
"""How far a guide line reaches beyond the layers that it joins."""


class Move(Gesture):
    """Moves layers together; the one taken hold of jumps into line with the others, unless Alt is held."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, stage: Stage, pointer: Pointer, layers: frozenset[int]) -> None:
        self._stage, self._start, self._layers = stage, pointer.canvas, layers
        columns = [stage.geometry.columns[layer] for layer in layers]
        self._held = min(columns, key=lambda c: (c.center - pointer.canvas).manhattanLength())
        self._by = QPointF()

    def move(self, pointer: Pointer) -> None:
        wanted = self._held.center + (pointer.canvas - self._start)
        if not pointer.modifiers & Qt.KeyboardModifier.AltModifier:
            wanted = snapped(self._stage.geometry, wanted, self._layers)
        self._by = wanted - self._held.center
        self._stage.preview(moved(self._layers, self._by.x(), self._by.y()))

    def release(self) -> None:
        self._stage.preview(None)
        if not self._by.isNull():
            edit = moved(self._layers, self._by.x(), self._by.y())
            name = step_names.move(self._stage.geometry.network, self._layers)
            self._stage.apply(name, edit)

    def cancel(self) -> None:
        self._stage.preview(None)

    def paint(self, brushes: Brushes) -> None:
        here = self._held.center + self._by
        brushes.painter.setPen(QPen(brushes.color("accent", 0.5), 1.0, Qt.PenStyle.DashLine))
        for line in self._guides(here):
            brushes.painter.drawLine(brushes.point(line.p1()), brushes.point(line.p2()))

    def _guides(self, here: QPointF) -> list[QLineF]:
        """Lines that show with which other layers this one is in line."""
        others = [c for key, c in self._stage.geometry.columns.items() if key not in self._layers]
        level = [c.center.x() for c in others if abs(c.center.y() - here.y()) < 1e-6]
        above = [c.center.y() for c in others if abs(c.center.x() - here.x()) < 1e-6]
        lines = []
        if level:
            ends = [*level, here.x()]
            lines.append(QLineF(min(ends) - _BEYOND, here.y(), max(ends) + _BEYOND, here.y()))
        if above:
            ends = [*above, here.y()]
            lines.append(QLineF(here.x(), min(ends) - _BEYOND, here.x(), max(ends) + _BEYOND))
        return lines
