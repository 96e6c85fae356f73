"""The list of the palette: sections that fold, rows that are dragged or added by Enter."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QWidget,
)

from nndesigner.ui import preferences
from nndesigner.ui.canvas.items import packed
from nndesigner.ui.panels.palette_entries import Entry, entries
from nndesigner.ui.panels.palette_painter import ENTRY, HEADING, OPEN, ROW, TILE, PalettePainter, is_tile
from nndesigner.ui.theme import Theme

_MUCH_ROOM = 1000
"""Height of a screen, in pixels, from which on more sections are open at first."""
_HOT_SPOT = QPoint(-12, 38)
"""The picture is above the pointer: below it the canvas says what a drop does."""

_WAYS: Mapping[int, bool] = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
"""Keys that open and close a section."""


class PaletteRows(QListWidget):
    """Headings fold by a click, Enter, or the arrow keys; everything else is added or dragged."""

    asked = Signal(str)
    """A row is to be added; carries its kind."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paletteRows")
        self.setAccessibleName("Palette")
        self._painter = PalettePainter(theme, self)
        self.setItemDelegate(self._painter)
        self._lay_out()
        for entry in entries():
            self.addItem(_item(entry))
        for heading in self._headings():
            self._set_open(heading, self._wanted_open(_entry(heading)))
        theme.changed.connect(self.viewport().update)
        self.itemDoubleClicked.connect(self._ask)
        self.currentItemChanged.connect(self._reveal)

    def toggle(self, heading: QListWidgetItem) -> None:
        """Fold or unfold a section, and remember it."""
        is_open = not heading.data(OPEN)
        self._set_open(heading, is_open)
        preferences.remember_switch(_switch(_entry(heading)), is_open)

    # -- events

    def startDrag(self, _supported: Qt.DropAction, /) -> None:
        """Drag the row as a picture of what it is."""
        item = self.currentItem()
        if item is None or not _entry(item).kind:
            return
        entry = _entry(item)
        drag = QDrag(self)
        drag.setMimeData(packed(entry.kind))
        drag.setPixmap(self._painter.carried(entry, self.devicePixelRatioF()))
        drag.setHotSpot(_HOT_SPOT)
        drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, or folds a heading; the arrow keys open and close headings as in a tree."""
        item = self.currentItem()
        if item is None or not self._press(event.key(), item):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a heading folds it."""
        pressed, here = self.currentItem(), self.itemAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        clicked = event.button() is Qt.MouseButton.LeftButton and here is pressed
        if clicked and here is not None and not _entry(here).kind:
            self.toggle(here)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows and tiles share another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style measures anew."""
        super().changeEvent(event)
        self.scheduleDelayedItemsLayout()

    # -- how it is done

    def _lay_out(self) -> None:
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        for bars in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _headings(self) -> list[QListWidgetItem]:
        every = (self.item(row) for row in range(self.count()))
        return [item for item in every if not _entry(item).kind]

    def _wanted_open(self, entry: Entry) -> bool:
        roomy = self.screen().availableSize().height() >= _MUCH_ROOM
        return preferences.switched(_switch(entry), entry.open and (roomy or not entry.spacious))

    def _press(self, key: int, item: QListWidgetItem) -> bool:
        """Do what a key means for a row; whether it means anything."""
        heading = not _entry(item).kind
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if heading:
                self.toggle(item)
            else:
                self._ask(item)
            return True
        wanted = _WAYS.get(key)
        if heading and wanted is not None:
            if bool(item.data(OPEN)) is not wanted:
                self.toggle(item)
            return True
        return False

    def _reveal(self, item: QListWidgetItem | None) -> None:
        """Scroll what is around the list, which itself is as high as its rows, to the current one."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inner = None if around is None else around.widget()
        if around is not None and inner is not None and item is not None and self.hasFocus():
            place = self.mapTo(inner, self.visualItemRect(item).center())
            around.ensureVisible(place.x(), place.y(), 0, ROW)

    def _ask(self, item: QListWidgetItem) -> None:
        if _entry(item).kind:
            self.asked.emit(_entry(item).kind)

    def _set_open(self, heading: QListWidgetItem, is_open: bool) -> None:
        heading.setData(OPEN, is_open)
        state = "open" if is_open else "closed; press Enter to open it"
        heading.setData(Qt.ItemDataRole.AccessibleTextRole, f"{heading.text()}, section, {state}")
        for row in range(self.row(heading) + 1, self.count()):
            if not _entry(self.item(row)).kind:
                break
            self.setRowHidden(row, not is_open)
        self.setFixedHeight(self._needed())

    def _needed(self) -> int:
        """Height of all rows that are not folded."""
        shown = [_entry(self.item(row)) for row in range(self.count()) if not self.isRowHidden(row)]
        height = 2
        for tiles, group in groupby(shown, is_tile):
            found = list(group)
            height += (
                (len(found) + 1) // 2 * TILE if tiles else sum(ROW if e.kind else HEADING for e in found)
            )
        return height


def _entry(item: QListWidgetItem) -> Entry:
    entry: Entry = item.data(ENTRY)
    return entry


def _switch(heading: Entry) -> str:
    return f"palette/{heading.words}"


def _item(entry: Entry) -> QListWidgetItem:
    item = QListWidgetItem(entry.words)
    item.setData(ENTRY, entry)
    if not entry.kind:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item
    note = f" ({entry.note})" if entry.note else ""
    item.setToolTip(
        f"{entry.name or entry.words}{note}: {entry.explanation} Drag it onto the canvas, or press Enter."
    )
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.name or entry.words}. {entry.explanation}")
    return item
