"""A tiny drawing of a network for a card: the first weights it really has, in the colours of the canvas."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.ui.theme import Tokens

_MOST = 9
"""Neurons drawn per layer; of larger layers a selection at equal distances."""
_RADIUS = 3.5
_THICKEST = 1.8
_MARGIN = 6.0


def stack_document(inputs: int, hidden: Iterable[edits.Hidden], outputs: int) -> Document:
    """A project with nothing but this stack of layers, its weights drawn from the standard seed."""
    document = edits.add_layer(Document.empty(), Role.INPUT, inputs)
    for size, activation in hidden:
        last = document.network.layers[-1].id
        document = edits.add_layer(document, Role.HIDDEN, size, activation=activation, source=last)
    return edits.add_layer(document, Role.OUTPUT, outputs, source=document.network.layers[-1].id)


class NetworkSketch:
    """Where neurons stand and how strong their connections are; drawn in any rectangle and theme."""

    def __init__(self, document: Document) -> None:
        layers = document.network.layers
        self._shown = [_chosen(layer.size) for layer in layers]
        self._weights: list[NDArray[np.float64]] = []
        for place, connection in enumerate(document.network.connections):
            full = np.asarray(document.parameters.weights[connection.id], dtype=np.float64)
            part = full[np.ix_(self._shown[place + 1], self._shown[place])]
            self._weights.append(part / max(float(np.abs(part).max()), 1e-12))

    def draw(self, painter: QPainter, area: QRectF, tokens: Tokens) -> None:
        """Paint it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = [self._column(place, area) for place in range(len(self._shown))]
        for place, weights in enumerate(self._weights):
            self._draw_edges(painter, columns[place], columns[place + 1], weights, tokens)
        painter.setPen(QPen(QColor(tokens.muted), 1))
        for place, column in enumerate(columns):
            last = place == len(columns) - 1
            painter.setBrush(QColor(tokens.accent if last else tokens.surface))
            for point in column:
                painter.drawEllipse(point, _RADIUS, _RADIUS)

    def _column(self, place: int, area: QRectF) -> list[QPointF]:
        count = len(self._shown[place])
        x = area.left() + _MARGIN + (area.width() - 2 * _MARGIN) * place / (len(self._shown) - 1)
        gap = (area.height() - 2 * _MARGIN) / (_MOST - 1)
        spread = min(gap * (_MOST - 1) / max(count - 1, 1), 3.2 * gap)
        return [QPointF(x, area.center().y() + (k - (count - 1) / 2) * spread) for k in range(count)]

    def _draw_edges(
        self,
        painter: QPainter,
        sources: list[QPointF],
        targets: list[QPointF],
        weights: NDArray[np.float64],
        tokens: Tokens,
    ) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for j, target in enumerate(targets):
            for k, source in enumerate(sources):
                weight = float(weights[j, k])
                color = QColor(tokens.plus if weight > 0 else tokens.minus)
                color.setAlphaF(0.15 + 0.7 * abs(weight))
                painter.setPen(QPen(color, 0.5 + _THICKEST * abs(weight)))
                painter.drawPath(_curve(source, target))


def _chosen(size: int) -> list[int]:
    if size <= _MOST:
        return list(range(size))
    return [round(k * (size - 1) / (_MOST - 1)) for k in range(_MOST)]


def _curve(source: QPointF, target: QPointF) -> QPainterPath:
    path = QPainterPath(source)
    middle = (source.x() + target.x()) / 2
    path.cubicTo(QPointF(middle, source.y()), QPointF(middle, target.y()), target)
    return path
