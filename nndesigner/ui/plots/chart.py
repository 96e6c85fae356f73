"""A line chart: pyqtgraph draws the curves, our own overlay the words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.plots.chart_overlay import ChartOverlay, End
from nndesigner.ui.plots.envelope import Envelope, Floats
from nndesigner.ui.plots.series import Plot, Series
from nndesigner.ui.plots.ticks import Tick, linear_ticks, log_ticks
from nndesigner.ui.theme import Theme

LABEL_ROOM = 128
"""Pixels at the right of the curves for the words at their ends."""
_TOP_ROOM = 20
_FEWEST_POINTS = 200
_SUBDUED = 110
"""Opacity of lines in the background, of 255."""
_SMOOTH_BELOW = 1000
"""Curves of fewer points are drawn smooth and thicker; for many points that is ten times the work."""


class Chart(QWidget):
    """Lines over a common x, zoomed with the wheel and moved by dragging; a double-click shows all of it."""

    zoomChanged = Signal(bool)
    """Whether only a part is shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plot = Plot()
        self._envelopes: dict[str, Envelope] = {}
        self._curves: dict[str, Any] = {}
        self._zoomed = False
        self._setting_range = False
        self._y_range = 0.0, 1.0
        self.ticks: list[Tick] = []
        """The marks of the vertical axis."""
        self._widget: Any = pyqtgraph.PlotWidget(parent=self)
        self._view: Any = self._widget.getPlotItem().getViewBox()
        self.overlay = ChartOverlay(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._widget)
        self._grid: Any = pyqtgraph.PlotCurveItem(connect="pairs", antialias=False)
        self._set_up()
        theme.changed.connect(self._recolor)
        # The plot takes its new size after this widget has it, and only then is known what there is room for.
        self._view.sigResized.connect(self._redraw)
        self._recolor()

    # -- content

    @property
    def plot(self) -> Plot:
        """What is shown."""
        return self._plot

    @property
    def visible_range(self) -> tuple[float, float]:
        """x at the left and right end."""
        left, right = self._view.viewRange()[0]
        return float(left), float(right)

    def drawn(self, key: str) -> tuple[Floats, Floats]:
        """The points handed to the painter for a series; y is a logarithm on a logarithmic axis."""
        x, y = self._curves[key].getData()
        return (np.empty(0), np.empty(0)) if x is None else (x, y)

    def show_plot(self, plot: Plot) -> None:
        """Show these series; a zoom that the user has chosen stays."""
        renamed, self._plot = plot.x_name != self._plot.x_name, plot
        for key in self._curves.keys() - {series.key for series in plot.series}:
            self._widget.removeItem(self._curves.pop(key))
            del self._envelopes[key]
        for series in plot.series:
            self._envelopes.setdefault(series.key, Envelope()).follow(series.x, series.y)
            if series.key not in self._curves:
                self._curves[series.key] = self._new_curve()
        if renamed:
            self._widget.getPlotItem().getAxis("bottom").setLabel(plot.x_name)
        if not self._zoomed:
            self._set_x_range(0.0, plot.right)
        self._redraw()

    def show_all(self) -> None:
        """Forget the zoom."""
        self._set_zoomed(False)
        self._set_x_range(0.0, self._plot.right)
        self._redraw()

    # -- geometry, for the overlay

    def position(self, x: float, y: float) -> QPointF:
        """Where a value is, in the widget."""
        value = np.log10(y) if self._plot.log and y > 0.0 else y
        scene = self._view.mapViewToScene(QPointF(x, float(value)))
        return QPointF(self._widget.mapTo(self, self._widget.mapFromScene(scene)))

    def curve_area(self) -> QRectF:
        """Where curves are drawn, in the widget."""
        scene = self._view.sceneBoundingRect()
        corner = self._widget.mapTo(self, self._widget.mapFromScene(scene.topLeft()))
        return QRectF(QPointF(corner), scene.size())

    def index_at(self, series: Series, position: QPointF) -> int | None:
        """Index of the point of a series nearest to the x of a position in the widget."""
        scene = self._widget.mapToScene(self._widget.mapFrom(self, position.toPoint()))
        x = float(self._view.mapSceneToView(scene).x())
        return self._envelopes[series.key].value_near(x)

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay over everything."""
        super().resizeEvent(event)
        self.overlay.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer; a double-click shows everything."""
        if event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            place = self._widget.viewport().mapTo(self, event.position().toPoint())
            self.overlay.point(QPointF(place) if event.buttons() is Qt.MouseButton.NoButton else None)
        elif event.type() is QEvent.Type.Leave:
            self.overlay.point(None)
        elif event.type() is QEvent.Type.MouseButtonDblClick:
            self.show_all()
            return True
        return super().eventFilter(watched, event)

    # -- inside

    def _set_up(self) -> None:
        item = self._widget.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.layout.setContentsMargins(8, _TOP_ROOM, LABEL_ROOM, 4)
        self._grid.setZValue(-2)
        self._widget.addItem(self._grid)
        self._view.setMouseEnabled(x=True, y=False)
        self._view.disableAutoRange()
        self._view.setDefaultPadding(0.0)
        self._view.sigXRangeChanged.connect(self._x_range_changed)
        for name in ("left", "bottom"):
            axis = item.getAxis(name)
            axis.setStyle(tickLength=0, tickFont=font(SMALL), tickTextOffset=8, hideOverlappingLabels=False)
        self._widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._widget.viewport().installEventFilter(self)
        self._widget.viewport().setMouseTracking(True)

    def _recolor(self) -> None:
        tokens = self._theme.tokens
        self._widget.setBackground(tokens.surface)
        for name in ("left", "bottom"):
            axis = self._widget.getPlotItem().getAxis(name)
            axis.setPen(pyqtgraph.mkPen(tokens.line if name == "bottom" else tokens.surface))
            axis.setTickPen(pyqtgraph.mkPen(tokens.line))
            axis.setTextPen(pyqtgraph.mkPen(tokens.muted))
            axis.labelStyle = {"color": tokens.muted, "font-size": f"{SMALL}px"}
        self._grid.setPen(pyqtgraph.mkPen(tokens.line))
        self._widget.getPlotItem().getAxis("bottom").setLabel(self._plot.x_name)
        self._redraw()

    def _new_curve(self) -> Any:
        curve = pyqtgraph.PlotCurveItem(connect="finite")
        self._widget.addItem(curve)
        return curve

    def _set_x_range(self, left: float, right: float) -> None:
        self._setting_range = True
        self._view.setLimits(xMin=0.0, xMax=right)
        self._view.setXRange(left, right, padding=0)
        self._setting_range = False

    def _x_range_changed(self) -> None:
        if not self._setting_range:
            self._set_zoomed(True)
            self._redraw()

    def _set_zoomed(self, zoomed: bool) -> None:
        if zoomed != self._zoomed:
            self._zoomed = zoomed
            self.zoomChanged.emit(zoomed)

    def _redraw(self) -> None:
        left, right = self.visible_range
        points = max(_FEWEST_POINTS, 2 * round(self._view.width()))
        spans: list[Floats] = []
        for series in self._plot.series:
            x, y = self._envelopes[series.key].outline(left, right, points)
            if self._plot.log:
                y = _log10(y)
            few = len(x) < _SMOOTH_BELOW
            color = self._theme.color(series.token)
            color.setAlpha(_SUBDUED if series.subdued else 255)
            pen = pyqtgraph.mkPen(color, width=1.6 if few and not series.subdued else 1.0)
            self._curves[series.key].setData(x, y, pen=pen, antialias=few)
            self._curves[series.key].setZValue(-1 if series.subdued else 0)
            spans.append(y[np.isfinite(y)])
        self._set_y_range(np.concatenate(spans) if spans else np.empty(0))
        self._set_ticks()
        self.overlay.set_ends(self._ends(right))

    def _set_y_range(self, values: Floats) -> None:
        extra = [limit for limit in (self._plot.floor, self._plot.ceiling) if limit is not None]
        if self._plot.log:
            extra = []
        seen = np.concatenate([values, extra]) if extra else values
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
        margin = (high - low) * 0.04 or max(abs(high) * 0.1, 0.1)
        at_floor = self._plot.floor is not None and not self._plot.log and low >= self._plot.floor
        self._y_range = low if at_floor else low - margin, high + margin
        self._view.setYRange(*self._y_range, padding=0)

    def _set_ticks(self) -> None:
        left, right = self.visible_range
        area = self._view.sceneBoundingRect()
        rows, columns = max(2, int(area.height() // 36)), max(2, int(area.width() // 80))
        marks = log_ticks if self._plot.log else linear_ticks
        item = self._widget.getPlotItem()
        self.ticks = ticks = marks(*self._y_range, rows)
        item.getAxis("left").setTicks([ticks, []])
        heights = np.repeat([height for height, _ in ticks], 2)
        self._grid.setData(np.tile([left, right], len(ticks)), heights)
        item.getAxis("bottom").setTicks([linear_ticks(left, right, columns, whole=right - left > 2), []])

    def _ends(self, right: float) -> list[End]:
        ends: list[End] = []
        for series in self._plot.series:
            inside = int(np.searchsorted(series.x, right, side="right"))
            finite = np.flatnonzero(np.isfinite(series.y[max(inside - 1, 0) : inside]))
            if series.name and not series.subdued and len(finite):
                ends.append(End(series, inside - 1))
        return ends


def _log10(y: Floats) -> Floats:
    result: Floats = np.full(len(y), np.nan)
    positive = y > 0.0
    np.log10(y, out=result, where=positive)
    return result
