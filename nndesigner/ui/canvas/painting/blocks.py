"""Thousands of circles at once: each place of an open layer's block is a stamp, and one image holds all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.colors import entries, packed, rgb

FEW = 300
"""Circles in sight up to which each is painted by itself, with its number and its badges."""
_COLORS = 256
_PLAIN, _NOTHING = _COLORS, _COLORS + 1
"""Stamps of a neuron without a number, and of a place without a neuron."""
_LINE_SHARE = 6.0
"""A circle's line is one pixel wide, or thinner: its radius divided by this."""


@dataclass(frozen=True)
class Cells:
    """The part of a block that is in sight: rows and columns, the ends excluded."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def count(self) -> int:
        """Places in it."""
        return (self.bottom - self.top) * (self.right - self.left)

    def places(self, column: Column) -> list[int]:
        """Positions in the layer of the neurons in it."""
        found = self.indices(column)
        return [int(index) for index in found[found < column.shape.size]]

    def indices(self, column: Column) -> NDArray[np.intp]:
        """Positions in the layer, shape (rows, columns); those of the last row may lie behind its end."""
        across = column.shape.grid[1] if column.shape.grid is not None else 1
        rows = np.arange(self.top, self.bottom)[:, np.newaxis]
        return rows * across + np.arange(self.left, self.right)


def cells_in_sight(brushes: Brushes, column: Column) -> Cells:
    """The part of a block that the painter can show."""
    shape, body = column.shape, column.body
    rows, columns = shape.grid or (1, 1)
    seen = brushes.viewport.rect_to_canvas(QRectF(brushes.painter.viewport()))
    top, bottom = _reach(seen.top() - body.top(), seen.bottom() - body.top(), shape.cell, rows)
    left, right = _reach(seen.left() - body.left(), seen.right() - body.left(), shape.cell, columns)
    return Cells(top, bottom, left, right)


def paint_stamped(
    brushes: Brushes, column: Column, cells: Cells, values: FloatArray | None, limit: float
) -> None:
    """Paint the circles of all cells in sight, coloured by their numbers."""
    painter, shape = brushes.painter, column.shape
    side = max(2, round(shape.cell * brushes.viewport.scale * painter.device().devicePixelRatioF()))
    radius = shape.radius / shape.cell * side
    index = cells.indices(column)
    stamp = np.full(index.shape, _NOTHING, np.intp)
    there = index < shape.size
    stamp[there] = _PLAIN if values is None else entries(values[index[there]], limit)
    pixels = _stamps(brushes, side, radius)[stamp].transpose(0, 2, 1, 3, 4)
    rows, columns = index.shape
    image = packed(np.ascontiguousarray(pixels).reshape(rows * side, columns * side, 4))
    corner, cell = column.body.topLeft(), shape.cell
    area = QRectF(corner.x() + cells.left * cell, corner.y() + cells.top * cell, columns * cell, rows * cell)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(brushes.rect(area), image)


def _stamps(brushes: Brushes, side: int, radius: float) -> NDArray[np.uint8]:
    """One circle in every colour, premultiplied blue, green, red, alpha; shape (stamps, side, side, 4)."""
    disc, line = _coverage(side, radius)
    fills = np.vstack([brushes.colors.table, rgb(brushes.color("surface"))]).astype(np.uint32)
    ring = rgb(brushes.color("faint")).astype(np.uint32)
    stamps = np.zeros((_NOTHING + 1, side, side, 4), np.uint8)
    full = np.uint32(255)
    inside = fills[:, np.newaxis, np.newaxis, ::-1] * disc[..., np.newaxis]
    stamps[:_NOTHING, ..., :3] = (inside + ring[::-1] * line[..., np.newaxis]) // full
    stamps[:_NOTHING, ..., 3] = disc + line
    return stamps


def _coverage(side: int, radius: float) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """How much of every pixel lies inside a circle, and how much under its line, from 0 to 255."""
    away = np.abs(np.arange(side) + 0.5 - side / 2)
    distance = np.hypot(away[:, np.newaxis], away)
    width = min(1.0, radius / _LINE_SHARE)
    whole = np.clip(radius + 0.5 - distance, 0.0, 1.0)
    inner = np.clip(radius - width + 0.5 - distance, 0.0, 1.0)
    disc = np.rint(inner * 255).astype(np.uint32)
    return disc, np.rint(whole * 255).astype(np.uint32) - disc


def _reach(start: float, end: float, cell: float, most: int) -> tuple[int, int]:
    first = min(max(math.floor(start / cell), 0), most)
    return first, max(first, min(math.ceil(end / cell), most))
