"""Connecting by dragging from a layer's handle, or from a neuron."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Network
from nndesigner.session.session import Edit
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage
from nndesigner.ui.canvas.hits import Hit, Part, layer_at
from nndesigner.ui.canvas.links import curve_between
from nndesigner.ui.canvas.painting.canvas_painter import Brushes

_NEAR = 12.0
"""How far beside a layer a line may end to reach it, in canvas units."""


@dataclass(frozen=True)
class Joint:
    """What releasing here would connect.

    Attributes:
        name: What undo will call it.
        edit: None where it is refused.
        words: Said beside the pointer.
        layer, neuron: Where the line ends.
    """

    name: str
    edit: Edit | None
    words: str
    layer: int
    neuron: int | None = None


class Connect(Gesture):
    """A line follows the pointer; over a layer or neuron it says what it would connect, or why it cannot."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, pointer: Pointer, layer: int, neuron: int | None = None) -> None:
        self._stage, self._layer, self._neuron = stage, layer, neuron
        self._end = pointer.canvas
        self._joint: Joint | None = None

    def move(self, pointer: Pointer) -> None:
        self._end = pointer.canvas
        self._joint = self._joint_at(pointer)
        if self._joint is None:
            self.saying: Saying | None = Saying("Connect to…")
        else:
            self.saying = Saying(self._joint.words, refused=self._joint.edit is None)

    def release(self, pointer: Pointer) -> None:
        joint = self._joint
        if joint is not None and joint.edit is not None:
            self._stage.apply(joint.name, joint.edit)

    def paint(self, brushes: Brushes) -> None:
        painter, refused = brushes.painter, self._joint is not None and self._joint.edit is None
        color = brushes.color("warning" if refused else "accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
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
        hit = self._stage.hit(pointer.canvas)
        layer = hit.layer
        if layer is None:
            layer = layer_at(self._stage.geometry, pointer.canvas, _NEAR)
        if layer is None or (layer == self._layer and hit.part is not Part.NEURON):
            return None
        if self._neuron is not None and hit.part is Part.NEURON:
            return self._to_neuron(hit)
        if self._neuron is not None and layer != self._layer:
            return self._neuron_to_layer(layer)
        return self._to_layer(layer)

    def _to_layer(self, layer: int) -> Joint | None:
        network = self._stage.session.document.network
        if layer == self._layer:
            return None
        reason = edits.refusal(network, self._layer, layer)
        words = reason or f"Connect {network.layer(self._layer).name} → {network.layer(layer).name}"
        source = self._layer
        edit: Edit = lambda document: edits.connect(document, source, layer)  # noqa: E731
        return Joint("Connect", edit if reason is None else None, words, layer)

    def _to_neuron(self, hit: Hit) -> Joint | None:
        layer, neuron = hit.layer, hit.neuron
        if layer is None or neuron is None or neuron == self._neuron:
            return None
        network = self._stage.session.document.network
        source, target = (self._layer, self._neuron or 0), (layer, neuron)
        reason = _refusal(network, source, target)
        ends = [network.layer(key).neuron_name(item) for key, item in (source, target)]
        words = reason or f"Connect {ends[0]} → {ends[1]} of {network.layer(layer).name}"

        def edit(document: Document) -> Document:
            return edits.connect_neurons(document, source, target)

        return Joint("Connect neurons", edit if reason is None else None, words, layer, neuron)

    def _neuron_to_layer(self, layer: int) -> Joint | None:
        network = self._stage.session.document.network
        source = (self._layer, self._neuron or 0)
        free = [
            (layer, neuron)
            for neuron in network.layer(layer).neurons
            if _refusal(network, source, (layer, neuron)) is None
        ]
        reason = None if free else _refusal(network, source, (layer, network.layer(layer).neurons[0]))
        name = network.layer(self._layer).neuron_name(source[1])
        words = reason or f"Connect {name} → all of {network.layer(layer).name}"

        def edit(document: Document) -> Document:
            for target in free:
                document = edits.connect_neurons(document, source, target)
            return document

        return Joint("Connect neurons", edit if reason is None else None, words, layer)


def _refusal(network: Network, source: tuple[int, int], target: tuple[int, int]) -> str | None:
    """Why two neurons cannot be connected, in one sentence; None if they can."""
    found = network.between(source[0], target[0])
    if found is None:
        return edits.refusal(network, source[0], target[0])
    row = network.layer(target[0]).index_by_neuron[target[1]]
    column = network.layer(source[0]).index_by_neuron[source[1]]
    if found.mask is not None and not found.mask[row, column]:
        return None
    return "These neurons are already connected."
