"""Carrying neurons to another place in their layer, or into another layer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen

from nndesigner.session.selection import NeuronRef
from nndesigner.ui.canvas.drops import Plan
from nndesigner.ui.canvas.geometry import Column, Geometry, geometry_of
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage
from nndesigner.ui.canvas.hits import layer_at
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.restructuring import ordered, plan_move
from nndesigner.ui.canvas.shapes import RADIUS

_SLACK = 28.0
"""How far beside a layer neurons may be held to go into it."""
_RING = 4.0
_FAINT = 0.35


class Carry(Gesture):
    """Shows the neurons where they would land; without a layer under the pointer they stay where they are.

    Args:
        stage: The canvas.
        pointer: Where the button went down.
        held: The neuron that was taken hold of; if it is selected, all that are selected come with it.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, pointer: Pointer, held: NeuronRef) -> None:
        self._stage, self._at = stage, pointer.canvas
        document, chosen = stage.session.document, stage.session.selection
        self._refs = ordered(document, chosen) if held in chosen.neurons else [held]
        self._place: tuple[int, int] | None = None
        self._plan: Plan | None = None
        self._shown: Geometry = stage.geometry

    def move(self, pointer: Pointer) -> None:
        self._at = pointer.canvas
        place = self._place_at(pointer.canvas)
        if place == self._place and self.saying is not None:
            return
        self._place = place
        document = self._stage.session.document
        self._plan = plan_move(document, self._refs, *place) if place is not None else None
        edit = None if self._plan is None else self._plan.edit
        made = document if edit is None else edit(document)
        self._shown = self._stage.geometry if made is document else geometry_of(made)
        self._stage.preview(None if made is document else lambda _: made)
        self.saying: Saying | None = self._words()

    def release(self) -> None:
        self._stage.preview(None)
        plan = self._plan
        if plan is None or plan.edit is None:
            return
        before = self._stage.session.document
        if self._stage.apply(plan.name, plan.edit) and self._stage.session.document is not before:
            self._stage.select(plan.selects(before, self._stage.session.document))

    def cancel(self) -> None:
        self._stage.preview(None)

    def paint(self, brushes: Brushes) -> None:
        painter, refused = brushes.painter, self._plan is not None and self._plan.edit is None
        color = brushes.color("warning" if refused else "accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._place is not None:
            painter.setPen(QPen(color, 2.0))
            painter.drawRoundedRect(brushes.rect(self._shown.columns[self._place[0]].outline), 10, 10)
        if not refused:
            for _, neuron in self._refs:
                self._paint_landed(brushes, neuron)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(brushes.color("warning" if refused else "accent", _FAINT))
        radius = RADIUS * brushes.viewport.scale
        painter.drawEllipse(brushes.point(self._at), radius, radius)

    def _paint_landed(self, brushes: Brushes, neuron: int) -> None:
        """Mark where a neuron would be."""
        column = next(c for c in self._shown.columns.values() if neuron in c.layer.index_by_neuron)
        index = column.layer.index_by_neuron[neuron]
        area = brushes.rect(column.neuron_rect(index)).adjusted(-_RING, -_RING, _RING, _RING)
        brushes.painter.setPen(QPen(brushes.color("accent"), 2.0))
        if index in column.shape.circles:
            brushes.painter.drawEllipse(area)
        else:
            brushes.painter.drawRect(area)

    def _place_at(self, point: QPointF) -> tuple[int, int] | None:
        geometry = self._stage.geometry
        layer = layer_at(geometry, point, _SLACK)
        return None if layer is None else (layer, gap_near(geometry.columns[layer], point))

    def _words(self) -> Saying:
        if self._plan is None:
            return Saying("Move to…")
        return Saying(self._plan.words, refused=self._plan.edit is None)


def gap_near(column: Column, point: QPointF) -> int:
    """Place among the neurons of a layer at which one dropped at a point goes, also in a grid of them."""
    if column.shape.grid is None:
        return column.gap_at(point.y())
    xs, ys = column.shape.xs + column.center.x(), column.ys
    nearest = int(np.argmin((xs - point.x()) ** 2 + (ys - point.y()) ** 2))
    return nearest + int(point.x() > xs[nearest])
