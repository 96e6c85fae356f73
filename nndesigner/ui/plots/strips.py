"""Rows of cells of different lengths: one per layer, one cell per neuron."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.format import number
from nndesigner.ui.plots.cells import CellView
from nndesigner.ui.plots.color_scale import (
    ByteArray,
    color_table,
    indices,
    peak,
    picture,
    spread,
    strongest,
)
from nndesigner.ui.plots.grid import Cell, Grid
from nndesigner.ui.plots.painting import (
    BAR_SPACE,
    cell_labels,
    elided,
    paint_color_bar,
    small_metrics,
    widest,
)
from nndesigner.ui.theme import Theme

_MARGIN = 12
_NAME = 140
_HIGHEST = 56
_LOWEST = 12
_WIDEST_CELL = 96
_GAP = 10
_NUMBERS = 14
"""Height of the line under a strip that numbers or names its cells."""
_LINES_FROM = 5


@dataclass(frozen=True, eq=False)
class Strip:
    """One row.

    Attributes:
        name: At its left.
        cells: Names of its cells.
        values: One per cell.
        note: A few words under the name.
    """

    name: str
    cells: Sequence[str]
    values: FloatArray
    note: str = ""


class Strips(CellView):
    """Coloured rows on one common scale, so that a vanishing error is seen to vanish."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Errors of all neurons")
        self._strips: tuple[Strip, ...] = ()
        self._cells: tuple[ByteArray, ...] = ()
        self._limit = 1.0
        self._signed = True
        self._grids: tuple[Grid, ...] | None = None
        self._images: list[QImage] | None = None

    @property
    def strips(self) -> tuple[Strip, ...]:
        """What is shown."""
        return self._strips

    @property
    def cells(self) -> tuple[ByteArray, ...]:
        """Place of each value on the colour scale, by strip."""
        return self._cells

    @property
    def limit(self) -> float:
        """Value at the end of the colour bar."""
        return self._limit

    def set_strips(self, strips: tuple[Strip, ...], limit: float, signed: bool) -> None:
        """Show other values."""
        if [len(strip.values) for strip in strips] != list(self.row_lengths()):
            self._grids = None
        if [strip.name for strip in strips] != [strip.name for strip in self._strips]:
            self._grids = None
        self._strips, self._limit, self._signed = strips, limit, signed
        self._cells = tuple(indices(strip.values, limit) for strip in strips)
        self.repicture()

    def repicture(self) -> None:
        """Make the pictures anew at the next paint."""
        self._images = None
        self.update()

    # -- geometry

    def minimumSizeHint(self) -> QSize:
        """Room for every strip at its lowest."""
        return QSize(160, 16 + len(self._strips) * (_LOWEST + _NUMBERS + 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the strips out anew."""
        super().resizeEvent(event)
        self._grids = None
        self.repicture()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Where the cells of each strip are."""
        if self._grids is None or any(grid.ratio != self.devicePixelRatioF() for grid in self._grids):
            self._grids = self._laid_out()
        return self._grids

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell at a position; where several share a pixel, the strongest."""
        for row, grid in enumerate(self.grids):
            found = grid.cells_at(position)
            if found is not None:
                columns = found[1]
                return row, columns[strongest(self._cells[row][columns.start : columns.stop])]
        return None

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is."""
        return self.grids[cell[0]].rect((0, cell[1]))

    def row_lengths(self) -> tuple[int, ...]:
        """Number of cells in each strip."""
        return tuple(len(strip.values) for strip in self._strips)

    def _laid_out(self) -> tuple[Grid, ...]:
        count = max(len(self._strips), 1)
        names = [text for strip in self._strips for text in (strip.name, strip.note)]
        left = _MARGIN + round(widest(names, _NAME) + small_metrics().horizontalAdvance("000")) + 8
        room = self.width() - left - BAR_SPACE
        pitch = min((self.height() - 8) / count, _HIGHEST + _NUMBERS + _GAP)
        height = max(_LOWEST, round(pitch - _NUMBERS - min(_GAP, pitch / 5)))
        grids: list[Grid] = []
        for row, strip in enumerate(self._strips):
            width = max(8.0, min(room, _WIDEST_CELL * len(strip.values)))
            area = QRectF(left, 4 + round(row * pitch), width, height)
            grids.append(Grid(1, max(len(strip.values), 1), area, ratio=self.devicePixelRatioF()))
        return tuple(grids)

    # -- painting

    def paint(self, painter: QPainter, _exposed: QRectF) -> None:
        """Paint strips, names and the colour bar."""
        if not self._strips:
            return
        images = self._pictures()
        for strip, grid, image in zip(self._strips, self.grids, images, strict=True):
            painter.drawImage(grid.area.topLeft(), image)
            self._paint_lines(painter, grid)
            self._paint_names(painter, strip, grid)
        first, last = self.grids[0].area, self.grids[-1].area
        area = QRectF(first.left(), first.top(), 0, last.bottom() - first.top())
        area.setRight(max(grid.area.right() for grid in self.grids))
        paint_color_bar(painter, self.theme, area, self._limit, self._signed)

    def _pictures(self) -> list[QImage]:
        if self._images is None:
            table = color_table(self.theme)
            self._images = []
            for cells, grid in zip(self._cells, self.grids, strict=True):
                pixels = spread(cells[np.newaxis], grid.row_edges, grid.column_edges)
                image = picture(pixels, table)
                image.setDevicePixelRatio(grid.ratio)
                self._images.append(image)
        return self._images

    def _paint_lines(self, painter: QPainter, grid: Grid) -> None:
        area = grid.area
        painter.setPen(self.theme.color("surface"))
        if grid.cell_width >= _LINES_FROM:
            edges = grid.column_edges[1:-1] / grid.ratio + area.left()
            painter.drawLines([QLineF(edge, area.top(), edge, area.bottom()) for edge in edges])
        painter.setPen(self.theme.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_names(self, painter: QPainter, strip: Strip, grid: Grid) -> None:
        area, width = grid.area, grid.area.left() - _MARGIN - 8
        painter.setFont(font(TEXT))
        painter.setPen(self.theme.color("text"))
        two = bool(strip.note) and area.height() >= 28
        middle = area.center().y()
        painter.drawText(
            QRectF(_MARGIN, middle - (16 if two else 8), width, 16), _LEFT, elided(strip.name, width)
        )
        painter.setFont(font(SMALL))
        painter.setPen(self.theme.color("muted"))
        if two:
            painter.drawText(QRectF(_MARGIN, middle, width, 16), _LEFT, elided(strip.note, width))
        for column, words in cell_labels(strip.cells, grid.cell_width):
            centre = grid.rect((0, column)).center().x()
            box = QRectF(centre - 60, area.bottom() + 2, 120, _NUMBERS)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def largest_words(values: FloatArray) -> str:
    """The largest size among the values, for the note of a strip."""
    return f"largest {number(peak(values))}"


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
