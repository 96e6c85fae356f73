"""Painting the chart of learning rates: axes, lines, marks, and what is under the pointer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import number
from nndesigner.ui.plots.painting import small_metrics
from nndesigner.ui.rates.picture import Line, Mark, Picture
from nndesigner.ui.theme import Theme

if TYPE_CHECKING:
    from nndesigner.ui.rates.chart import RateChart

_LINE = 16
_DOT = 4.0
_PADDING = 8
_FOOT = 22
"""Distance of the words under the axis of η from it."""
_ACROSS = "learning rate η"
_ROWS = 3
"""Marks whose words would touch are written below each other."""
_FAINT = 90
"""Opacity of lines in the background, of 255."""


class ChartPainter:
    """Paints one picture once."""

    def __init__(self, painter: QPainter, theme: Theme, chart: RateChart, picture: Picture) -> None:
        self._painter, self._theme, self._chart, self._picture = painter, theme, chart, picture
        self._area = chart.area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))

    def paint(self, pointed: float | None) -> None:
        """Paint everything.

        Args:
            pointed: η under the pointer, if any.
        """
        self._paint_zone()
        self._paint_axes()
        self._painter.setClipRect(self._area)
        for line in (*self._picture.lines, self._picture.curve):
            self._paint_line(line)
        self._painter.setClipping(False)
        self._paint_marks()
        for line in self._picture.lines:
            self._paint_words(line)
        if pointed is not None:
            self._paint_reading(pointed)

    # -- background

    def _paint_zone(self) -> None:
        zone, painter = self._picture.zone, self._painter
        if zone is None:
            return
        left = self._chart.x_of(zone.start)
        box = QRectF(left, self._area.top(), self._area.right() - left, self._area.height())
        painter.fillRect(box, self._theme.color("warning_soft"))
        if small_metrics().horizontalAdvance(zone.words) + 2 * _PADDING <= box.width():
            painter.setPen(self._theme.color("warning_text"))
            foot = QRectF(box.left(), box.bottom() - _LINE - 4, box.width() - _PADDING, _LINE)
            painter.drawText(foot, _TO_RIGHT, zone.words)

    def _paint_axes(self) -> None:
        painter, area, chart = self._painter, self._area, self._chart
        across, up = chart.ticks()
        lines: list[QLineF] = []
        painter.setPen(self._theme.color("muted"))
        for cost, words in up:
            y = round(chart.y_of(cost)) + 0.5
            lines.append(QLineF(area.left(), y, area.right(), y))
            painter.drawText(QRectF(0, y - _LINE / 2, area.left() - _PADDING, _LINE), _TO_RIGHT, words)
        for rate, words in across:
            x = chart.x_of(rate)
            painter.drawText(QRectF(x - 40, area.bottom() + 4, 80, _LINE), _CENTRE, words)
        painter.drawText(QRectF(area.left(), area.bottom() + _FOOT, area.width(), _LINE), _CENTRE, _ACROSS)
        painter.drawText(
            QRectF(0, area.top() - _LINE - 4, area.left() - _PADDING, _LINE), _TO_RIGHT, "cost C"
        )
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLines(lines)
        if self._picture.level is not None:
            y = round(chart.y_of(self._picture.level)) + 0.5
            painter.setPen(QPen(self._theme.color("faint"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    # -- lines

    def _paint_line(self, line: Line) -> None:
        color = self._theme.color(line.token)
        color.setAlpha(_FAINT if line.faint else 255)
        style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
        self._painter.setPen(QPen(color, 1.0 if line.faint else 1.8 if not line.dashed else 1.4, style))
        chart, finite = self._chart, np.isfinite(line.y)
        gaps = np.flatnonzero(np.diff(finite.astype(np.int8))) + 1
        for part in np.split(np.arange(len(line.x)), gaps):
            if len(part) > 1 and finite[part[0]]:
                points = [QPointF(chart.x_of(float(line.x[n])), chart.y_of(float(line.y[n]))) for n in part]
                self._painter.drawPolyline(QPolygonF(points))

    def _paint_words(self, line: Line) -> None:
        """Under the axis of η, at its right end: beside the line another one would cross them."""
        area = self._area
        foot = QRectF(area.left(), area.bottom() + _FOOT, area.width(), _LINE)
        taken = small_metrics().horizontalAdvance(_ACROSS) / 2 + _PADDING
        if small_metrics().horizontalAdvance(line.words) <= foot.width() / 2 - taken:
            self._painter.setPen(self._theme.color("muted"))
            self._painter.drawText(foot, _TO_RIGHT, line.words)

    # -- marks

    def _paint_marks(self) -> None:
        ends = [-math.inf] * _ROWS
        for mark in sorted(self._picture.marks, key=lambda mark: mark.rate):
            x = self._chart.x_of(mark.rate)
            outside = not self._area.left() - 1 <= x <= self._area.right() + 1
            words = mark.words
            if outside:
                words = f"{words} →" if x > self._area.right() else f"← {words}"
            width = small_metrics().horizontalAdvance(words)
            left = self._words_left(x, width)
            row = next((row for row in range(_ROWS) if ends[row] <= left), _ROWS - 1)
            ends[row] = left + width + 2 * _PADDING
            top = 4.0 + row * _LINE
            self._painter.setPen(self._theme.color(mark.token))
            self._painter.drawText(QRectF(left, top, width + 2, _LINE), _TO_LEFT, words)
            if not outside:
                self._paint_mark(mark, x, top)

    def _words_left(self, x: float, width: float) -> float:
        """Beside the line, on the side that has room."""
        right = self._area.right() - width
        left = x + 6
        return left if left <= right else min(x - 6 - width, right)

    def _paint_mark(self, mark: Mark, x: float, top: float) -> None:
        painter, color = self._painter, self._theme.color(mark.token)
        style = Qt.PenStyle.DashLine if mark.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 1, style))
        x = round(x) + 0.5
        painter.drawLine(QPointF(x, top + 2), QPointF(x, self._area.bottom()))
        cost = self._picture.cost_at(mark.rate)
        if math.isfinite(cost):
            self._dot(QPointF(x, self._chart.y_of(cost)), mark.token)

    def _dot(self, place: QPointF, token: str) -> None:
        if self._area.adjusted(-1, -1, 1, 1).contains(place):
            self._painter.setPen(QPen(self._theme.color("surface"), 1.5))
            self._painter.setBrush(self._theme.color(token))
            self._painter.drawEllipse(place, _DOT, _DOT)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- pointer

    def _paint_reading(self, rate: float) -> None:
        painter, chart, area = self._painter, self._chart, self._area
        cost = self._picture.cost_at(rate)
        x = round(chart.x_of(rate)) + 0.5
        painter.setPen(QPen(self._theme.color("faint"), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        place = QPointF(x, chart.y_of(cost))
        self._dot(place, "accent")
        words = f"η {number(rate)}   C {number(cost)}"
        box = QRectF(0, 0, small_metrics().horizontalAdvance(words) + 2 * _PADDING, _LINE + _PADDING)
        left = place.x() + 12
        box.moveLeft(left if left + box.width() <= area.right() else place.x() - 12 - box.width())
        box.moveTop(min(max(place.y() - 32, area.top() + 4), area.bottom() - box.height() - 4))
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, _CENTRE, words)


_CENTRE = Qt.AlignmentFlag.AlignCenter
_TO_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_TO_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
