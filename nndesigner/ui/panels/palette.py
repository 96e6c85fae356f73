"""What can be put on the canvas: layers, neurons and ready-made networks. Dragged, or added by Enter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from nndesigner.document.edits import STARTS
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.items import packed
from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.icons import pixmap
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_KIND = Qt.ItemDataRole.UserRole
_NOTE = Qt.ItemDataRole.UserRole + 1
_GLYPH = Qt.ItemDataRole.UserRole + 2
_ROW, _SECTION = 30, 32
_INSET, _ICON = 8, 16


@dataclass(frozen=True)
class Entry:
    """One row: a kind of thing, or (without a kind) the heading of a section."""

    words: str
    kind: str = ""
    glyph: str = ""
    note: str = ""
    explanation: str = ""


def entries() -> tuple[Entry, ...]:
    """Everything in the palette, in order."""
    starts = (Entry(s.label, f"start:{key}", "start", s.shape, s.description) for key, s in STARTS.items())
    return (
        Entry("Layers"),
        Entry("Input", "layer:input", "input-layer", "", "The layer that takes the data."),
        Entry("Hidden", "layer:hidden", "hidden-layer", "", "A layer between input and output."),
        Entry("Output", "layer:output", "output-layer", "", "The layer that gives the prediction."),
        Entry("Neurons"),
        Entry("Neuron", "neuron", "neuron", "", "One more neuron: drop it into a layer."),
        Entry(
            "Perceptron",
            "neuron:step",
            "step-neuron",
            "step",
            "A neuron that gives 0 or 1.",
        ),
        Entry("Ready-made"),
        *starts,
    )


class PalettePanel(QWidget):
    """The palette. Rows can be dragged onto the canvas; double-click or Enter adds without dragging."""

    addRequested = Signal(str)
    """A row was activated; carries its kind."""

    def __init__(
        self, _bridge: Bridge, theme: Theme, _notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.rows = _Rows(theme)
        self.rows.itemActivated.connect(lambda item: self._add(item))
        self.rows.itemDoubleClicked.connect(lambda item: self._add(item))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self.rows)
        self.setFocusProxy(self.rows)

    def _add(self, item: QListWidgetItem) -> None:
        kind = item.data(_KIND)
        if kind:
            self.addRequested.emit(kind)


class _Rows(QListWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("paletteRows")
        self.setAccessibleName("Palette")
        self.setItemDelegate(_RowPainter(theme, self))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        for bars in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in entries():
            self.addItem(_item(entry))
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in range(self.count())) + 2)
        theme.changed.connect(self.viewport().update)

    def startDrag(self, _supported: Qt.DropAction, /) -> None:
        """Drag the row as a picture of what it is."""
        item = self.currentItem()
        if item is None or not item.data(_KIND):
            return
        drag = QDrag(self)
        drag.setMimeData(packed(item.data(_KIND)))
        picture = self._picture(item)
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-12, 38))  # above the pointer: below it the canvas says what a drop does
        drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, also where the style says that it does not activate."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
            return
        super().keyPressEvent(event)

    def _picture(self, item: QListWidgetItem) -> QPixmap:
        tokens, ratio = self._theme.tokens, self.devicePixelRatioF()
        width = 44 + self.fontMetrics().horizontalAdvance(item.text())
        picture = QPixmap(QSize(round(width * ratio), round(28 * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.accent))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 27), 6, 6)
        painter.drawPixmap(8, 6, pixmap(item.data(_GLYPH), tokens, _ICON, "accent", ratio))
        painter.setFont(font(TEXT))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(30, 0, width - 34, 28), Qt.AlignmentFlag.AlignVCenter, item.text())
        painter.end()
        return picture


class _RowPainter(QStyledItemDelegate):
    """Headings in small letters; rows with an icon, a name and a faint note."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index, /) -> QSize:
        return QSize(120, _ROW if index.data(_KIND) else _SECTION)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(_INSET, 0, -_INSET, 0)
        if index.data(_KIND):
            self._paint_row(painter, area, option.state, index)
        else:
            painter.setFont(font(SMALL, font().Weight.DemiBold))
            painter.setPen(self._theme.color("muted"))
            painter.drawText(area.adjusted(6, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, index.data())
        painter.restore()

    def _paint_row(
        self,
        painter: QPainter,
        area: QRectF,
        state: QStyle.StateFlag,
        index: Index,
    ) -> None:
        tokens = self._theme.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected) and bool(
            state & QStyle.StateFlag.State_HasFocus
        )
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.background))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
        glyph = pixmap(index.data(_GLYPH), tokens, _ICON, "accent", painter.device().devicePixelRatioF())
        top = area.top() + (area.height() - _ICON) / 2
        painter.drawPixmap(QPoint(round(area.left() + 8), round(top)), glyph)
        words = area.adjusted(36, 0, -8, 0)
        painter.setFont(font(TEXT))
        painter.setPen(QColor(tokens.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, index.data())
        painter.setFont(font(SMALL))
        painter.setPen(QColor(tokens.faint))
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, index.data(_NOTE)
        )


def _item(entry: Entry) -> QListWidgetItem:
    item = QListWidgetItem(entry.words)
    item.setData(_KIND, entry.kind)
    item.setData(_NOTE, entry.note)
    item.setData(_GLYPH, entry.glyph)
    if not entry.kind:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item
    item.setToolTip(f"{entry.explanation} Drag it onto the canvas, or press Enter.")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.words}. {entry.explanation}")
    return item
