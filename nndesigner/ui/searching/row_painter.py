"""How a row of a searched list looks: an icon, its words, more about it, and a note at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.icons import pixmap
from nndesigner.ui.searching.model import ROW, Index
from nndesigner.ui.searching.rows import Row
from nndesigner.ui.style import derived
from nndesigner.ui.theme import Theme

HEIGHT = 30
_INSET, _PAD, _GAP = 6.0, 8.0, 10.0
_ICON, _ICON_ROOM = 16, 26.0
_CORNER = 6.0
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RowPainter(QStyledItemDelegate):
    """Paints rows and headings, all of one height, so that long lists are quick."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index, /) -> QSize:
        """All alike."""
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row, or a heading."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(_INSET, 1, -_INSET, -1)
        row = index.data(ROW)
        if isinstance(row, Row):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_ground(painter, area, option.state)
            # Faint letters would be too pale on the ground of the chosen row.
            quiet = "muted" if chosen else "faint"
            self._paint_row(painter, area.adjusted(_PAD, 0, -_PAD, 0), row, quiet)
        else:
            painter.setFont(font(SMALL, QFont.Weight.DemiBold))
            painter.setPen(self._theme.color("muted"))
            painter.drawText(area.adjusted(_PAD, 4, -_PAD, 0), _LEFT, str(index.data()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        if state & QStyle.StateFlag.State_Selected:
            ground = tokens.accent_soft
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = derived(tokens)["hover"]
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, _CORNER, _CORNER)

    def _paint_row(self, painter: QPainter, area: QRectF, row: Row, quiet: str) -> None:
        full = not row.off and not row.faint
        if row.icon:
            ratio = painter.device().devicePixelRatioF()
            glyph = pixmap(row.icon, self._theme.tokens, _ICON, "accent" if full else quiet, ratio)
            top = area.top() + (area.height() - _ICON) / 2
            painter.drawPixmap(QPoint(round(area.left()), round(top)), glyph)
        area = area.adjusted(_ICON_ROOM, 0, 0, 0)
        area = self._paint_text(painter, area, row.note, SMALL, "muted", right=True)
        area = self._paint_text(painter, area, row.words, TEXT, "text" if full else quiet)
        self._paint_text(painter, area, row.off or row.detail, SMALL, quiet)

    def _paint_text(
        self, painter: QPainter, area: QRectF, text: str, size: int, color: str, *, right: bool = False
    ) -> QRectF:
        """Write at the left or right of an area; returns what is left of it."""
        if not text or area.width() <= 0:
            return area
        written = font(size)
        metrics = QFontMetricsF(written)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.setFont(written)
        painter.setPen(self._theme.color(color))
        painter.drawText(area, _RIGHT if right else _LEFT, shown)
        taken = metrics.horizontalAdvance(shown) + _GAP
        return area.adjusted(0, 0, -taken, 0) if right else area.adjusted(taken, 0, 0, 0)
