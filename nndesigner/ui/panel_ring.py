"""A ring around the panel that the keyboard came to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from nndesigner.ui.theme import Theme

_WIDTH, _INSET, _RADIUS = 2.0, 2.0, 6.0


class PanelRing(QWidget):
    """Shown from F6 until the focus leaves the panel. The canvas draws a ring of its own.

    Args:
        theme: Gives the colour.
        canvas: The panel that needs none.
        parent: Holds all the panels.
    """

    def __init__(self, theme: Theme, canvas: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panelRing")
        self._theme, self._canvas, self._parent = theme, canvas, parent
        self._place: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        self.hide()

    @property
    def place(self) -> QWidget | None:
        """The panel that it surrounds."""
        return self._place

    def surround(self, place: QWidget) -> None:
        """Stand around a panel."""
        self._leave()
        if place is not self._canvas:
            self._place = place
            place.installEventFilter(self)
            self._fit()
            self.show()
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panel has another place."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._fit()
        elif event.type() in (QEvent.Type.Hide, QEvent.Type.MouseButtonPress):
            self._leave()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), _WIDTH))
            inside = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
            painter.drawRoundedRect(inside, _RADIUS, _RADIUS)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        place = self._place
        if place is not None and now is not None and now is not place and not place.isAncestorOf(now):
            self._leave()

    def _fit(self) -> None:
        if self._place is not None:
            self.setGeometry(QRectF(self._place.rect()).toRect())
            self.move(self._place.mapTo(self._parent, QPoint()))

    def _leave(self) -> None:
        if self._place is not None:
            self._place.removeEventFilter(self)
            self._place = None
        self.hide()
