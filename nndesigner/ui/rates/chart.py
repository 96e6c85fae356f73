"""The cost over the learning rate, with marks; a click on the curve picks a rate."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nndesigner.ui.plots.ticks import Tick, linear_ticks, log_ticks
from nndesigner.ui.rates.chart_painter import ChartPainter
from nndesigner.ui.rates.picture import Picture
from nndesigner.ui.theme import Theme

_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 16, 58, 42
_ROW, _COLUMN = 36, 70
"""Least distance of marks on the axes."""
_FAR = 50.0
"""Heights of the area beyond which the painter need not know how far away a point is."""


class RateChart(QWidget):
    """Shows one picture. The arrow keys move the pick from point to point."""

    picked = Signal(float)
    """The user chose the η of a point."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: Picture | None = None
        self._pointed: float | None = None
        self._choice: float | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    @property
    def pointed(self) -> float | None:
        """η of the point nearest to the pointer; None while it is elsewhere."""
        return self._pointed

    def show_picture(self, picture: Picture | None, choice: float | None) -> None:
        """Show this, or nothing.

        Args:
            picture: What to draw.
            choice: The η that the arrow keys go on from.
        """
        self._picture, self._choice = picture, choice
        if picture is not None:
            self.setAccessibleDescription(", ".join(mark.words for mark in picture.marks))
        self.update()

    # -- geometry

    def area(self) -> QRectF:
        """Where curves are drawn."""
        width, height = self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM
        return QRectF(_LEFT, _TOP, max(width, 1), max(height, 1))

    def x_of(self, rate: float) -> float:
        """Where an η is; beyond the ends where it is outside."""
        picture, area = self._picture, self.area()
        if picture is None:
            return area.left()
        if picture.log:
            share = math.log(max(rate, 1e-300) / picture.left) / math.log(picture.right / picture.left)
        else:
            share = (rate - picture.left) / (picture.right - picture.left)
        return area.left() + share * area.width()

    def y_of(self, cost: float) -> float:
        """Where a cost is; an endless one is far above."""
        picture, area = self._picture, self.area()
        if picture is None:
            return area.bottom()
        share = (cost - picture.low) / (picture.high - picture.low)
        return area.bottom() - min(max(share, -_FAR), _FAR) * area.height()

    def rate_near(self, x: float) -> float | None:
        """η of the point that is nearest to a horizontal position; None if there is none."""
        picture = self._picture
        if picture is None or not len(picture.pickable):
            return None
        places = np.array([self.x_of(float(rate)) for rate in picture.pickable])
        return float(picture.pickable[int(np.argmin(np.abs(places - x)))])

    def ticks(self) -> tuple[list[Tick], list[Tick]]:
        """Marks of the axis of η and of the axis of the cost; those of η are at η, also on a log axis."""
        picture, area = self._picture, self.area()
        if picture is None:
            return [], []
        rows, columns = max(2, int(area.height() // _ROW)), max(2, int(area.width() // _COLUMN))
        if picture.log:
            found = log_ticks(math.log10(picture.left), math.log10(picture.right), columns)
            across = [(10.0**place, words) for place, words in found]
        else:
            across = linear_ticks(picture.left, picture.right, columns)
        return across, linear_ticks(picture.low, picture.high, rows)

    # -- Qt

    def sizeHint(self) -> QSize:
        """A useful size."""
        return QSize(680, 340)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(360, 200)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        inside = self.area().contains(event.position())
        self._point(self.rate_near(event.position().x()) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went elsewhere."""
        self._point(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the point under the pointer."""
        rate = self.rate_near(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and rate is not None:
            self.picked.emit(rate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys pick the point beside the one chosen."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        picture = self._picture
        if step is None or picture is None or not len(picture.pickable):
            super().keyPressEvent(event)
            return
        rates = picture.pickable
        nearest = int(np.argmin(np.abs(np.log(rates / (self._choice or float(rates[0]))))))
        self.picked.emit(float(rates[min(max(nearest + step, 0), len(rates) - 1)]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything."""
        if self._picture is not None:
            with QPainter(self) as painter:
                ChartPainter(painter, self._theme, self, self._picture).paint(self._pointed)

    def _point(self, rate: float | None) -> None:
        if rate != self._pointed:
            self._pointed = rate
            self.update()
