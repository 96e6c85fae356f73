"""Receptive fields: the weights into each neuron as a picture of the shape of the input."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.plots.cells import CellView
from nndesigner.ui.plots.color_scale import ByteArray, color_table, indices, picture
from nndesigner.ui.plots.grid import Cell
from nndesigner.ui.plots.painting import BAR_SPACE, elided, paint_color_bar
from nndesigner.ui.theme import Theme

_MARGIN = 12
_GAP = 8
_LABEL = 16
_SMALLEST = 28
_LARGEST = 128


class Tiles(CellView):
    """One tile per neuron, in rows that fill the width; taller than the panel if there are many."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Receptive fields")
        self._names: Sequence[str] = ()
        self._shape = 1, 1
        self._cells: ByteArray = np.empty((0, 1, 1), np.uint8)
        self._limit = 1.0
        self._image: QImage | None = None
        self._room = QSize(400, 200)

    @property
    def cells(self) -> ByteArray:
        """Place of each weight on the colour scale, shape (neurons, height, width)."""
        return self._cells

    def set_tiles(
        self,
        weights: FloatArray,
        shape: tuple[int, int],
        names: Sequence[str],
        limit: float,
        removed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None = None,
    ) -> None:
        """Show weights, shape (neurons, height * width)."""
        self._names, self._shape, self._limit = names, shape, limit
        self._cells = indices(weights, limit, removed).reshape(len(weights), *shape)
        self.repicture()
        self.updateGeometry()

    def set_room(self, room: QSize) -> None:
        """The visible size, which the tiles fill if they can."""
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    def repicture(self) -> None:
        """Make the picture anew at the next paint."""
        self._image = None
        self.update()

    def sizeHint(self) -> QSize:
        """As high as all tiles need."""
        rows = math.ceil(max(len(self._cells), 1) / self.per_row)
        return QSize(200, round(2 * 4 + rows * self._pitch_y))

    def minimumSizeHint(self) -> QSize:
        """All tiles can be reached by scrolling."""
        return QSize(120, self.sizeHint().height())

    # -- geometry

    @property
    def per_row(self) -> int:
        """Tiles side by side: as few as let all of them fit, so that they are as large as can be."""
        count = max(len(self._cells), 1)
        return _fewest_per_row(count, self._inner, self._room.height() - 8, self._aspect)

    @property
    def _inner(self) -> float:
        return max(self._room.width() - 2 * _MARGIN - BAR_SPACE, _SMALLEST)

    @property
    def _aspect(self) -> float:
        return self._shape[0] / self._shape[1]

    def _tile_width(self, columns: int) -> float:
        return _tile_width(self._inner, columns)

    @property
    def _pitch_y(self) -> float:
        return math.floor(self._tile_width(self.per_row) * self._aspect) + _LABEL + 4

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a tile is."""
        width = self._tile_width(self.per_row)
        left = _MARGIN + cell[1] * (width + _GAP)
        return QRectF(left, 4 + cell[0] * self._pitch_y, width, math.floor(width * self._aspect))

    def cell_at(self, position: QPointF) -> Cell | None:
        """The tile at a position, its name included."""
        pitch_x = self._tile_width(self.per_row) + _GAP
        cell = int((position.y() - 4) // self._pitch_y), int((position.x() - _MARGIN) // pitch_x)
        lengths = self.row_lengths()
        if not (0 <= cell[0] < len(lengths) and 0 <= cell[1] < lengths[cell[0]]):
            return None
        return cell if self.cell_rect(cell).adjusted(0, 0, 0, _LABEL).contains(position) else None

    def row_lengths(self) -> tuple[int, ...]:
        """Number of tiles in each row."""
        count, columns = len(self._cells), self.per_row
        return tuple(min(columns, count - start) for start in range(0, count, columns))

    def cell_of(self, neuron: int) -> Cell:
        """The tile of a neuron, by its position in the layer."""
        return divmod(neuron, self.per_row)

    def neuron_of(self, cell: Cell) -> int:
        """The neuron of a tile."""
        return cell[0] * self.per_row + cell[1]

    def _exposed(self, exposed: QRectF) -> range:
        """Positions of the neurons whose rows of tiles are to be painted."""
        first = max(0, int((exposed.top() - 4) // self._pitch_y))
        behind = max(first, math.ceil((exposed.bottom() - 4) / self._pitch_y))
        return range(len(self._names))[first * self.per_row : behind * self.per_row]

    # -- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new size."""
        super().resizeEvent(event)
        self.update()

    def paint(self, painter: QPainter, exposed: QRectF) -> None:
        """Paint tiles, names and the colour bar."""
        if not len(self._cells):
            return
        if self._image is None:
            self._image = picture(self._cells.reshape(-1, self._shape[1]), color_table(self.theme))
        painter.setFont(font(SMALL))
        height, width = self._shape
        for neuron in self._exposed(exposed):
            name, box = self._names[neuron], self.cell_rect(self.cell_of(neuron))
            painter.fillRect(box, self.theme.color("sunken"))
            painter.drawImage(box, self._image, QRectF(0, neuron * height, width, height))
            painter.setPen(self.theme.color("line"))
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            painter.setPen(self.theme.color("muted"))
            label = QRectF(box.left() - _GAP / 2, box.bottom() + 2, box.width() + _GAP, _LABEL)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, elided(name, label.width()))
        first = self.cell_rect((0, 0))
        bottom = min(self.cell_rect(self.cell_of(len(self._cells) - 1)).bottom(), self._room.height() - 16.0)
        right = self.cell_rect((0, self.row_lengths()[0] - 1)).right()
        area = QRectF(right - 10, first.top(), 10, max(bottom - first.top(), 60.0))
        paint_color_bar(painter, self.theme, area, self._limit)


def _tile_width(room: float, columns: int) -> float:
    return float(math.floor(min((room + _GAP) / columns - _GAP, _LARGEST)))


@lru_cache(maxsize=16)
def _fewest_per_row(count: int, room: float, height: float, aspect: float) -> int:
    """As few tiles side by side as let all of them fit into a height; else as many as there is room for."""
    most = max(1, int((room + _GAP) // (_SMALLEST + _GAP)))
    for columns in range(1, min(count, most) + 1):
        if math.ceil(count / columns) * (_tile_width(room, columns) * aspect + _LABEL + 4) <= height:
            return columns
    return min(count, most)
