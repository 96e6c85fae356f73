"""A matrix as coloured cells with names on its axes and a colour bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.plots.bands import Bands, runs
from nndesigner.ui.plots.cells import CellView
from nndesigner.ui.plots.color_scale import (
    MIDDLE,
    REMOVED,
    ByteArray,
    color_table,
    indices,
    picture,
    spread,
    strongest,
)
from nndesigner.ui.plots.grid import Cell, Grid
from nndesigner.ui.plots.painting import BAR_SPACE, cell_labels, elided, every, hatch, paint_color_bar, widest
from nndesigner.ui.theme import Theme

_MARGIN = 12
_ROW_NAME = 120
"""Widest name of a row."""
_LABEL = 16
_TITLE = 18
_CELL = 112, 44
"""Largest width and height of a cell: a small matrix does not become a wall of colour."""
_LEAST = 32.0
"""Smallest width and height of all cells together."""
_LINES_FROM = 5
"""Cells smaller than this have no lines between them."""
_TEXT_FROM = 13
"""Lowest cell that has room for its text."""
_DEEP = 70
"""Distance from zero on the scale from which a cell is so deeply coloured that its text is light."""


@dataclass(frozen=True)
class Axes:
    """Names around a heatmap.

    Attributes:
        rows, columns: One name per row and column of the values.
        row_title, column_title: What the rows and columns are; may be empty.
        last_apart: Whether the last column is set apart from the others (biases beside weights).
        numbered: Whether columns without room for names are numbered.
    """

    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    row_title: str = ""
    column_title: str = ""
    last_apart: bool = False
    numbered: bool = True


class Heatmap(CellView):
    """A heatmap. Values are handed in; the picture is made when it is painted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Heatmap")
        self._axes = Axes()
        self._values: FloatArray = np.empty((0, 0))
        self._cells: ByteArray = np.empty((0, 0), np.uint8)
        self._texts: Sequence[Sequence[str]] = ()
        self._limit = 1.0
        self._bar = True
        self._bands = Bands()
        self._grid: Grid | None = None
        self._image: QImage | None = None
        self._apart: QImage | None = None

    # -- content

    @property
    def axes(self) -> Axes:
        """The names around it."""
        return self._axes

    @property
    def values(self) -> FloatArray:
        """What is shown, shape (rows, columns)."""
        return self._values

    @property
    def cells(self) -> ByteArray:
        """Place of each value on the colour scale; 0 for removed cells."""
        return self._cells

    @property
    def limit(self) -> float:
        """Value at the ends of the colour bar."""
        return self._limit

    def set_axes(self, axes: Axes) -> None:
        """Name the rows and columns; the values follow with `set_values`."""
        self._axes = axes
        self._grid = None
        self.repicture()

    def set_values(self, values: FloatArray, limit: float, removed: NDArray[np.bool_] | None = None) -> None:
        """Show other values; cells of removed ones are hatched."""
        if values.shape != self._values.shape:
            self._grid = None
        self._values, self._limit = values, limit
        self._cells = indices(values, limit, removed)
        self.repicture()

    def set_texts(self, texts: Sequence[Sequence[str]], bar: bool = False) -> None:
        """Write into the cells, where they have room; with them there need be no colour bar."""
        self._texts, self._bar = texts, bar
        self._grid = None
        self.repicture()

    @property
    def bands(self) -> Bands:
        """The rows and columns with a frame."""
        return self._bands

    def set_bands(self, bands: Bands) -> None:
        """Put a frame around whole rows and columns, those that are neighbours in one."""
        if bands != self._bands:
            self._bands = bands
            self.update()

    def repicture(self) -> None:
        """Make the picture anew at the next paint."""
        self._image = self._apart = None
        self.update()

    # -- geometry

    def sizeHint(self) -> QSize:
        """A useful size."""
        return QSize(480, 220)

    def minimumSizeHint(self) -> QSize:
        """As little as names and a few cells need."""
        return QSize(160, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cells out anew."""
        super().resizeEvent(event)
        self._grid = None
        self.repicture()

    @property
    def grid(self) -> Grid:
        """Where the cells are."""
        if self._grid is None or self._grid.ratio != self.devicePixelRatioF():
            self._grid = self._laid_out()
        return self._grid

    def cell_at(self, position: QPointF) -> Cell | None:
        """The cell at a position; where several share a pixel, the one whose colour it has."""
        if not self._values.size:
            return None
        found = self.grid.cells_at(position)
        if found is None:
            return None
        rows, columns = found
        block = self._cells[rows.start : rows.stop, columns.start : columns.stop]
        row, column = divmod(strongest(block), len(columns))
        return rows[row], columns[column]

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell is."""
        return self.grid.rect(cell)

    def row_lengths(self) -> tuple[int, ...]:
        """Number of cells in each row."""
        rows, columns = self._cells.shape
        return (int(columns),) * int(rows)

    def _laid_out(self) -> Grid:
        rows, columns = self._values.shape
        left = _MARGIN + widest(self._axes.rows, _ROW_NAME) + 8 + (_TITLE if self._axes.row_title else 0)
        below = _LABEL + (_TITLE if self._axes.column_title else 0) + 4
        room_x = self.width() - left - (BAR_SPACE if self._bar else _MARGIN)
        room_y = self.height() - below - 4
        area = QRectF(
            round(left),
            4,
            max(_LEAST, min(room_x, _CELL[0] * max(columns, 1))),
            max(_LEAST, min(room_y, _CELL[1] * max(rows, 1))),
        )
        return Grid(max(rows, 1), max(columns, 1), area, self._axes.last_apart, self.devicePixelRatioF())

    # -- painting

    def paint(self, painter: QPainter, _exposed: QRectF) -> None:
        """Paint cells, lines, names, texts and colour bar."""
        if not self._values.size:
            return
        self._paint_cells(painter)
        painter.setFont(font(SMALL))
        painter.setPen(self.theme.color("muted"))
        self._paint_row_names(painter)
        self._paint_column_names(painter)
        self._paint_texts(painter)
        self._paint_bands(painter)
        if self._bar:
            paint_color_bar(painter, self.theme, self.grid.area, self._limit)

    def _paint_cells(self, painter: QPainter) -> None:
        grid = self.grid
        if (self._cells == REMOVED).any():
            hatch(painter, self.theme, grid.matrix_area)
        if self._image is None:
            self._make_images()
        if self._image is not None:
            painter.drawImage(grid.matrix_area.topLeft(), self._image)
        if self._apart is not None and grid.apart_area is not None:
            painter.drawImage(grid.apart_area.topLeft(), self._apart)
        self._paint_lines(painter)

    def _make_images(self) -> None:
        grid, table = self.grid, color_table(self.theme)
        matrix = self._cells[:, : grid.matrix_columns]
        if matrix.size:
            self._image = picture(spread(matrix, grid.row_edges, grid.column_edges), table)
            self._image.setDevicePixelRatio(grid.ratio)
        if grid.apart_area is not None:
            width = np.array([0, round(grid.apart_area.width() * grid.ratio)])
            self._apart = picture(spread(self._cells[:, -1:], grid.row_edges, width), table)
            self._apart.setDevicePixelRatio(grid.ratio)

    def _paint_lines(self, painter: QPainter) -> None:
        grid, lines = self.grid, list[QLineF]()
        area = grid.matrix_area
        if grid.cell_width >= _LINES_FROM:
            for edge in grid.column_edges[1:-1] / grid.ratio:
                lines.append(QLineF(area.left() + edge, area.top(), area.left() + edge, area.bottom()))
        if grid.cell_height >= _LINES_FROM:
            for edge in grid.row_edges[1:-1] / grid.ratio:
                y = area.top() + edge
                lines.append(QLineF(grid.area.left(), y, grid.area.right(), y))
        painter.setPen(self.theme.color("surface"))
        painter.drawLines(lines)

    def _paint_bands(self, painter: QPainter) -> None:
        """A band is narrower than an outlined cell: both are seen where they cross."""
        rows, columns = self._values.shape
        painter.save()
        painter.setPen(QPen(self.theme.color("text"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for first, last in runs(self._bands.rows, rows):
            painter.drawRect(self.grid.rect((first, 0)).united(self.grid.rect((last, columns - 1))))
        for first, last in runs(self._bands.columns, columns):
            painter.drawRect(self.grid.rect((0, first)).united(self.grid.rect((rows - 1, last))))
        painter.restore()

    def _paint_row_names(self, painter: QPainter) -> None:
        grid, names = self.grid, self._axes.rows
        left = _MARGIN + (_TITLE if self._axes.row_title else 0)
        width = grid.area.left() - 8 - left
        for row in range(0, len(names), every(grid.cell_height, _LABEL - 2)):
            middle = grid.rect((row, 0)).center().y()
            box = QRectF(left, middle - _LABEL / 2, width, _LABEL)
            painter.drawText(box, _RIGHT, elided(names[row], width))
        if self._axes.row_title:
            painter.save()
            painter.translate(_MARGIN, grid.area.center().y())
            painter.rotate(-90)
            painter.drawText(QRectF(-100, -4, 200, _LABEL), _CENTRE, self._axes.row_title)
            painter.restore()

    def _paint_column_names(self, painter: QPainter) -> None:
        grid = self.grid
        top = grid.area.bottom() + 4
        for column, name in self._column_labels():
            middle = grid.rect((0, column)).center().x()
            painter.drawText(QRectF(middle - 100, top, 200, _LABEL), _CENTRE, name)
        if self._axes.column_title:
            box = QRectF(grid.matrix_area.center().x() - 200, top + _LABEL, 400, _TITLE)
            painter.drawText(box, _CENTRE, self._axes.column_title)

    def _column_labels(self) -> list[tuple[int, str]]:
        axes, grid = self._axes, self.grid
        labels = cell_labels(axes.columns[: grid.matrix_columns], grid.cell_width, axes.numbered)
        if axes.last_apart and axes.columns:
            labels.append((len(axes.columns) - 1, axes.columns[-1]))
        return labels

    def _paint_texts(self, painter: QPainter) -> None:
        grid = self.grid
        if not self._texts or grid.cell_height < _TEXT_FROM:
            return
        painter.setFont(font(TEXT if grid.cell_height > 20 else SMALL))
        strong, plain = self.theme.color("on_accent"), self.theme.color("text")
        for row, texts in enumerate(self._texts):
            for column, text in enumerate(texts):
                box = grid.rect((row, column))
                if painter.fontMetrics().horizontalAdvance(text) <= box.width():
                    painter.setPen(strong if abs(int(self._cells[row, column]) - MIDDLE) > _DEEP else plain)
                    painter.drawText(box, _CENTRE, text)


_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
