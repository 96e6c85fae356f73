"""A list of signed numbers as bars around zero: name, bar, value. Only what is seen is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nndesigner.engine.network import BoolArray
from nndesigner.engine.parameters import FloatArray
from nndesigner.errors import UsageError
from nndesigner.ui.fonts import font
from nndesigner.ui.format import exact, number
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme
from nndesigner.ui.training_fields import real

NAME, BAR, VALUE = range(3)
ROW = 20
MOST_ROWS = 14
"""Longer lists scroll inside themselves."""
_BAR_WIDTH, _VALUE_WIDTH = 96, 64
_TRACK = 6.0
_TICK = 2.0

Index = QModelIndex | QPersistentModelIndex


class BarsModel(QAbstractTableModel):
    """Names and numbers. A number that is not there (a removed weight) is shown as such."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._order = np.empty(0, np.int64)
        self._values: FloatArray = np.empty(0)
        self._removed: BoolArray | None = None
        self.scale = 1.0
        """Value of a full bar."""
        self.editable = False
        self.hint = ""
        """Last line of the tooltips."""

    def set_rows(self, names: Sequence[str], values: FloatArray, removed: BoolArray | None = None) -> None:
        """Show another list, values of shape (rows,)."""
        self.beginResetModel()
        self._names, self._removed = names, removed
        self._order = np.arange(len(names))
        self._take(values)
        self.endResetModel()

    def set_values(self, values: FloatArray) -> None:
        """Show new numbers in the same list."""
        self._take(values)
        if len(self._names):
            self.dataChanged.emit(self.index(0, BAR), self.index(self.rowCount() - 1, VALUE))

    def sort_by_size(self, strongest_first: bool) -> None:
        """Order by size, or as the neurons stand."""
        self.beginResetModel()
        if strongest_first:
            self._order = np.argsort(-np.abs(self._values), kind="stable")
        else:
            self._order = np.arange(len(self._names))
        self.endResetModel()

    def place(self, row: int) -> int:
        """Place in the list as given of a row as shown."""
        return int(self._order[row])

    def value(self, row: int) -> float | None:
        """The number of a row as shown; None for one that is removed."""
        place = self._order[row]
        if self._removed is not None and self._removed[place]:
            return None
        return float(self._values[place])

    def name(self, row: int) -> str:
        """The name of a row as shown."""
        return self._names[self.place(row)]

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, bar, value."""
        return 0 if parent is not None and parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values can be edited, removed ones not."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.editable and index.column() == VALUE and self.value(index.row()) is not None:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for painting, tooltips, the editor and the screen reader."""
        value = self.value(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == NAME:
                return self.name(index.row())
            return ("removed" if value is None else number(value)) if index.column() == VALUE else None
        if role == Qt.ItemDataRole.EditRole:
            return exact(value) if value is not None else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            said = "removed: stays exactly 0" if value is None else exact(value)
            return f"{self.name(index.row())}: {said}" + (f"\n{self.hint}" if self.hint else "")
        return None

    def _take(self, values: FloatArray) -> None:
        self._values = values
        largest = float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))
        self.scale = largest or 1.0


