"""A short way from one view to another, so that the eye can follow; anything else the user does ends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation
from PySide6.QtGui import QGuiApplication

from nndesigner.ui.canvas.viewport import Viewport

DURATION_MS = 180
"""How long it takes; 0 jumps."""
_EQUAL = 1e-3
"""Scales that differ by a smaller share are the same."""


class Flight(QObject):
    """Shows views one after the other until the last one."""

    def __init__(self, show: Callable[[Viewport], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._ends = Viewport(), Viewport()
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    def begin(self, start: Viewport, end: Viewport) -> None:
        """Go from one view to another; at once where nobody sees it."""
        self.stop()
        if DURATION_MS == 0 or QGuiApplication.platformName() == "offscreen":
            self._show(end)
            return
        self._ends = start, end
        self._animation.setDuration(DURATION_MS)
        self._animation.start()

    def stop(self) -> None:
        """Stay where it is now."""
        self._animation.stop()

    def _step(self, share: float) -> None:
        self._show(between(*self._ends, share))


def between(start: Viewport, end: Viewport, share: float) -> Viewport:
    """The view at a share of the way, zooming evenly about the point that both show at the same place."""
    if share >= 1.0:
        return end
    grown = end.scale - start.scale
    if abs(grown) < _EQUAL * start.scale:
        return Viewport(start.scale, start.offset + (end.offset - start.offset) * share)
    fixed = (start.offset - end.offset) / grown
    scale = start.scale * (end.scale / start.scale) ** share
    return Viewport(scale, QPointF(fixed * (start.scale - scale) + start.offset))
