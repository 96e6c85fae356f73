"""What an empty canvas says: how to begin."""

from __future__ import annotations

from itertools import islice, pairwise

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nndesigner.document.edits import STARTS
from nndesigner.ui.canvas.legs import curve_between
from nndesigner.ui.theme import Theme

_COLUMNS = (2, 3, 1)
"""Neurons of the network that is only outlined."""
_STARTS = 4
"""Ready-made networks that have a button here: the simplest."""
_GAP, _PITCH, _RADIUS, _PADDING = 96.0, 32.0, 9.0, 9.0


class Hint(QFrame):
    """Friendly words and a few ways to begin, in the middle of an empty canvas."""

    itemRequested = Signal(str)
    """A button was pressed; carries the palette item."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvasHint")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(_Outlines(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        title = QLabel("Draw your network here")
        title.setProperty("role", "headline")
        words = QLabel(
            "Drag an input layer from the palette on the left, then a hidden and an output layer beside it.\n"
            "Or double-click, press Space or just type: everything that can be added is found by its name."
        )
        words.setProperty("role", "muted")
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self._buttons())
        self.setAccessibleName("Empty canvas")
        self.adjustSize()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._button("layer:input", "Add an input layer", "Add an input layer", primary=True))
        for key, start in islice(STARTS.items(), _STARTS):
            row.addWidget(self._button(f"start:{key}", f"{start.label}  {start.shape}", start.description))
        row.addStretch(1)
        return row

    def _button(self, item: str, words: str, tip: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"hint:{item}")
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setProperty("primary", primary)
        button.clicked.connect(lambda: self.itemRequested.emit(item))
        return button


class _Outlines(QWidget):
    """The outline of a network that is not there yet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        width = _GAP * (len(_COLUMNS) - 1) + 2 * (_RADIUS + _PADDING) + 4
        height = _PITCH * (max(_COLUMNS) - 1) + 2 * (_RADIUS + _PADDING) + 4
        self.setFixedSize(round(width), round(height))
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            places = [self._places(column) for column in range(len(_COLUMNS))]
            painter.setPen(QPen(self._theme.color("line"), 1.5))
            for left, right in pairwise(places):
                for start in left:
                    for end in right:
                        edge = QPointF(_RADIUS, 0)
                        painter.drawPath(curve_between(start + edge, end - edge))
            for column in places:
                painter.setPen(QPen(self._theme.color("accent"), 1.2, Qt.PenStyle.DashLine))
                painter.setBrush(self._theme.color("accent_soft"))
                around = _RADIUS + _PADDING
                box = QRectF(column[0], column[-1]).adjusted(-around, -around, around, around)
                painter.drawRoundedRect(box, 8, 8)
                painter.setBrush(self._theme.color("surface"))
                painter.setPen(QPen(self._theme.color("accent"), 1.2))
                for place in column:
                    painter.drawEllipse(place, _RADIUS, _RADIUS)

    def _places(self, column: int) -> list[QPointF]:
        count = _COLUMNS[column]
        x = _RADIUS + _PADDING + 2 + column * _GAP
        return [
            QPointF(x, self.height() / 2 + (place - (count - 1) / 2) * _PITCH) for place in range(count)
        ]
