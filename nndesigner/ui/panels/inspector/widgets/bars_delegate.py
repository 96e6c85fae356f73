"""Painting a row of a list of bars, and editing its value in place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nndesigner.errors import UsageError
from nndesigner.ui.fonts import font
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.inspector.widgets.bars_model import BAR, NAME, BarsModel, Index
from nndesigner.ui.settings.typed import real
from nndesigner.ui.theme import Theme

BAR_WIDTH = 96
_TRACK = 6.0
_TICK = 2.0


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
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(room.width()))
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
        editor.setGeometry(rect.adjusted(-BAR_WIDTH + 8, -3, 0, 3))

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


def _color(column: int, value: float | None) -> str:
    return "faint" if value is None else "muted" if column == NAME else "text"
