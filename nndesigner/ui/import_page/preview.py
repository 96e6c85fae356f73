"""The table as it stands in the file, with the cells marked that hold nothing usable."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nndesigner.data.model import ColumnRole, Kind, Recipe, Table
from nndesigner.engine.network import BoolArray
from nndesigner.ui.fonts import font
from nndesigner.ui.import_page.columns import HEIGHT as HEADING
from nndesigner.ui.import_page.columns import ColumnHeader
from nndesigner.ui.import_page.work import Answer
from nndesigner.ui.theme import Theme

ROW = 30
NARROWEST_COLUMN = 178
_PADDING = 12

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """Cells of a table, all of them text as in the file."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = Table(())
        self._recipe: Recipe | None = None
        self._flags: tuple[BoolArray, ...] = ()

    def show_table(self, table: Table, recipe: Recipe, flags: tuple[BoolArray, ...]) -> None:
        """Show another table, or the same one with other roles."""
        same = table is self._table
        if not same:
            self.beginResetModel()
        self._table, self._recipe, self._flags = table, recipe, flags
        if not same:
            self.endResetModel()

    def is_flagged(self, row: int, column: int) -> bool:
        """Whether a cell holds nothing usable."""
        return bool(self._flags[column][row])

    def is_ignored(self, column: int) -> bool:
        """Whether a column is not used."""
        return self._recipe is not None and self._recipe.columns[column].role is ColumnRole.IGNORE

    def is_number(self, column: int) -> bool:
        """Whether a column is read as numbers."""
        return self._recipe is not None and self._recipe.columns[column].kind is Kind.NUMBER

    def next_flagged(self, row: int, column: int) -> tuple[int, int] | None:
        """The next marked cell after one, row by row, from the top again after the last."""
        marked = [index for index, flags in enumerate(self._flags) if flags.any()]
        if not marked:
            return None
        width = len(self._flags)
        places = np.concatenate([np.flatnonzero(self._flags[index]) * width + index for index in marked])
        later = places[places > row * width + column]
        place = int(later.min() if len(later) else places.min())
        return place // width, place % width

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else self._table.rows

    def columnCount(self, parent: Index | None = None) -> int:
        """Number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._table.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._table.columns[section].name
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; its tooltip names the row."""
        text = str(self._table.columns[index.column()].text[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return text or ("—" if self.is_flagged(index.row(), index.column()) else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            marked = ": nothing usable" if self.is_flagged(index.row(), index.column()) else ""
            return f"Row {index.row() + 1:,}{marked}\n{text}" if text else f"Row {index.row() + 1:,}{marked}"
        return None


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: numbers to the right, unused columns faint, useless cells marked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, TableModel):
            return
        rect, marked = QRectF(option.rect), model.is_flagged(index.row(), index.column())
        if marked:
            painter.fillRect(rect, self._theme.color("warning_soft"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))
        ignored = model.is_ignored(index.column())
        painter.setPen(self._theme.color("warning_text" if marked else "faint" if ignored else "text"))
        painter.setFont(font())
        right = model.is_number(index.column()) and not ignored
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        width = int(room.width())
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, text)


class Preview(QTableView):
    """All rows; only those seen are touched. Its heading lets the user change what each column is."""

    rowsShown = Signal(int, int, int)
    """First and last row to be seen, from 1, and the number of rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importPreview")
        self.setAccessibleName("Preview of the table")
        self.model_ = TableModel(self)
        self.setModel(self.model_)
        self.columns = ColumnHeader(theme, self)
        self.setHorizontalHeader(self.columns)
        self.setItemDelegate(CellDelegate(theme, self))
        self._arrange()
        self.verticalScrollBar().valueChanged.connect(self._tell_rows)
        self.horizontalScrollBar().valueChanged.connect(self.columns.place_chips)
        theme.changed.connect(self.viewport().update)

    def show_answer(self, answer: Answer) -> None:
        """Show what was read."""
        if answer.source is None:
            return
        self.model_.show_table(answer.source.table, answer.source.recipe, answer.flags)
        self.columns.show_columns(answer.source.recipe.columns, answer.facts)
        scroll_bar = self.horizontalScrollBar().sizeHint().height()
        self.setMaximumHeight(HEADING + ROW * self.model_.rowCount() + scroll_bar)
        self._fit_columns()
        self.viewport().update()
        self._tell_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space opens the role of the column, Shift+Space its kind."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            kind = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.columns.open_menu(self.currentIndex().column(), kind=kind)
            return
        super().keyPressEvent(event)

    def go_to_next_flagged(self) -> None:
        """Move to the next cell that holds nothing usable."""
        current = self.currentIndex()
        found = self.model_.next_flagged(current.row(), current.column() if current.isValid() else -1)
        if found is not None:
            index = self.model_.index(*found)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width, as far as they have room."""
        super().resizeEvent(event)
        self._fit_columns()
        self._tell_rows()

    def _arrange(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)

    def _fit_columns(self) -> None:
        count = self.model_.columnCount()
        if not count:
            return
        room = self.viewport().width()
        width = max(NARROWEST_COLUMN, room // count)
        self.columns.setDefaultSectionSize(width)
        for column in range(count):
            last = column == count - 1 and width * count < room
            wanted = room - width * (count - 1) if last else width
            if self.columnWidth(column) != wanted:
                self.setColumnWidth(column, wanted)
        self.columns.place_chips()

    def _tell_rows(self) -> None:
        rows = self.model_.rowCount()
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        self.rowsShown.emit(first + 1, rows if last < 0 else last + 1, rows)
