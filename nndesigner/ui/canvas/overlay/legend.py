"""What the colours mean: a colour bar with its range for lines and one for neurons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import MINUS, power, unit_exponent
from nndesigner.ui.plots.painting import signed_limit
from nndesigner.ui.theme import Theme

_BAR_WIDTH, _BAR_HEIGHT, _LINE = 84, 7, 20
_NARROWEST, _WIDEST = 20, 160
"""Widths of the names."""
_GAP, _END_WIDTH = 6, 38
"""Least width of the ends of a range in words."""
_SHORTEST, _NOTE_WIDTH = 24, 232


@dataclass(frozen=True)
class Range:
    """A symbol and the range of its numbers, from −limit to limit.

    Attributes:
        written: Whether circles have these numbers in them.
    """

    symbol: str
    limit: float
    written: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        """Lower and upper end in words."""
        if self.unit:
            factor = f"{self.limit / 10.0**self.unit:.3g}·{power(self.unit)}"
            return f"{MINUS}{factor}", f"+{factor}"
        return signed_limit(-self.limit).lstrip("+"), signed_limit(self.limit)

    @property
    def unit(self) -> int:
        """The power of ten in whose units the circles have its numbers."""
        return unit_exponent(self.limit) if self.written else 0


def unit_words(ranges: Sequence[Range]) -> tuple[str, ...]:
    """What the numbers in circles are to be multiplied by, where it is not 1."""
    written = (shown for shown in ranges if shown.unit)
    # "Δb in the last epoch" is called Δb here.
    named = ((shown.symbol.partition(" in ")[0], shown.unit) for shown in written)
    return tuple(f"In circles: {name} in units of {power(unit)}" for name, unit in named)


class Legend(Card):
    """Colour bars at the lower right of the canvas: lines first, then neurons with small and large ranges.

    Where there are no numbers, it says why.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("canvasLegend", parent)
        self._theme = theme
        self._bars = _Bars(theme, self)
        self._note = QLabel()
        self._note.setObjectName("canvasLegendNote")
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._note.setFixedWidth(_NOTE_WIDTH)
        self.row.setContentsMargins(8, 4, 8, 4)
        self.row.addWidget(self._bars)
        self.row.addWidget(self._note)
        theme.changed.connect(self._tell)

    @property
    def ranges(self) -> Sequence[Range]:
        """What is shown."""
        return self._bars.ranges

    @property
    def note(self) -> str:
        """Why there are no numbers."""
        return self._note.text()

    def show_ranges(self, ranges: Sequence[Range], note: str = "") -> bool:
        """Show other ranges, or, where there are none, why; whether anything is different now.

        Neither hides the legend.
        """
        hidden = not ranges and not note
        same = tuple(ranges) == tuple(self._bars.ranges) and note == self.note
        if same and hidden == self.isHidden():
            return False
        self._bars.ranges = tuple(ranges)
        self._note.setText(note)
        self._bars.setVisible(bool(ranges))
        self._note.setVisible(bool(note))
        self.setVisible(not hidden)
        self._tell()
        self._bars.updateGeometry()
        self._bars.update()
        self.adjustSize()
        return True

    def fit_into(self, width: int) -> None:
        """Take no more width than there is, if need be with shorter bars and names."""
        margins = self.row.contentsMargins()
        self._bars.room = width - margins.left() - margins.right()
        self._note.setFixedWidth(max(min(_NOTE_WIDTH, self._bars.room), 1))
        self._bars.updateGeometry()
        self.adjustSize()

    def _tell(self) -> None:
        """Say in words what the colours mean."""
        signs = self._theme.sign_words()
        words = ", ".join(f"{r.symbol} from {r.ends[0]} to {r.ends[1]}" for r in self._bars.ranges)
        self.setAccessibleName(f"Colours: {words}" if words else self.note)
        colors = f"{signs.minus.capitalize()} is minus, {signs.plus} is plus"
        lines = [f"{r.symbol} from {r.ends[0]} to {r.ends[1]}" for r in self._bars.ranges]
        self.setToolTip("\n".join([colors, *lines, *unit_words(self._bars.ranges)]) if words else "")


class _Bars(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ranges: tuple[Range, ...] = ()
        self.room = _NOTE_WIDTH
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        columns = self._name_width() + self._bar_width() + 2 * self._end_width() + 3 * _GAP
        metrics, notes = QFontMetrics(font(SMALL)), unit_words(self.ranges)
        widest = max((metrics.horizontalAdvance(note) + 2 for note in notes), default=0)
        rows = max(1, len(self.ranges)) + len(notes)
        return QSize(max(columns, min(widest, max(self.room, 1))), _LINE * rows)

    def _name_width(self) -> int:
        metrics = QFontMetrics(font(SMALL))
        widths = [metrics.horizontalAdvance(shown.symbol) for shown in self.ranges]
        left = max(self.room - _SHORTEST - 2 * self._end_width() - 3 * _GAP, _NARROWEST)
        return min(max([_NARROWEST, *(width + 2 for width in widths)]), _WIDEST, left)

    def _end_width(self) -> int:
        metrics = QFontMetrics(font(SMALL))
        widths = [metrics.horizontalAdvance(end) for shown in self.ranges for end in shown.ends]
        return max([_END_WIDTH, *(width + 2 for width in widths)])

    def _bar_width(self) -> int:
        left = self.room - self._name_width() - 2 * self._end_width() - 3 * _GAP
        return min(max(left, _SHORTEST), _BAR_WIDTH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(SMALL))
            for row, shown in enumerate(self.ranges):
                self._paint_range(painter, row * _LINE, shown)
            painter.setPen(self._theme.color("muted"))
            for row, words in enumerate(unit_words(self.ranges), len(self.ranges)):
                fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())
                area = QRectF(0, row * _LINE, self.width(), _LINE)
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, fitting)

    def _paint_range(self, painter: QPainter, top: int, shown: Range) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.color("muted"))
        width = self._name_width()
        name = painter.fontMetrics().elidedText(shown.symbol, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(0, top, width, _LINE), middle, name)
        end = self._end_width()
        left = QRectF(width + _GAP, top, end, _LINE)
        bar = QRectF(left.right() + _GAP, top + (_LINE - _BAR_HEIGHT) / 2, self._bar_width(), _BAR_HEIGHT)
        right = QRectF(bar.right() + _GAP, top, end, _LINE)
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignRight, shown.ends[0])
        painter.drawText(right, middle, shown.ends[1])
        colors = self._theme.diverging()
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, entry in ((0.0, 0), (0.5, 128), (1.0, 255)):
            gradient.setColorAt(place, QColor(*(int(part) for part in colors[entry, :3])))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
