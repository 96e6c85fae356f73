"""Where the cells of a heatmap are, in pixels. Pure geometry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

Cell = tuple[int, int]
"""(row, column)"""

Edges = NDArray[np.intp]

_APART = 6
"""Pixels between the matrix and a last column set apart."""
_APART_WIDTH = 14, 48
"""Narrowest and widest column set apart."""


@dataclass(frozen=True)
class Grid:
    """Cells of a matrix in a rectangle, aligned to device pixels.

    Attributes:
        rows, columns: Number of cells; at least 1 each.
        area: All of it.
        last_apart: Whether the last column stands apart from the others.
        ratio: Device pixels per pixel.
    """

    rows: int
    columns: int
    area: QRectF
    last_apart: bool = False
    ratio: float = 1.0

    @cached_property
    def row_edges(self) -> Edges:
        """First device pixel of each row from the top of the area, and the end; shape (rows + 1,)."""
        return _edges(self.rows, round(self.area.height() * self.ratio))

    @cached_property
    def column_edges(self) -> Edges:
        """The same for the columns of the matrix proper, from the left of the area."""
        return _edges(self.matrix_columns, round(self.matrix_area.width() * self.ratio))

    @property
    def matrix_columns(self) -> int:
        """Columns without the one set apart."""
        return self.columns - self.last_apart

    @cached_property
    def matrix_area(self) -> QRectF:
        """The area without the column set apart."""
        apart = self.apart_area
        return self.area if apart is None else self.area.adjusted(0, 0, -apart.width() - _APART, 0)

    @cached_property
    def apart_area(self) -> QRectF | None:
        """The column set apart."""
        if not self.last_apart:
            return None
        fair = min(max((self.area.width() - _APART) / self.columns, _APART_WIDTH[0]), _APART_WIDTH[1])
        width = round(min(fair, self.area.width() / 3))
        return QRectF(self.area.right() - width, self.area.top(), width, self.area.height())

    @property
    def cell_width(self) -> float:
        """Width of a column of the matrix, in pixels."""
        return self.matrix_area.width() / max(self.matrix_columns, 1)

    @property
    def cell_height(self) -> float:
        """Height of a row, in pixels."""
        return self.area.height() / self.rows

    def rect(self, cell: Cell) -> QRectF:
        """Where a cell is drawn; at least one device pixel in size."""
        row, column = cell
        top, bottom = _span(self.row_edges, row, self.ratio)
        apart = self.apart_area
        if apart is not None and column == self.columns - 1:
            return QRectF(apart.left(), self.area.top() + top, apart.width(), bottom - top)
        left, right = _span(self.column_edges, column, self.ratio)
        return QRectF(self.area.left() + left, self.area.top() + top, right - left, bottom - top)

    def cells_at(self, position: QPointF) -> tuple[range, range] | None:
        """Rows and columns whose cells share the pixel at a position; None outside."""
        if not self.area.contains(position):
            return None
        rows = _at(self.row_edges, (position.y() - self.area.top()) * self.ratio)
        apart = self.apart_area
        if apart is not None and position.x() >= apart.left():
            return rows, range(self.columns - 1, self.columns)
        if not self.matrix_area.contains(position):
            return None
        return rows, _at(self.column_edges, (position.x() - self.area.left()) * self.ratio)


def _edges(cells: int, pixels: int) -> Edges:
    return np.rint(np.linspace(0, max(pixels, 1), cells + 1)).astype(np.intp)


def _span(edges: Edges, index: int, ratio: float) -> tuple[float, float]:
    first, last = int(edges[index]), int(edges[index + 1])
    if first == last:
        first, last = (first - 1, last) if first == edges[-1] else (first, last + 1)
    return first / ratio, last / ratio


def _at(edges: Edges, pixel: float) -> range:
    """Cells drawn at a device pixel: the one that is there, and neighbours without a pixel of their own."""
    whole = min(int(pixel), int(edges[-1]) - 1)
    there = int(np.searchsorted(edges, whole, side="right")) - 1
    first = int(np.searchsorted(edges, edges[there], side="left"))
    at_end = edges[there + 1] == edges[-1]
    return range(first, len(edges) - 1 if at_end else there + 1)
