"""A card of the start page: a small drawing, a name and one sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from nndesigner.ui.examples import Example
from nndesigner.ui.fonts import TEXT, font
from nndesigner.ui.network_sketch import NetworkSketch, stack_document
from nndesigner.ui.theme import Theme

_SIZE = QSize(248, 208)
_RADIUS = 8
_PADDING = 16
_PICTURE = 104
_LINE = 20


class ExampleCard(QAbstractButton):
    """Starts an example when clicked, or with Space or Enter."""

    def __init__(self, example: Example, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._example = example
        self._theme = theme
        inputs, *_, outputs = (int(size) for size in example.shape.split("-"))
        self._sketch = NetworkSketch(stack_document(inputs, example.hidden, outputs))
        self._picture: QPixmap | None = None
        self._hovered = False
        self.setObjectName(f"example:{example.key}")
        self.setText(example.label)
        self.setAccessibleName(f"Example: {example.label}")
        self.setAccessibleDescription(example.description)
        self.setToolTip(f"Open the example with a network of {example.shape} neurons")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        """Three cards fit beside each other on the start page."""
        return _SIZE

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is over it."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has left."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, drawing, name, shape and sentence."""
        tokens = self._theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            marked = self._hovered or self.hasFocus() or self.isDown()
            focused = self.hasFocus()
            edge = tokens.accent if focused else tokens.faint if marked else tokens.line
            painter.setPen(QPen(QColor(edge), 2 if focused else 1))
            resting = tokens.sunken if self._hovered else tokens.surface
            painter.setBrush(QColor(tokens.accent_soft if self.isDown() else resting))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
            painter.drawPixmap(_PADDING, _PADDING, self._drawing())
            self._write(painter)

    def _write(self, painter: QPainter) -> None:
        tokens, align = self._theme.tokens, Qt.AlignmentFlag
        width = self.width() - 2 * _PADDING
        line = QRectF(_PADDING, _PADDING + _PICTURE + 10, width, _LINE)
        painter.setFont(font(TEXT, QFont.Weight.DemiBold))
        painter.setPen(QColor(tokens.text))
        painter.drawText(line, align.AlignLeft | align.AlignVCenter, self._example.label)
        painter.setFont(font(11))
        painter.setPen(QColor(tokens.faint))
        painter.drawText(line, align.AlignRight | align.AlignVCenter, self._example.shape)
        painter.setFont(font(TEXT))
        painter.setPen(QColor(tokens.muted))
        words = QRectF(_PADDING, line.bottom() + 2, width, 2 * _LINE)
        painter.drawText(words, int(align.AlignLeft | Qt.TextFlag.TextWordWrap), self._example.description)

    def _drawing(self) -> QPixmap:
        """The sketch as a picture; drawn again only when size or theme changes."""
        ratio = self.devicePixelRatioF()
        size = QSize(self.width() - 2 * _PADDING, _PICTURE)
        if self._picture is None or self._picture.deviceIndependentSize().toSize() != size:
            self._picture = QPixmap(size * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                self._sketch.draw(painter, QRectF(0, 0, size.width(), size.height()), self._theme.tokens)
        return self._picture

    def _forget(self) -> None:
        self._picture = None
        self.update()
