"""The widget that the canvas is painted on."""

from __future__ import annotations

import sys
from abc import abstractmethod

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from nndesigner.session.session import Session
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.labels import tooltip
from nndesigner.ui.canvas.painting.foreground import Moment, paint_foreground
from nndesigner.ui.canvas.stage import CanvasStage
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme

_SOON_MS = 15
"""After so long it is looked whether connections that are drawn elsewhere can be painted."""


class Ground(QWidget):
    """Paints what is on the canvas, and says what is at a point."""

    def __init__(self, session: Session, theme: Theme, notices: Notices, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self.display = Display(session, theme)
        self.stage = CanvasStage(session, self.display, notices, self)
        self.stage.changed.connect(self.update)
        self._ringed = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._look_for_news)

    @property
    @abstractmethod
    def moment(self) -> Moment:
        """What is going on."""

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.tip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def tip_at(self, point: QPointF) -> str:
        """What is said about a point of the widget."""
        hit = self.stage.hit(self.stage.viewport.to_canvas(point))
        return tooltip(self._session, hit, self.display.values, self.display.mode)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint content and foreground; a failure is reported, and costs only what was not painted yet.

        Qt calls this in the midst of its own work and does not survive an exception that gets out of it.
        """
        try:
            with QPainter(self) as painter:
                self._paint(painter)
        except Exception as error:  # noqa: BLE001 - the event loop's boundary: handed to its hook
            sys.excepthook(type(error), error, error.__traceback__)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        hurry = self.stage.hurried
        if not self.display.paint(painter, self.size(), self.devicePixelRatioF(), hurry=hurry):
            self._soon.start()
        paint_foreground(painter, self._session, self.display, self.moment)
        if self._ringed:
            painter.setPen(QPen(self._theme.color("accent"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    def _look_for_news(self) -> None:
        """Paint again as soon as there is something new to be seen."""
        if self.display.drawing:
            self._soon.start()
        else:
            self.update()
