"""What the colours of a picture mean, at its foot: a colour bar with its range for lines and for neurons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from nndesigner.ui.canvas.overlay.legend import Range, unit_words
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.theme import Theme

_BAR_WIDTH, _BAR_HEIGHT, _LINE = 96.0, 7.0, 20.0
_GAP = 8.0


class PictureLegend:
    """One row per range."""

    def __init__(self, theme: Theme, ranges: Sequence[Range]) -> None:
        self._theme, self._ranges = theme, ranges
        self._notes = unit_words(ranges)
        metrics = QFontMetricsF(font(SMALL))
        self._widest_note = _widest(metrics, self._notes) if self._notes else 0.0
        self._names = _widest(metrics, [shown.symbol for shown in ranges])
        self._ends = _widest(metrics, [end for shown in ranges for end in shown.ends])

    @property
    def size(self) -> QSizeF:
        """Room that it needs; empty where there is nothing to explain."""
        if not self._ranges:
            return QSizeF()
        columns = self._names + _BAR_WIDTH + 2 * self._ends + 3 * _GAP
        return QSizeF(max(columns, self._widest_note), _LINE * (len(self._ranges) + len(self._notes)))

    def paint(self, painter: QPainter, corner: QPointF) -> None:
        """Paint it; `corner` is its upper left one."""
        for row, shown in enumerate(self._ranges):
            self._paint_range(painter, corner + QPointF(0.0, row * _LINE), shown)
        painter.setFont(font(SMALL))
        painter.setPen(self._theme.color("muted"))
        for row, words in enumerate(self._notes, len(self._ranges)):
            area = QRectF(corner.x(), corner.y() + row * _LINE, self.size.width(), _LINE)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_range(self, painter: QPainter, corner: QPointF, shown: Range) -> None:
        painter.setFont(font(SMALL))
        painter.setPen(self._theme.color("muted"))
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        name = QRectF(corner.x(), corner.y(), self._names, _LINE)
        low = QRectF(name.right() + _GAP, corner.y(), self._ends, _LINE)
        bar = QRectF(low.right() + _GAP, corner.y() + (_LINE - _BAR_HEIGHT) / 2, _BAR_WIDTH, _BAR_HEIGHT)
        high = QRectF(bar.right() + _GAP, corner.y(), self._ends, _LINE)
        painter.drawText(name, middle | right, shown.symbol)
        painter.drawText(low, middle | right, shown.ends[0])
        painter.drawText(high, middle, shown.ends[1])
        painter.setPen(QPen(self._theme.color("line"), 1.0))
        painter.setBrush(self._gradient(bar))
        painter.drawRoundedRect(bar, 3, 3)

    def _gradient(self, bar: QRectF) -> QLinearGradient:
        colors, made = self._theme.diverging(), QLinearGradient(bar.topLeft(), bar.topRight())
        for place, entry in ((0.0, 0), (0.5, len(colors) // 2), (1.0, len(colors) - 1)):
            made.setColorAt(place, QColor(*(int(part) for part in colors[entry, :3])))
        return made


def _widest(metrics: QFontMetricsF, words: Sequence[str]) -> float:
    return max((metrics.horizontalAdvance(word) for word in words), default=0.0) + 1.0
