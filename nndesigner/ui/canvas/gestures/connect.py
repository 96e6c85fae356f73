"""Connecting by dragging from a layer's handle, or from a neuron."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage
from nndesigner.ui.canvas.hits import Part, layer_at
from nndesigner.ui.canvas.joining import Joint, fan_joint, layer_joint, neuron_joint
from nndesigner.ui.canvas.legs import curve_between
from nndesigner.ui.canvas.links import links_of
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.sources import paint_way

_NEAR = 12.0
"""How far beside a layer a line may end to reach it, in canvas units."""


class Connect(Gesture):
    """A line follows the pointer; over a layer or neuron it says what it would connect, or why it cannot."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, pointer: Pointer, layer: int, neuron: int | None = None) -> None:
        self._stage, self._layer, self._neuron = stage, layer, neuron
        self._end = pointer.canvas
        self._joint: Joint | None = None
        self._free = False
        """Whether it ends on empty ground."""

    def move(self, pointer: Pointer) -> None:
        self._end = pointer.canvas
        joint = self._joint = self._joint_at(pointer)
        nothing = "Connect to a new layer…" if self._free else "Connect to…"
        self.saying: Saying | None = (
            Saying(nothing) if joint is None else Saying(joint.words, refused=joint.edit is None)
        )

    def release(self) -> None:
        joint = self._joint
        if joint is not None and joint.edit is not None:
            self._stage.apply(joint.name, joint.edit)
        elif joint is None and self._free:
            self._stage.ask_to_connect(self._end, self._layer, self._neuron)

    def paint(self, brushes: Brushes) -> None:
        painter, refused = brushes.painter, self._joint is not None and self._joint.edit is None
        color = brushes.color("warning" if refused else "accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._joint is not None and self._joint.closes:
            geometry = self._stage.geometry
            paint_way(brushes, geometry, links_of(geometry), self._joint.closes)
        end = self._target_rect(brushes)
        if end is not None:
            painter.setPen(QPen(color, 2.0))
            painter.drawRoundedRect(end, 10, 10)
        painter.setPen(QPen(color, 2.0, Qt.PenStyle.DashLine if refused else Qt.PenStyle.SolidLine))
        painter.drawPath(curve_between(brushes.point(self._begin()), brushes.point(self._end)))
        painter.setBrush(color)
        painter.drawEllipse(brushes.point(self._end), 3.5, 3.5)

    def _begin(self) -> QPointF:
        column = self._stage.geometry.columns[self._layer]
        if self._neuron is None:
            return column.handle
        place = column.layer.index_by_neuron[self._neuron]
        return QPointF(column.out_x, float(column.ys[place]))

    def _target_rect(self, brushes: Brushes) -> QRectF | None:
        joint = self._joint
        if joint is None:
            return None
        column = self._stage.geometry.columns[joint.layer]
        if joint.neuron is None:
            return brushes.rect(column.outline)
        area = column.neuron_rect(column.layer.index_by_neuron[joint.neuron])
        return brushes.rect(area).adjusted(-4, -4, 4, 4)

    def _joint_at(self, pointer: Pointer) -> Joint | None:
        document, hit = self._stage.session.document, self._stage.hit(pointer.canvas)
        layer = hit.layer if hit.layer is not None else layer_at(self._stage.geometry, pointer.canvas, _NEAR)
        self._free = layer is None
        if layer is None:
            return None
        on_neuron = hit.neuron if hit.part is Part.NEURON else None
        if self._neuron is not None and on_neuron is not None:
            same = (layer, on_neuron) == (self._layer, self._neuron)
            return None if same else neuron_joint(document, (self._layer, self._neuron), (layer, on_neuron))
        if layer == self._layer:
            return None
        if self._neuron is not None:
            return fan_joint(document, (self._layer, self._neuron), layer)
        return layer_joint(document.network, self._layer, layer)
