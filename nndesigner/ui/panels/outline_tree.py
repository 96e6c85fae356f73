"""The tree of the outline: rows with faint notes, and the keys that do what they do on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.panels.outline_model import NOTE, Index, OutlineModel
from nndesigner.ui.theme import Theme

ROW = 26
"""Height of a row."""
_GAP, _INSET = 8, 5
"""Between a name and its note, and at both ends of a row."""
_NOWHERE = QModelIndex()
_SELECTABLE = Qt.ItemFlag.ItemIsSelectable


class OutlineTree(QTreeView):
    """Shows the model; as tall as its rows, because the column around it scrolls."""

    menuRequested = Signal(QPoint)
    """The context menu of the selection is wanted at this point of the screen."""

    def __init__(
        self, model: OutlineModel, theme: Theme, keys: Mapping[int, Callable[[], object]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._keys = theme, keys
        self.setObjectName("outlineTree")
        self.setAccessibleName("Outline of layers, neurons and connections")
        self.setModel(model)
        self.setItemDelegate(_RowPainter(theme, self))
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # F2 and a double click begin editing by hand, so that neither key nor click do it on the canvas.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._edit)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        for signal in (self.expanded, self.collapsed, model.modelReset):
            signal.connect(self.fit_height)
        theme.changed.connect(self.viewport().update)

    def rename(self) -> None:
        """Type a name for the current row, if it has one that can be changed."""
        self._edit(self.currentIndex())

    def opened(self, parent: Index = _NOWHERE) -> list[QModelIndex]:
        """The rows that are open."""
        found = []
        for place in range(self.model().rowCount(parent)):
            index = self.model().index(place, 0, parent)
            if self.isExpanded(index):
                found += [index, *self.opened(index)]
        return found

    def move_to(self, index: Index) -> None:
        """Let the keyboard be at a row without selecting it; never in a closed one, which would open."""
        above = index.parent()
        if not index.isValid():
            return
        while above.isValid():
            if not self.isExpanded(above):
                return
            above = above.parent()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def fit_height(self) -> None:
        """Take as much room as the rows that are open."""
        model = self.model()
        rows = model.rowCount() + sum(model.rowCount(index) for index in self.opened())
        self.setFixedHeight(max(rows, 1) * ROW + 4)

    def sizeHint(self) -> QSize:
        """Narrow: the column decides."""
        return QSize(160, self.maximumHeight())

    def event(self, event: QEvent) -> bool:
        """F2 is meant for the row, not for the canvas, whose command has the same key."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_f2(event):
            event.accept()
            return True
        return super().event(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row where the keyboard is is in sight."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._reveal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the keyboard stands on a row that is in sight."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            if not self.currentIndex().isValid():
                self.move_to(self.model().index(0, 0))
            self._reveal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the outline; letters find rows by their names."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeyCombination(held, Qt.Key(event.key())).toCombined()
        if _is_f2(event):
            self.rename()
        elif pressed in self._keys:
            self._keys[pressed]()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the keyboard, the menu stands at the current row."""
        at = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            place = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(self.indentation(), 0)
            at = self.viewport().mapToGlobal(place)
        self.menuRequested.emit(at)

    def _reveal(self) -> None:
        """Scroll what is around the tree, which itself is as high as its rows, to the current one."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inner = None if around is None else around.widget()
        if around is not None and inner is not None and self.currentIndex().isValid():
            middle = self.mapTo(inner, self.visualRect(self.currentIndex()).center())
            around.ensureVisible(0, middle.y(), 0, ROW)

    def _edit(self, index: Index) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)


class _RowPainter(QStyledItemDelegate):
    """A name, and at the right a faint note that names never run into."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index, /) -> QSize:
        return QSize(ROW, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        name, note, shown.text = shown.text, str(index.data(NOTE)), ""
        style = QApplication.style() if shown.widget is None else shown.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        area = shown.rect.adjusted(_INSET, 0, -_INSET, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRect(QRectF(shown.rect).adjusted(1, 1, -1, -1))
        painter.setFont(font(SMALL))
        painter.setPen(self._theme.color("faint"))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, note)
        wide = painter.fontMetrics().horizontalAdvance(note) + _GAP if note else 0
        painter.setFont(shown.font)
        painter.setPen(self._theme.color("text" if index.flags() & _SELECTABLE else "muted"))
        room = area.adjusted(0, 0, -wide, 0)
        painter.drawText(room, middle, _elided(painter, name, room))
        painter.restore()


def _elided(painter: QPainter, words: str, room: QRect) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())


def _is_f2(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_F2 and not event.modifiers()
