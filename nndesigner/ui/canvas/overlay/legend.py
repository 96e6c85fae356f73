"""What the colours mean: a colour bar with its range for lines and one for neurons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.plots.painting import signed_limit
from nndesigner.ui.theme import Theme

_BAR_WIDTH, _BAR_HEIGHT, _LINE = 84, 7, 20
_NARROWEST, _WIDEST = 20, 132
"""Widths of the names."""
_GAP, _END_WIDTH = 6, 38


@dataclass(frozen=True)
class Range:
    """A symbol and the range of its numbers, from −limit to limit."""

    symbol: str
    limit: float

    @property
    def ends(self) -> tuple[str, str]:
        """Lower and upper end in words."""
        return signed_limit(-self.limit).lstrip("+"), signed_limit(self.limit)


class Legend(Card):
    """Colour bars at the lower right of the canvas: lines first, then neurons with small and large ranges."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("canvasLegend", parent)
        self._bars = _Bars(theme, self)
        self.row.setContentsMargins(8, 4, 8, 4)
        self.row.addWidget(self._bars)

    @property
    def ranges(self) -> Sequence[Range]:
        """What is shown."""
        return self._bars.ranges

    def show_ranges(self, ranges: Sequence[Range]) -> None:
        """Show other ranges; none hides the legend."""
        self.setVisible(bool(ranges))
        if tuple(ranges) != tuple(self._bars.ranges):
            self._bars.ranges = tuple(ranges)
            words = ", ".join(f"{r.symbol} from {r.ends[0]} to {r.ends[1]}" for r in ranges)
            self.setAccessibleName(f"Colours: {words}")
            self.setToolTip(f"Orange is minus, blue is plus\n{words}")
            self._bars.updateGeometry()
            self._bars.update()
            self.adjustSize()


class _Bars(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ranges: tuple[Range, ...] = ()
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = self._name_width() + _BAR_WIDTH + 2 * (_END_WIDTH + _GAP)
        return QSize(width, _LINE * max(1, len(self.ranges)))

    def _name_width(self) -> int:
        metrics = QFontMetrics(font(SMALL))
        widths = [metrics.horizontalAdvance(shown.symbol) for shown in self.ranges]
        return min(max([_NARROWEST, *(width + 2 for width in widths)]), _WIDEST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        for row, shown in enumerate(self.ranges):
            self._paint_range(painter, row * _LINE, shown)

    def _paint_range(self, painter: QPainter, top: int, shown: Range) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.color("muted"))
        width = self._name_width()
        name = painter.fontMetrics().elidedText(shown.symbol, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(0, top, width, _LINE), middle, name)
        left = QRectF(width, top, _END_WIDTH, _LINE)
        bar = QRectF(left.right() + _GAP, top + (_LINE - _BAR_HEIGHT) / 2, _BAR_WIDTH, _BAR_HEIGHT)
        right = QRectF(bar.right() + _GAP, top, _END_WIDTH, _LINE)
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignRight, shown.ends[0])
        painter.drawText(right, middle, shown.ends[1])
        colors = self._theme.diverging()
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, entry in ((0.0, 0), (0.5, 128), (1.0, 255)):
            gradient.setColorAt(place, QColor(*(int(part) for part in colors[entry, :3])))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
