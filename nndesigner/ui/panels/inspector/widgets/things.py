"""A compact table of the things selected; a click selects one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from nndesigner.session.selection import Selection
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import exact, number
from nndesigner.ui.panels.inspector.several_rows import Kind, ThingRow

_ROW, _MOST_SEEN = 20, 10
_NARROWEST = 24
"""Of a column; its numbers make it as wide as they are."""
_TIGHT = "QTableView::item, QHeaderView::section { padding: 2px 3px; font-size: 11px; }"
"""The panel is narrow: five columns fit with little between them."""
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class ThingsModel(QAbstractTableModel):
    """Words and numbers of things; numbers are read when they are painted."""

    def __init__(self, kind: Kind, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = kind
        self._rows: Sequence[ThingRow] = ()

    @property
    def rows(self) -> Sequence[ThingRow]:
        """What is listed."""
        return self._rows

    def set_rows(self, rows: Sequence[ThingRow]) -> None:
        """List other things."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def renew(self) -> None:
        """The numbers have changed."""
        if self._rows:
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, len(self._kind.words)), last)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of things."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Words and numbers."""
        return 0 if parent.isValid() else len(self._kind.words) + len(self._kind.numbers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, numbers, and the exact numbers as tooltips."""
        row, place = self._rows[index.row()], index.column() - len(self._kind.words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(place >= 0)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if place < 0:
            said = role == Qt.ItemDataRole.DisplayRole
            return row.words[index.column()] if said else ", ".join(filter(None, row.words))
        value = _number(row, place)
        if value is None:
            return "–" if role == Qt.ItemDataRole.DisplayRole else None
        if self._kind.counts:
            return f"{value:,.0f}"
        return number(value) if role == Qt.ItemDataRole.DisplayRole else exact(value)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What the columns are."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (*self._kind.words, *self._kind.numbers)[section]
        return (
            _alignment(section >= len(self._kind.words))
            if role == Qt.ItemDataRole.TextAlignmentRole
            else None
        )


class ThingsView(QTableView):
    """The table, as high as its rows need up to a limit."""

    chosen = Signal(Selection)
    """One of the things was clicked, or Enter pressed on it."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"several:{kind.name}")
        self.setAccessibleName(f"Selected {kind.name}")
        self.setToolTip("Click to select this one alone")
        self._kind = kind
        self.things = ThingsModel(kind, self)
        self.setModel(self.things)
        self.setFont(font(SMALL))
        self.setStyleSheet(_TIGHT)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(_ROW)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_NARROWEST)
        header.setResizeContentsPrecision(_MOST_SEEN)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_rows(self, rows: Sequence[ThingRow]) -> None:
        """List things, or nothing."""
        self.things.set_rows(rows)
        self._show_what_differs(rows)
        self.setVisible(bool(rows))
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + min(len(rows), _MOST_SEEN) * _ROW + 2)

    def _show_what_differs(self, rows: Sequence[ThingRow]) -> None:
        """What all have in common stands in the field above, and would take the room of numbers."""
        for column in range(1, len(self._kind.words)):
            self.setColumnHidden(column, len({row.words[column] for row in rows}) < 2)

    def _choose(self, index: QModelIndex) -> None:
        if index.row() < len(self.things.rows):
            self.chosen.emit(self.things.rows[index.row()].selection)


def _number(row: ThingRow, place: int) -> float | None:
    try:
        return row.numbers()[place]
    except (IndexError, KeyError):
        # Undo took the thing away, and the table is asked once more before it is hidden.
        return None


def _alignment(numeric: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
