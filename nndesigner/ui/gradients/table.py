"""The parameters with both their gradients as a table that can be sorted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nndesigner.document.model import Document
from nndesigner.engine.parameter_check import TOLERANCE, Place
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.format import exact, number
from nndesigner.ui.gradients.rows import Rows, symbol, words
from nndesigner.ui.theme import Theme

SYMBOL, WHERE, BACKPROP, DIFFERENCE, ERROR = range(5)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADINGS = (
    ("p", "The weight w or bias b"),
    ("from → into", "The neurons that a weight connects, or the one whose bias it is"),
    ("∂C/∂p", "By backpropagation"),
    ("difference", "(C(p + h) − C(p − h)) / 2h"),
    ("relative error", "How far the two are apart, relative to the larger one or to what can be told apart"),
)
_AT_KINK = "kink"


class GradientTable(QAbstractTableModel):
    """One row per parameter; the largest error comes first until another order is chosen."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document: Document | None = None
        self._rows: Rows | None = None
        self._order = np.empty(0, np.intp)
        self._sorted = ERROR, Qt.SortOrder.DescendingOrder

    def show_rows(self, document: Document | None, rows: Rows | None) -> None:
        """Show another check, in the order that was chosen."""
        self.beginResetModel()
        self._document, self._rows = document, rows
        self._order = self._in_order()
        self.endResetModel()

    def place(self, row: int) -> Place | None:
        """Which parameter a row as shown is about."""
        return None if self._rows is None else self._rows.place(int(self._order[row]))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; what has no number comes last."""
        self.layoutAboutToBeChanged.emit()
        self._sorted, before = (column, order), self._order
        self._order = self._in_order()
        now = np.argsort(self._order)
        for index in self.persistentIndexList():
            moved = self.index(int(now[before[index.row()]]), index.column())
            self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_HEADINGS) - 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of parameters."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, full precision, and the colour of an error that rounding does not explain."""
        if self._rows is None or self._document is None:
            return None
        row, column = int(self._order[index.row()]), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column == ERROR:
            apart = float(self._rows.error[row]) > TOLERANCE
            return self._theme.color("warning_text") if apart else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        place = self._rows.place(row)
        if column == SYMBOL:
            return symbol(self._document.network, place)
        if column == WHERE:
            return words(self._document, place)
        value = float(self._column(column)[row])
        if np.isnan(self._rows.difference[row]) and column != BACKPROP:
            return _AT_KINK
        return number(value) if role == Qt.ItemDataRole.DisplayRole else exact(value)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column names and what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._arrow(section)}{_HEADINGS[section][0]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return _HEADINGS[section][1]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _arrow(self, column: int) -> str:
        """The order, in the heading itself: the style's own arrow would cover words set to the right."""
        if column != self._sorted[0]:
            return ""
        return "↑\u00a0" if self._sorted[1] is Qt.SortOrder.AscendingOrder else "↓\u00a0"

    def _column(self, column: int) -> FloatArray:
        assert self._rows is not None
        return {
            BACKPROP: self._rows.backprop,
            DIFFERENCE: self._rows.difference,
            ERROR: self._rows.error,
        }.get(column, np.arange(len(self._rows.error), dtype=np.float64))

    def _in_order(self) -> NDArray[np.intp]:
        if self._rows is None:
            return np.empty(0, np.intp)
        column, order = self._sorted
        keys = self._column(column)
        # NaN is sorted to the end, also of the negated keys.
        return np.argsort(keys if order is Qt.SortOrder.AscendingOrder else -keys, kind="stable")


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column >= BACKPROP else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
