"""What is under the pointer, said at once at the foot of the canvas."""

from __future__ import annotations

import math

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
_BETWEEN = "  "


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

    @property
    def rows(self) -> list[str]:
        """The numbers after the first one, line by line."""
        return self._lines.rows

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
        """Take no more width than there is: numbers go on in another line, and the name is shortened."""
        margins = self.row.contentsMargins()
        self._lines.room = width - margins.left() - margins.right()
        self._lines.updateGeometry()
        self.resize(QSize(min(self.sizeHint().width(), width), self.sizeHint().height()))


class _Lines(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(1)
        self._theme = theme
        self.reading: Reading | None = None
        self.room = LEAST
        theme.changed.connect(self.update)

    @property
    def rows(self) -> list[str]:
        """The numbers after the first one, line by line; the first line begins behind that one."""
        if self.reading is None:
            return []
        rows, left = [""], self.room - self._indent
        for words in self.reading.others:
            longer = f"{rows[-1]}{_BETWEEN}{words}" if rows[-1] else words
            if _width(longer, font(SMALL + 1)) <= left:
                rows[-1] = longer
            else:
                rows.append(words)
                left = self.room
        return rows

    @property
    def _indent(self) -> float:
        lead = self.reading.lead if self.reading is not None else ""
        return _width(lead, _bold()) + _GAP if lead else 0.0

    def sizeHint(self) -> QSize:
        if self.reading is None:
            return QSize(1, _UPPER + _LOWER)
        first, *others = self.rows
        upper = self._indent + (_width(first, font(SMALL + 1)) if first else 0.0)
        widths = [upper, _width(self.reading.whose, font(SMALL))]
        widths += [_width(row, font(SMALL + 1)) for row in others]
        return QSize(math.ceil(max(widths)) + 2, _UPPER + _LOWER * (1 + len(others)))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.reading is None:
            return
        said, (first, *others) = self.reading, self.rows
        with QPainter(self) as painter:
            upper = QRectF(0, 0, self.width(), _UPPER)
            self._write(painter, upper, said.lead, _bold(), "text")
            self._write(painter, upper.adjusted(self._indent, 0, 0, 0), first, font(SMALL + 1), "muted")
            lower = QRectF(0, _UPPER, self.width(), _LOWER)
            for row in others:
                self._write(painter, lower, row, font(SMALL + 1), "muted")
                lower.translate(0, _LOWER)
            self._write_name(painter, lower, said)

    def _write_name(self, painter: QPainter, area: QRectF, said: Reading) -> None:
        """The name, shortened so that the note behind it is there as a whole."""
        note = f" · {said.note}" if said.note else ""
        left = max(area.width() - _width(note, font(SMALL)), 0.0)
        name = QFontMetricsF(font(SMALL)).elidedText(said.name, Qt.TextElideMode.ElideRight, left)
        self._write(painter, area, f"{name}{note}", font(SMALL), "text")

    def _write(self, painter: QPainter, area: QRectF, words: str, made: QFont, token: str) -> None:
        painter.setFont(made)
        painter.setPen(self._theme.color(token))
        fitting = QFontMetricsF(made).elidedText(words, Qt.TextElideMode.ElideRight, max(area.width(), 0))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)


def _bold() -> QFont:
    return font(TEXT, QFont.Weight.DemiBold)


def _width(words: str, made: QFont) -> float:
    return QFontMetricsF(made).horizontalAdvance(words)
