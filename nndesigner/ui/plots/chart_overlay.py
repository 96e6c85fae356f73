"""The words on a chart: values at the ends of the lines, markers, and what is under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
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
_PADDING = 8
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

    @property
    def reading(self) -> list[tuple[str, str]]:
        """Names and exact values of what is under the pointer; empty when it is elsewhere."""
        found = self._under_pointer()
        if not found:
            return []
        series, index = found[0]
        where = self._chart.plot.x_name, f"{float(series.x[index]):,.6g}"
        return [where, *((series.name, exact(float(series.y[index]))) for series, index in found)]

    def set_ends(self, ends: list[End]) -> None:
        """Label these ends."""
        self._ends = ends
        self._chart.setAccessibleDescription(", ".join(self.end_words))
        self.raise_()
        self.update()

    def point(self, position: QPointF | None) -> None:
        """The pointer is here; None if it is not over the chart."""
        inside = position is not None and self._chart.curve_area().contains(position)
        self._pointed = position if inside else None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint markers, the crosshair, dots and words."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(SMALL))
            self._paint_markers(painter)
            self._paint_crosshair(painter)
            self._paint_ends(painter)
            self._paint_reading(painter)

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
            start = words_start(x, width, taken, self.width())
            if start is not None:
                painter.setPen(self._theme.color("muted"))
                painter.drawText(QRectF(start, area.top() - _LINE + 2, width, _LINE), _LEFT, marker.words)
                taken = start + width

    def _paint_crosshair(self, painter: QPainter) -> None:
        if self._pointed is None:
            return
        area, found = self._chart.curve_area(), self._under_pointer()
        for series, index in found[:1]:
            x = round(self._chart.position(float(series.x[index]), 1.0).x()) + 0.5
            painter.setPen(QPen(self._theme.color("faint"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for series, index in found:
            place = self._chart.position(float(series.x[index]), float(series.y[index]))
            painter.setPen(QPen(self._theme.color("surface"), 1.5))
            painter.setBrush(self._theme.color(series.token))
            painter.drawEllipse(place, _DOT, _DOT)

    def _paint_ends(self, painter: QPainter) -> None:
        places = [self._end_place(end) for end in self._ends]
        lowest = self._chart.curve_area().bottom() - _LINE / 2
        heights = _apart([place.y() for place in places], _LINE, lowest)
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

    def _paint_reading(self, painter: QPainter) -> None:
        """A box beside the crosshair, on the side that has room."""
        lines = self.reading
        if self._pointed is None or not lines:
            return
        metrics, area = small_metrics(), self._chart.curve_area()
        names = max(metrics.horizontalAdvance(name) for name, _ in lines)
        width = names + max(metrics.horizontalAdvance(value) for _, value in lines) + 3 * _PADDING
        box = QRectF(0, area.top() + 4, width, len(lines) * _LINE + _PADDING)
        left = self._pointed.x() + 2 * _PADDING
        box.moveLeft(left if left + width <= self.width() else self._pointed.x() - 2 * _PADDING - width)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(box, 6, 6)
        for place, (name, value) in enumerate(lines):
            line = QRectF(box.left() + _PADDING, box.top() + _PADDING / 2 + place * _LINE, width, _LINE)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(line, _LEFT, name)
            painter.setPen(self._theme.color("text"))
            painter.drawText(line.adjusted(names + _PADDING, 0, 0, 0), _LEFT, value)


def _apart(heights: list[float], least: float, lowest: float) -> list[float]:
    """The same heights in the same order, moved apart by at least `least`, none below `lowest`."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for before, after in pairwise(order):
        overlap = moved[before] + least - moved[after]
        if overlap > 0:
            moved[before] -= overlap / 2
            moved[after] += overlap / 2
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    for place, at in enumerate(reversed(order)):
        moved[at] = min(moved[at], lowest - place * least)
    return moved


def words_start(x: float, width: float, taken: float, right: float) -> float | None:
    """Where the words at a marker begin: behind its line, before it at the right edge; None without room."""
    start = x + 6.0
    if start + width > right:
        start = x - width
    return start if start >= taken else None


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
