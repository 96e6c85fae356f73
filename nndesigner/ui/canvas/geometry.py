"""Where everything stands: a pure function of the document, in canvas units (pixels at 100 %)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from nndesigner.document.arrange import positions
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Network
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.shapes import Kind, Shape, shape_of

PADDING = 16.0
"""Between the neurons of a layer and its outline."""
HEADER_WIDTH, HEADER_HEIGHT, HEADER_GAP = 148.0, 40.0, 6.0
CONTROL_WIDTH, CONTROL_HEIGHT, CONTROL_GAP = 84.0, 24.0, 8.0
"""The control under a layer that says and changes its number of neurons."""
HANDLE_RADIUS = 7.0
TILE_PADDING, _TILE_INSET, _TILE_STRIP = 5.0, 10.0, 12.0
"""Between a tile and its outline, around its strip, and the height of that."""
LABEL_WIDTH = 132.0
"""Room for the names beside input and output neurons."""


@dataclass(frozen=True, eq=False)
class Column:
    """A layer on the canvas."""

    layer: Layer
    center: QPointF
    shape: Shape

    @cached_property
    def body(self) -> QRectF:
        """Around its neurons."""
        shape = self.shape
        corner = self.center - QPointF(shape.width / 2, shape.height / 2)
        return QRectF(corner.x(), corner.y(), shape.width, shape.height)

    @cached_property
    def outline(self) -> QRectF:
        """What is clicked to take hold of the layer, and drawn when it is selected."""
        around = TILE_PADDING if self.shape.kind is Kind.TILE else PADDING
        return self.body.adjusted(-around, -around, around, around)

    @cached_property
    def header(self) -> QRectF:
        """Its name and what it is: above the outline, or inside of a tile."""
        if self.shape.kind is Kind.TILE:
            inside = self.body.adjusted(TILE_PADDING, TILE_PADDING, -TILE_PADDING, 0)
            return QRectF(inside.topLeft(), QSizeF(inside.width(), HEADER_HEIGHT))
        top = self.outline.top() - HEADER_GAP - HEADER_HEIGHT
        return QRectF(self.center.x() - HEADER_WIDTH / 2, top, HEADER_WIDTH, HEADER_HEIGHT)

    @cached_property
    def control(self) -> QRectF:
        """Fewer, number, more: under the outline."""
        top = self.outline.bottom() + CONTROL_GAP
        return QRectF(self.center.x() - CONTROL_WIDTH / 2, top, CONTROL_WIDTH, CONTROL_HEIGHT)

    @property
    def handle(self) -> QPointF:
        """Middle of the handle that connections are drawn from."""
        return QPointF(self.outline.right(), self.center.y())

    @property
    def entry(self) -> QPointF:
        """Where a connection to the whole layer is drawn to."""
        return QPointF(self.outline.left(), self.center.y())

    @cached_property
    def extent(self) -> QRectF:
        """Everything of it, with room for names at its sides."""
        return self.header.united(self.outline).adjusted(-24, 0, 24, CONTROL_GAP)

    @cached_property
    def ys(self) -> FloatArray:
        """Height of each neuron's connections, shape (n,)."""
        ys: FloatArray = self.shape.ys + self.center.y()
        return ys

    @property
    def out_x(self) -> float:
        """Where connections leave."""
        return self.body.right()

    @property
    def in_x(self) -> float:
        """Where connections arrive."""
        return self.body.left()

    def neuron_rect(self, index: int) -> QRectF:
        """The circle, pixel or slice of the strip of one neuron."""
        shape, strip = self.shape, self.strip
        if shape.kind is Kind.PICTURE and shape.grid is not None:
            row, place = divmod(index, shape.grid[1])
            corner = self.body.topLeft() + QPointF(place * shape.cell, row * shape.cell)
            return QRectF(corner.x(), corner.y(), shape.cell, shape.cell)
        if shape.kind is Kind.TILE and strip is not None:
            slice_width = strip.width() / shape.size
            return QRectF(strip.left() + index * slice_width, strip.top(), slice_width, strip.height())
        half = shape.radius
        if shape.strip is not None and index not in shape.circles:
            half = (shape.strip[1] - shape.strip[0]) / (shape.size - len(shape.circles)) / 2
        middle = self.middle(index)
        return QRectF(middle.x() - shape.radius, middle.y() - half, 2 * shape.radius, 2 * half)

    def middle(self, index: int) -> QPointF:
        """Middle of the circle of one neuron."""
        return QPointF(self.center.x() + float(self.shape.xs[index]), float(self.ys[index]))

    @property
    def strip(self) -> QRectF | None:
        """The strip of a large layer, or of a tile: that one lies flat and shows all neurons."""
        if self.shape.kind is Kind.TILE:
            inside = self.body.adjusted(_TILE_INSET, 0, -_TILE_INSET, -_TILE_INSET)
            return inside.adjusted(0, inside.height() - _TILE_STRIP, 0, 0)
        if self.shape.strip is None:
            return None
        top, bottom = (edge + self.center.y() for edge in self.shape.strip)
        return QRectF(self.body.left(), top, self.shape.width, bottom - top)

    def neuron_at(self, point: QPointF, slack: float = 3.0) -> int | None:
        """Position in the layer of the neuron at a point; `slack` makes circles easier to hit."""
        if not self.body.adjusted(-slack, -slack, slack, slack).contains(point):
            return None
        if self.shape.kind is Kind.TILE:
            return None
        if self.shape.kind is Kind.PICTURE:
            return self._cell_at(point)
        index = self._cell_at(point) if self.shape.grid else int(np.argmin(np.abs(self.ys - point.y())))
        if index is None:
            return None
        if index in self.shape.circles:
            away = point - self.middle(index)
            limit = self.shape.radius + slack
            return index if QPointF.dotProduct(away, away) <= limit * limit else None
        strip = self.strip
        return index if strip is not None and strip.contains(point) else None

    def gap_at(self, y: float) -> int:
        """Place among its neurons at which one dropped at a height goes: 0 is before the first."""
        if not self.shape.named:
            return self.shape.size
        return int(np.searchsorted(self.ys, y))

    def _cell_at(self, point: QPointF) -> int | None:
        rows, columns = self.shape.grid or (0, 0)
        row = int((point.y() - self.body.top()) // self.shape.cell)
        place = int((point.x() - self.body.left()) // self.shape.cell)
        index = row * columns + place
        return index if 0 <= row < rows and 0 <= place < columns and index < self.shape.size else None


@dataclass(frozen=True, eq=False)
class Geometry:
    """All columns of a network, by layer id."""

    network: Network
    columns: Mapping[int, Column]

    @cached_property
    def bounds(self) -> QRectF:
        """Around everything; empty for an empty network."""
        whole = QRectF()
        for column in self.columns.values():
            whole = whole.united(column.extent)
        return whole


def geometry_of(document: Document) -> Geometry:
    """Where everything of a document stands."""
    placed = positions(document)
    return Geometry(
        document.network,
        {
            layer.id: Column(
                layer,
                QPointF(*placed[layer.id]),
                shape_of(layer.size, layer.image_shape, document.layout.forms.get(layer.id)),
            )
            for layer in document.network.layers
        },
    )
