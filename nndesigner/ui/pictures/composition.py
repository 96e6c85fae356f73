"""A picture of the network before it has a format: what stands where on it, painted on any device."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nndesigner.session.session import Session
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.overlay.overlays import ranges_of
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.content import paint_columns
from nndesigner.ui.canvas.painting.vector import Bundle, Tick, bundles_of, lines_of, paint_bundle
from nndesigner.ui.canvas.scene import Scene
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.fonts import TITLE, font
from nndesigner.ui.pictures.ink import inked
from nndesigner.ui.pictures.legend import PictureLegend
from nndesigner.ui.pictures.wishes import Wishes
from nndesigner.ui.theme import Mode, Theme

UNIT_DPI = 96
"""Units per inch."""
_UNNAMED = "Neural network"
_MARGIN = 24.0
_GRID = 4.0
"""Sizes are multiples of it, so that a page of PDF has a whole number of points."""
_SEARCHED = 120.0
"""So far beyond the layers their words are looked for."""
_TITLE_HEIGHT, _LEGEND_GAP = 36.0, 20.0

Grouping = Callable[[str], AbstractContextManager[None]]
"""What is painted within it belongs together under a name."""


class Composition:
    """One picture. Made on the thread of the session, painted on any.

    Attributes:
        wishes: What it is to be like.
        scene: The network and its numbers.
    """

    def __init__(self, session: Session, wishes: Wishes) -> None:
        self.wishes = wishes
        self._theme = Theme(Mode.DARK if wishes.dark else Mode.LIGHT, swapped=wishes.swapped)
        display = Display(session, self._theme)
        display.mode = wishes.shown
        self.scene: Scene = display.scene
        self._bounds, self._colors = display.bounds(), NumberColors(self._theme)
        shown = ranges_of(session, display.values, wishes.shown, lines=wishes.lines)
        ranges = shown if wishes.legend else []
        self._legend = PictureLegend(self._theme, ranges)

    @property
    def name(self) -> str:
        """What it is called where it does not say so itself."""
        return self.wishes.title or _UNNAMED

    @cached_property
    def size(self) -> QSizeF:
        """Width and height."""
        title = QFontMetricsF(_title_font()).horizontalAdvance(self.wishes.title)
        legend, network = self._legend.size, self._network
        width = max(network.width(), legend.width(), title)
        height = network.height() + self._title_height
        height += legend.height() + _LEGEND_GAP if not legend.isEmpty() else 0.0
        return QSizeF(_rounded(width + 2 * _MARGIN), _rounded(height + 2 * _MARGIN))

    @cached_property
    def lines(self) -> int:
        """How many lines the network has."""
        return sum(lines_of(link) for link in self.scene.links)

    @cached_property
    def bundles(self) -> list[Bundle]:
        """The lines that are drawn one by one."""
        return bundles_of(self.scene) if self.wishes.lines else []

    @property
    def lines_drawn(self) -> int:
        """How many they are."""
        return sum(bundle.count for bundle in self.bundles)

    def _brushes(self, painter: QPainter) -> Brushes:
        corner = QPointF((self.size.width() - self._network.width()) / 2, _MARGIN + self._title_height)
        return Brushes(
            painter, Viewport(1.0, corner - self._network.topLeft()), self._theme, self._colors, exact=True
        )

    def paint(self, painter: QPainter, *, grouped: Grouping = lambda _: nullcontext(), tick: Tick) -> None:
        """Paint everything, with lines one by one.

        Args:
            painter: In units of the picture.
            grouped: Keeps together what belongs together.
            tick: Called after every line; may raise to end the work.
        """
        self._paint_ground(painter)
        brushes = self._brushes(painter)
        for bundle in self.bundles:
            with grouped(f"{bundle.link.source.layer.name} → {bundle.link.target.layer.name}"):
                paint_bundle(brushes, bundle, tick)
        paint_columns(brushes, self.scene)
        self._paint_words(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.wishes.transparent:
            painter.fillRect(QRectF(QPointF(), self.size), self._theme.color("sunken"))

    def _paint_words(self, painter: QPainter) -> None:
        if self.wishes.title:
            painter.setFont(_title_font())
            painter.setPen(self._theme.color("text"))
            area = QRectF(0.0, _MARGIN, self.size.width(), _TITLE_HEIGHT)
            center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, center, self.wishes.title)
        needed = self._legend.size
        corner = QPointF(self.size.width() - needed.width(), self.size.height() - needed.height())
        self._legend.paint(painter, corner - QPointF(_MARGIN, _MARGIN))

    @property
    def _title_height(self) -> float:
        return _TITLE_HEIGHT if self.wishes.title else 0.0

    @cached_property
    def _network(self) -> QRectF:
        """Around what is to be seen of the network: names need less room than is kept for them."""
        bounds = QRectF()
        for link in self.scene.links:
            bounds = bounds.united(link.bounds)
        around = self._bounds.adjusted(-_SEARCHED, -_SEARCHED, _SEARCHED, _SEARCHED)
        return bounds.united(inked(around, self._paint_layers))

    def _paint_layers(self, painter: QPainter) -> None:
        paint_columns(Brushes(painter, Viewport(), self._theme, self._colors, exact=True), self.scene)


def _rounded(length: float) -> float:
    return math.ceil(length / _GRID) * _GRID


def _title_font() -> QFont:
    return font(TITLE, QFont.Weight.DemiBold)
