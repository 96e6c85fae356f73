"""What every part of the canvas is painted with: painter, view, colours, and text that stays readable."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from nndesigner.ui.canvas.lettering import text_scale
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.fonts import SMALL, TEXT, font
from nndesigner.ui.theme import Theme


@dataclass(frozen=True, eq=False)
class Brushes:
    """A painter in screen pixels, and what to paint with.

    Attributes:
        exact: Whether everything is painted by itself, as for print, however long that takes.
    """

    painter: QPainter
    viewport: Viewport
    theme: Theme
    colors: NumberColors
    exact: bool = False

    @property
    def text_scale(self) -> float:
        """Size of text as a share of that at 100 %."""
        return text_scale(self.viewport.scale)

    def point(self, point: QPointF) -> QPointF:
        """A point of the canvas on the screen."""
        return self.viewport.to_screen(point)

    def rect(self, rect: QRectF) -> QRectF:
        """A rectangle of the canvas on the screen."""
        return self.viewport.rect_to_screen(rect)

    def crisp(self, at: float) -> float:
        """Where a level or upright line at a place of the screen is drawn: in the middle of its pixels."""
        return at if self.exact else round(at) + 0.5

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A colour of the theme, more or less opaque."""
        color = self.theme.color(token)
        color.setAlphaF(alpha)
        return color

    def name_font(self, weight: QFont.Weight = QFont.Weight.DemiBold) -> QFont:
        """For names."""
        return font(round(TEXT * self.text_scale), weight)

    def small_font(self, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """For what stands beside and under names."""
        return font(round((SMALL + 1) * self.text_scale), weight)

    def text(self, area: QRectF, align: Qt.AlignmentFlag, words: str, made: QFont, color: QColor) -> None:
        """Write one line, shortened with … to fit."""
        self.painter.setFont(made)
        self.painter.setPen(color)
        fitting = QFontMetricsF(made).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        self.painter.drawText(area, align, fitting)
