"""A word that can be exchanged for another one from its menu."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nndesigner.ui.fonts import font
from nndesigner.ui.theme import Theme

HEIGHT = 22
_TEXT = 12
_CARET_ROOM = 14


class Chip(QToolButton):
    """A word with a menu of the other words."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMenu(QMenu(self))
        self._theme = theme
        self.token = "text"
        """Name of the colour of its word."""

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        self.ensurePolished()
        return QSize(self._metrics_width() + _CARET_ROOM + 16, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet frame, coloured where the word is."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            color = self._theme.color(self.token)
            plain = self.token == "text"
            bare = self._theme.color("line") if plain else color
            edge = self._theme.color("accent") if self.hasFocus() else bare
            painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1))
            lively = self.underMouse() or self.hasFocus()
            painter.setBrush(self._theme.color("accent_soft" if lively else "surface"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 5, 5)
            painter.setPen(self._theme.color("muted") if plain else color)
            painter.setFont(font(_TEXT))
            room = QRectF(self.rect()).adjusted(8, 0, -_CARET_ROOM, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
            self._paint_caret(painter)

    def _metrics_width(self) -> int:
        return QFontMetrics(font(_TEXT)).horizontalAdvance(self.text())

    def _paint_caret(self, painter: QPainter) -> None:
        x, y = self.width() - _CARET_ROOM + 1.0, self.height() / 2 - 1.0
        pen = QPen(painter.pen().color(), 1.3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(int(x), int(y), int(x + 3), int(y + 3))
        painter.drawLine(int(x + 3), int(y + 3), int(x + 6), int(y))
