"""A small picture of the picture."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nndesigner.ui.style import derived
from nndesigner.ui.theme import Theme

_SIZE = QSize(440, 320)
_MARGINS, _RADIUS, _CELL = QMargins(12, 12, 12, 12), 8, 8


class Preview(QWidget):
    """Shows an image as large as there is room; where it is transparent, a chequered ground."""

    resized = Signal()
    """There is room for another size of image."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picturePreview")
        self.setAccessibleName("Preview")
        self.setMinimumSize(_SIZE)
        self._theme = theme
        self._image: QImage | None = None
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show another image."""
        self._image = image
        self.update()

    @property
    def room(self) -> QSizeF:
        """Room for an image, in pixels of the screen."""
        return QSizeF(self.size().shrunkBy(_MARGINS)) * self.devicePixelRatioF()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The image has another size now."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        with QPainter(self) as painter:
            hints = QPainter.RenderHint
            painter.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)
            whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(self._theme.color("line"), 1.0))
            painter.setBrush(self._theme.color("background"))
            painter.drawRoundedRect(whole, _RADIUS, _RADIUS)
            if self._image is not None:
                size = QSizeF(self._image.size())
                fitting = size.scaled(self.room, Qt.AspectRatioMode.KeepAspectRatio)
                shown = fitting if fitting.width() < size.width() else size
                area = QRectF(QPointF(), shown / self.devicePixelRatioF())
                area.moveCenter(whole.center())
                if self._image.hasAlphaChannel():
                    self._paint_ground(painter, area)
                painter.drawImage(area, self._image)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area)

    def _paint_ground(self, painter: QPainter, area: QRectF) -> None:
        squares = QPainterPath()
        for row in range(int(area.height() // _CELL) + 1):
            for column in range(row % 2, int(area.width() // _CELL) + 1, 2):
                corner = area.topLeft() + QPointF(column, row) * _CELL
                squares.addRect(QRectF(corner.x(), corner.y(), _CELL, _CELL).intersected(area))
        painter.fillRect(area, self._theme.color("surface"))
        painter.fillPath(squares, QColor(derived(self._theme.tokens)["hover"]))
