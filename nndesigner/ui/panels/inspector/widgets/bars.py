"""A list of signed numbers as bars around zero: name, bar, value. Only what is seen is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nndesigner.engine.network import BoolArray
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.bars_delegate import BAR_WIDTH, BarsDelegate
from nndesigner.ui.panels.inspector.widgets.bars_model import BAR, NAME, VALUE, BarsModel
from nndesigner.ui.panels.inspector.widgets.form import section
from nndesigner.ui.theme import Theme

ROW = 20
MOST_ROWS = 14
"""Longer lists scroll inside themselves."""
_VALUE_WIDTH = 64


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

    def show_rows(self, names: Sequence[str], removed: BoolArray | None = None) -> None:
        """Show another list, as high as it needs to be; its values follow."""
        current = self.currentIndex().row()
        self.rows.set_rows(names, removed)
        self.setFixedHeight(min(len(names), MOST_ROWS) * ROW + 2)
        if 0 <= current < len(names) and current != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(current, VALUE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Ctrl+Enter goes there, Delete removes or restores."""
        row = self.currentIndex().row()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # the Enter that ends the editing comes by here
        elif row >= 0 and enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
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
        for column, width in ((BAR, BAR_WIDTH), (VALUE, _VALUE_WIDTH)):
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


class BarsSection(QWidget):
    """A list under its heading. A long one can be put in the order of size."""

    def __init__(self, bars: BarsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = bars
        self.head = section("")
        self.order = QPushButton()
        self.order.setObjectName(f"{bars.objectName()}:order")
        self.order.setProperty("link", True)
        self.order.clicked.connect(self._reorder)
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        row.addWidget(self.order, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(bars)
        self._refresh()

    def show_rows(self, words: str, names: Sequence[str], removed: BoolArray | None = None) -> None:
        """Show another list; an empty one hides itself."""
        self.setVisible(bool(names))
        if self.head.text() != words:
            self.head.setText(words)
        self.bars.show_rows(names, removed)
        self.order.setVisible(len(names) > MOST_ROWS)

    def begin(self) -> None:
        """Another subject follows: its values decide the order anew."""
        self.bars.rows.begin()

    def _reorder(self) -> None:
        self.bars.rows.order(not self.bars.rows.strongest_first)
        self._refresh()

    def _refresh(self) -> None:
        strongest = self.bars.rows.strongest_first
        self.order.setText("in order" if strongest else "strongest first")
        self.order.setToolTip(
            "Order the list by the place of the neurons" if strongest else "Order the list by size"
        )