class BarsDelegate(QStyledItemDelegate):
    """Paints a row, and edits its value in place."""

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._notices = theme, notices
        self.commit: Callable[[int, float], bool] = lambda _row, _value: False
        """Puts a number into the document, given the row as shown."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, BarsModel):
            return
        state, rect = option.state, QRectF(option.rect)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, self._theme.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.color("sunken"))
        value = model.value(index.row())
        if index.column() == BAR:
            self._paint_bar(painter, rect, value, model.scale)
            return
        painter.setFont(font())
        painter.setPen(self._theme.color(_color(index.column(), value)))
        text = str(index.data())
        align = Qt.AlignmentFlag.AlignLeft if index.column() == NAME else Qt.AlignmentFlag.AlignRight
        room = rect.adjusted(0, 0, -8, 0) if index.column() == NAME else rect
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, fitting)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line over the value."""
        editor = QLineEdit(parent)
        editor.setObjectName("barEditor")
        editor.setAccessibleName(str(index.sibling(index.row(), NAME).data()))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setMinimumHeight(0)
        editor.setTextMargins(-4, -4, -4, -4)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Wider than the value, for all its digits."""
        rect = option.rect
        editor.setGeometry(rect.adjusted(-_BAR_WIDTH + 8, -3, 0, 3))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the exact value; a text being typed stays while training moves the value."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Commit what was typed."""
        if not isinstance(editor, QLineEdit) or not isinstance(model, BarsModel) or not editor.isModified():
            return
        try:
            value = real(editor.text())
        except ValueError:
            where = str(index.sibling(index.row(), NAME).data())
            what = f"“{editor.text()}” is not a number."
            self._notices.show_error(UsageError(what, where=where, remedy="Type a number such as 0.5."))
            return
        self.commit(index.row(), value)

    def _paint_bar(self, painter: QPainter, rect: QRectF, value: float | None, scale: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(rect.left(), rect.center().y() - _TRACK / 2, rect.width() - 4, _TRACK)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
        if value is None or not np.isfinite(value):
            return
        length = max(abs(value) / scale * track.width() / 2, _TICK / 2)
        left = track.center().x() - (length if value < 0 else 0.0)
        painter.setBrush(self._theme.color("minus" if value < 0 else "plus"))
        painter.drawRoundedRect(QRectF(left, track.top(), length, _TRACK), 2, 2)


class BarsView(QTableView):
    """The list. Enter or a double click edits, Delete removes, a double click on a name goes there."""

    opened = Signal(int)
    """The user wants to see the thing behind this row (its place in the list as given)."""
    toggled = Signal(int)
    """The user wants to remove the thing behind this row, or to have it back."""

    def __init__(
        self, name: str, label: str, theme: Theme, notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.rows = BarsModel(self)
        self._delegate = BarsDelegate(theme, notices, self)
        self.removable = False
        """Whether Delete works."""
        self.words = ("Go there", "Remove", "Restore")
        """Of the context menu."""
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self._arrange()
        self.doubleClicked.connect(self._double_clicked)
        theme.changed.connect(self.viewport().update)

    def set_commit(self, commit: Callable[[int, float], bool], hint: str) -> None:
        """Make the values editable; `commit` is given the place in the list and the number."""
        self.rows.editable, self.rows.hint = True, hint
        self._delegate.commit = lambda row, value: commit(self.rows.place(row), value)

    def show_rows(self, names: Sequence[str], values: FloatArray, removed: BoolArray | None = None) -> None:
        """Show another list, as high as it needs to be."""
        current = self.currentIndex().row()
        self.rows.set_rows(names, values, removed)
        self.setFixedHeight(min(len(names), MOST_ROWS) * ROW + 2)
        if 0 <= current < len(names):
            self.setCurrentIndex(self.rows.index(current, VALUE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Ctrl+Enter goes there, Delete removes or restores."""
        row = self.currentIndex().row()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if row >= 0 and enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit(self.rows.place(row))
        elif row >= 0 and enter and self.rows.editable:
            self.edit(self.rows.index(row, VALUE))
        elif row >= 0 and event.key() == Qt.Key.Key_Delete and self.removable:
            self.toggled.emit(self.rows.place(row))
        elif row >= 0 and enter:
            self.opened.emit(self.rows.place(row))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Delete before the window's own action removes the whole neuron."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter or (event.key() == Qt.Key.Key_Delete and self.removable):
                event.accept()
                return True
        return super().event(event)

    def _arrange(self) -> None:
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_VALUE_WIDTH)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((BAR, _BAR_WIDTH), (VALUE, _VALUE_WIDTH)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == NAME or not self.rows.editable:
            self.opened.emit(self.rows.place(index.row()))
        else:
            self.edit(self.rows.index(index.row(), VALUE))

    def _menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if not index.isValid():
            return
        place, there = self.rows.place(index.row()), self.rows.value(index.row()) is not None
        go, remove, restore = self.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(go).triggered.connect(lambda: self.opened.emit(place))
        if self.removable:
            menu.addAction(remove if there else restore).triggered.connect(lambda: self.toggled.emit(place))
        menu.popup(self.viewport().mapToGlobal(position))


def _color(column: int, value: float | None) -> str:
    return "faint" if value is None else "muted" if column == NAME else "text"
