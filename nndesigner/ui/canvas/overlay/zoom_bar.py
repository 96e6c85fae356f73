"""How large the canvas is seen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.canvas.viewport import LARGEST
from nndesigner.ui.icons import icon
from nndesigner.ui.theme import Theme

_ICON = 14


def _words(scale: float) -> str:
    return f"{round(scale * 100):,} %"


class _Level(QToolButton):
    """As wide as the largest zoom needs, so that nothing moves."""

    def sizeHint(self) -> QSize:
        more = self.fontMetrics().horizontalAdvance(_words(LARGEST))
        more -= self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(more, 0), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ZoomBar(Card):
    """Out, the zoom itself, in, and fit."""

    zoomedOut = Signal()
    actual = Signal()
    zoomedIn = Signal()
    fitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("canvasZoom", parent)
        self.setAccessibleName("Zoom")
        self._theme = theme
        self._out = self._button("canvasZoomOut", "Zoom out (Ctrl+−)", self.zoomedOut)
        self._level = self._button("canvasZoomLevel", "Actual size (Ctrl+1)", self.actual, _Level())
        self._in = self._button("canvasZoomIn", "Zoom in (Ctrl++)", self.zoomedIn)
        self._fit = self._button("canvasFit", "Show the whole network (Ctrl+0)", self.fitted)
        self._fit.setText("Fit")
        theme.changed.connect(self._paint)
        self._paint()
        self.show_scale(1.0)

    def show_scale(self, scale: float) -> None:
        """Show the zoom."""
        self._level.setText(_words(scale))
        self._level.setAccessibleName(f"Zoom {round(scale * 100)} per cent; press for actual size")

    def _button(
        self, name: str, tip: str, signal: object, button: QToolButton | None = None
    ) -> QToolButton:
        button = button or QToolButton()
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.setIconSize(QSize(_ICON, _ICON))
        button.clicked.connect(signal)
        self.row.addWidget(button)
        return button

    def _paint(self) -> None:
        self._out.setIcon(icon("minus", self._theme.tokens, "text"))
        self._in.setIcon(icon("plus", self._theme.tokens, "text"))
