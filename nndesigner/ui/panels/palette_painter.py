"""How rows of the palette look: headings that fold, rows with an icon, tiles with a curve."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nndesigner.ui.canvas.painting.glyphs import paint_activation
from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.icons import pixmap
from nndesigner.ui.panels.palette_entries import Entry
from nndesigner.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
"""The `Entry` of a row."""
OPEN = Qt.ItemDataRole.UserRole + 1
"""Whether the section of a heading is open."""
ROW, TILE, HEADING = 30, 26, 30
"""Heights."""
_INSET, _TILE_INSET, _ICON, _CARET = 8, 5, 16, 12
_CURVE = 14.0, 13.0
_FRAME = 2
"""Kept free at either side, so that two tiles always fit beside each other."""
_TEXT_AT, _TILE_TEXT_AT, _BETWEEN = 34.0, 26.0, 4.0
_TILE_SIZE = 12
"""Of its letters: all names fit beside each other in a narrow column."""
_CARRIED = 28
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def is_tile(entry: Entry) -> bool:
    """Whether an entry takes half of a row."""
    return bool(entry.curve) and not entry.note


class PalettePainter(QStyledItemDelegate):
    """Paints the rows of a list that is `parent`, whose width they share."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._list = theme, parent

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index, /) -> QSize:
        """The whole width, or half of it for a tile."""
        entry = index.data(ENTRY)
        width = self._list.width() - 2 * _FRAME
        if is_tile(entry):
            return QSize(width // 2, TILE)
        return QSize(width, ROW if entry.kind else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row or tile."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry, area = index.data(ENTRY), QRectF(option.rect)
        if is_tile(entry):
            right = area.left() >= area.width() / 2
            area.adjust(0 if right else _INSET, 0, -_FRAME if right else 0, 0)
        else:
            area.adjust(_INSET, 0, -_INSET, 0)
        self._paint_ground(painter, area, option.state, heading=not entry.kind)
        if entry.kind:
            self._paint_entry(painter, area, entry)
        else:
            self._paint_heading(painter, area, entry, bool(index.data(OPEN)))
        painter.restore()

    def carried(self, entry: Entry, ratio: float) -> QPixmap:
        """The picture of an entry under the pointer while it is dragged."""
        tokens, words = self._theme.tokens, entry.name or entry.words
        width = 44 + QFontMetricsF(font(TEXT)).horizontalAdvance(words)
        picture = QPixmap(QSize(round(width * ratio), round(_CARRIED * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, _CARRIED - 1), 6, 6)
            self._paint_glyph(painter, QRectF(0, 0, width, _CARRIED), entry, tokens.accent)
            painter.setFont(font(TEXT))
            painter.setPen(QColor(tokens.text))
            painter.drawText(QRectF(30, 0, width - 34, _CARRIED), _LEFT, words)
            return picture

    def _paint_ground(
        self, painter: QPainter, area: QRectF, state: QStyle.StateFlag, *, heading: bool
    ) -> None:
        tokens = self._theme.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected) and bool(
            state & QStyle.StateFlag.State_HasFocus
        )
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and not heading
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft if chosen else tokens.background))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)

    def _paint_heading(self, painter: QPainter, area: QRectF, entry: Entry, is_open: bool) -> None:
        tokens, ratio = self._theme.tokens, painter.device().devicePixelRatioF()
        painter.setFont(font(SMALL, QFont.Weight.DemiBold))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(area.adjusted(6, 2, -_CARET - 8, 0), _LEFT, entry.words)
        caret = pixmap("down" if is_open else "right", tokens, _CARET, "muted", ratio)
        top = area.center().y() + 1 - _CARET / 2
        painter.drawPixmap(QPointF(round(area.right() - _CARET - 6), round(top)), caret)

    def _paint_entry(self, painter: QPainter, area: QRectF, entry: Entry) -> None:
        tokens = self._theme.tokens
        self._paint_glyph(painter, area, entry, tokens.accent)
        tile = is_tile(entry)
        words = area.adjusted(_TILE_TEXT_AT if tile else _TEXT_AT, 0, 0 if tile else -2, 0)
        written = font(_TILE_SIZE if tile else TEXT)
        painter.setFont(written)
        painter.setPen(QColor(tokens.text))
        metrics, room = QFontMetricsF(written), words.width()
        painter.drawText(words, _LEFT, metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, room))
        note = font(SMALL)
        taken = metrics.horizontalAdvance(entry.words) + QFontMetricsF(note).horizontalAdvance(entry.note)
        if taken + _BETWEEN <= room:  # where it is too narrow for both, the note is in the tooltip
            painter.setFont(note)
            painter.setPen(QColor(tokens.faint))
            painter.drawText(words, _RIGHT, entry.note)

    def _paint_glyph(self, painter: QPainter, area: QRectF, entry: Entry, color: str) -> None:
        if entry.curve:
            inset = _TILE_INSET if is_tile(entry) else _INSET
            middle = QPointF(area.left() + inset + _ICON / 2, area.center().y())
            half = QPointF(_CURVE[0] / 2, _CURVE[1] / 2)
            paint_activation(painter, QRectF(middle - half, middle + half), entry.curve, QColor(color))
            return
        ratio = painter.device().devicePixelRatioF()
        glyph = pixmap(entry.glyph, self._theme.tokens, _ICON, "accent", ratio)
        top = area.top() + (area.height() - _ICON) / 2
        painter.drawPixmap(QPoint(round(area.left() + _INSET), round(top)), glyph)
