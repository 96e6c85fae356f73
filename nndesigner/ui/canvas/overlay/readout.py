"""What is under the pointer, said at once at the foot of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.canvas.reading import Reading
from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.theme import Theme

LEAST = 240
"""Width below which the readout has no room."""
_UPPER, _LOWER, _GAP = 18, 16, 10


class Readout(Card):
    """The number in bold, then the others that belong to it; under them whose they are.

    It stands still while the pointer moves, where nothing of the network is covered.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("canvasReadout", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines = _Lines(theme, self)
        self.row.setContentsMargins(10, 3, 10, 3)
        self.row.addWidget(self._lines)
        self.hide()

    @property
    def reading(self) -> Reading | None:
        """What is said."""
        return self._lines.reading

    def show_reading(self, reading: Reading | None) -> bool:
        """Say something else, or nothing; whether it has another size now."""
        if reading == self._lines.reading:
            return False
        before = self.sizeHint() if self.isVisible() else None
        self._lines.reading = reading
        self.setVisible(reading is not None)
        if reading is not None:
            self.setAccessibleName(", ".join(filter(None, (reading.lead, reading.whose, reading.rest))))
            self._lines.updateGeometry()
            self._lines.update()
        return reading is not None and self.sizeHint() != before

    def fit_into(self, width: int) -> None:
        """Take no more width than there is; what does not fit is shortened."""
        self.resize(QSize(min(self.sizeHint().width(), width), self.sizeHint().height()))


class _Lines(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(1)
        self._theme = theme
        self.reading: Reading | None = None
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        if self.reading is None:
            return QSize(1, _UPPER + _LOWER)
        upper = _width(self.reading.lead, _bold())
        if self.reading.rest:
            upper += _GAP + _width(self.reading.rest, font(SMALL + 1))
        return QSize(round(max(upper, _width(self.reading.whose, font(SMALL)))) + 2, _UPPER + _LOWER)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, _UPPER + _LOWER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.reading is None:
            return
        said = self.reading
        with QPainter(self) as painter:
            upper = QRectF(0, 0, self.width(), _UPPER)
            self._write(painter, upper, said.lead, _bold(), "text")
            if said.rest:
                upper.setLeft(_width(said.lead, _bold()) + _GAP if said.lead else 0)
                self._write(painter, upper, said.rest, font(SMALL + 1), "muted")
            lower = QRectF(0, _UPPER, self.width(), _LOWER)
            self._write(painter, lower, said.whose, font(SMALL), "text")

    def _write(self, painter: QPainter, area: QRectF, words: str, made: QFont, token: str) -> None:
        painter.setFont(made)
        painter.setPen(self._theme.color(token))
        fitting = QFontMetricsF(made).elidedText(words, Qt.TextElideMode.ElideRight, max(area.width(), 0))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)


def _bold() -> QFont:
    return font(TEXT, QFont.Weight.DemiBold)


def _width(words: str, made: QFont) -> float:
    return QFontMetricsF(made).horizontalAdvance(words)
