"""How the weights are spread, with those that a threshold removes faded."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from nndesigner.ui.panels.inspector.widgets.histogram import Histogram

_FOOT = 16
_FADE = 0.7


class WeightsHistogram(Histogram):
    """A distribution that is faded from −threshold to threshold."""

    threshold: float | None = None

    def show_threshold(self, threshold: float | None) -> None:
        """Fade the weights below a threshold; None: none."""
        self.threshold = threshold
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bars, and a veil over those that go."""
        super().paintEvent(event)
        if self.shown is None or self.threshold is None or self.shown.reach <= 0:
            return
        with QPainter(self) as painter:
            half = min(self.threshold / self.shown.reach, 1.0) * self.width() / 2
            band = QRectF(self.width() / 2 - half, 0, 2 * half, self.height() - _FOOT)
            veil = self._theme.color("surface")
            veil.setAlphaF(_FADE)
            painter.fillRect(band, veil)
            painter.setPen(self._theme.color("muted"))
            for x in (band.left(), band.right()):
                painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()))
