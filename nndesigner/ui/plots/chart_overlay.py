"""The words on a chart: values at the ends of the lines, markers, and what is under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import exact, number
from nndesigner.ui.plots.painting import small_metrics
from nndesigner.ui.plots.series import Series
from nndesigner.ui.theme import Theme

if TYPE_CHECKING:
    from nndesigner.ui.plots.chart import Chart

_LINE = 16
_DOT = 3.5
_MOST_MARKERS = 12


@dataclass(frozen=True, eq=False)
class End:
    """The last visible point of a series."""

    series: Series
    index: int

    @property
    def words(self) -> str:
        """Name and value: “training 0.098”."""
        return f"{self.series.name} {number(float(self.series.y[self.index]))}"


class ChartOverlay(QWidget):
    """Lies over the chart and lets the mouse through."""

    read = Signal(str)
    """The exact values under the pointer; empty when it is elsewhere."""

    def __init__(self, theme: Theme, chart: Chart) -> None:
        super().__init__(chart)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._chart = theme, chart
        self._ends: list[End] = []
        self._pointed: QPointF | None = None

    @property
    def end_words(self) -> list[str]:
        """What stands at the ends of the lines."""
        return [end.words for end in self._ends]

    def set_ends(self, ends: list[End]) -> None:
        """Label these ends."""
        self._ends = ends
        self.raise_()
        self.update()
        if self._pointed is not None:
            self.read.emit(self._reading())

    def point(self, position: QPointF | None) -> None:
        """The pointer is here; None if it is not over the chart."""
        inside = position is not None and self._chart.curve_area().contains(position)
        self._pointed = position if inside else None
        self.read.emit(self._reading())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint markers, the crosshair, dots and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        self._paint_markers(painter)
        self._paint_crosshair(painter)
        self._paint_ends(painter)

    def _paint_markers(self, painter: QPainter) -> None:
        area = self._chart.curve_area()
        taken = -1e9
        for marker in self._chart.plot.markers[-_MOST_MARKERS:]:
            x = self._chart.position(marker.x, 1.0).x()
            if not area.left() <= x <= area.right():
                continue
            painter.setPen(QPen(self._theme.color("faint"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom()))
            width = small_metrics().horizontalAdvance(marker.words) + 12
            if x >= taken:
                painter.setPen(self._theme.color("muted"))
                box = QRectF(x + 6, area.top() - _LINE + 2, width, _LINE)
                painter.drawText(box, _LEFT, marker.words)
                taken = x + width

    def _paint_crosshair(self, painter: QPainter) -> None:
        if self._pointed is None:
            return
        area = self._chart.curve_area()
        for series, index in self._under_pointer():
            place = self._chart.position(float(series.x[index]), float(series.y[index]))
            painter.setPen(QPen(self._theme.color("faint"), 1))
            painter.drawLine(QPointF(place.x(), area.top()), QPointF(place.x(), area.bottom()))
            painter.setPen(QPen(self._theme.color("surface"), 1.5))
            painter.setBrush(self._theme.color(series.token))
            painter.drawEllipse(place, _DOT, _DOT)

    def _paint_ends(self, painter: QPainter) -> None:
        places = [self._end_place(end) for end in self._ends]
        heights = _apart([place.y() for place in places], _LINE)
        for end, place, y in zip(self._ends, places, heights, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(end.series.token))
            painter.drawEllipse(place, _DOT, _DOT)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QRectF(place.x() + 10, y - _LINE / 2, 240, _LINE), _LEFT, end.words)

    def _end_place(self, end: End) -> QPointF:
        return self._chart.position(float(end.series.x[end.index]), float(end.series.y[end.index]))

    def _under_pointer(self) -> list[tuple[Series, int]]:
        if self._pointed is None:
            return []
        found: list[tuple[Series, int]] = []
        for series in self._chart.plot.series:
            index = None if series.subdued else self._chart.index_at(series, self._pointed)
            if index is not None and series.y[index] == series.y[index]:
                found.append((series, index))
        return found

    def _reading(self) -> str:
        found = self._under_pointer()
        if not found:
            return ""
        series, index = found[0]
        where = f"{self._chart.plot.x_name} {float(series.x[index]):,.6g}"
        values = [f"{series.name} {exact(float(series.y[index]))}" for series, index in found]
        return " · ".join([where, *values])


def _apart(heights: list[float], least: float) -> list[float]:
    """The same heights, moved so that none is nearer to another than `least`, in the same order."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for before, after in pairwise(order):
        overlap = moved[before] + least - moved[after]
        if overlap > 0:
            moved[before] -= overlap / 2
            moved[after] += overlap / 2
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    return moved


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
