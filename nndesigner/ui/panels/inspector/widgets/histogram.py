"""How weights or biases are distributed: bars around zero in the colours of plus and minus."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import MINUS, number
from nndesigner.ui.theme import Theme

HEIGHT = 74
HALF = 16
"""Bars on each side of zero."""
SAMPLE = 250_000
"""More values than this are counted in an even sample: it takes a millisecond and looks the same."""
_FOOT = 16


@dataclass(frozen=True, eq=False)
class Distribution:
    """What is shown of many numbers.

    Attributes:
        counts: Shape (2 · HALF,), from −reach to reach.
        reach: Largest size of a value that is finite.
        counted: How many values went into the counts.
        total: How many there are.
    """

    counts: NDArray[np.int64]
    reach: float
    counted: int
    total: int
    low: float
    high: float
    mean: float
    deviation: float


def distribution(values: FloatArray) -> Distribution | None:
    """Count values in bars that have zero at an edge; None where there is no finite value."""
    flat = values.reshape(-1)
    step = max(1, -(-flat.size // SAMPLE))
    sample = flat[::step].astype(np.float64)
    sample = sample[np.isfinite(sample)]
    if not sample.size:
        return None
    low, high = float(sample.min()), float(sample.max())
    reach = max(-low, high)
    scale = HALF / reach if reach > 0 else 0.0
    places = np.clip(np.floor(sample * scale) + HALF, 0, 2 * HALF - 1).astype(np.int64)
    counts = np.bincount(places, minlength=2 * HALF)
    return Distribution(
        counts, reach, sample.size, flat.size, low, high, float(sample.mean()), float(sample.std())
    )


class Histogram(QWidget):
    """A distribution with its range under it."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName(name)
        self._theme = theme
        self.shown: Distribution | None = None
        """What is painted."""

    def sizeHint(self) -> QSize:
        """As wide as the panel lets it be."""
        return QSize(200, HEIGHT)

    def show_values(self, values: FloatArray, noun: str) -> str:
        """Show how values are distributed.

        Args:
            values: Of any shape.
            noun: What they are, such as “weights”.

        Returns:
            Mean and standard deviation in one sentence.
        """
        self.shown = distribution(values)
        found = self.shown
        words = f"No {noun}"
        if found is not None:
            words = f"mean {number(found.mean)}, standard deviation {number(found.deviation)}"
            if found.counted < found.total:
                words += f", from {found.counted:,} of {found.total:,} {noun}"
        self.setAccessibleName(f"Distribution of {noun}: {words}")
        self.update()
        return words

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, the zero line, and the range."""
        with QPainter(self) as painter:
            base = self.height() - _FOOT - 0.5
            painter.setPen(self._theme.color("line"))
            painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
            found = self.shown
            if found is not None:
                self._paint_bars(painter, found, base)
                self._paint_range(painter, found)

    def event(self, event: QEvent) -> bool:
        """Say how many values a bar stands for."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.shown is not None:
            QToolTip.showText(event.globalPos(), self.bar_words(event.pos().x()), self)
            return True
        return super().event(event)

    def bar_words(self, x: float) -> str:
        """The range and the count of the bar at a horizontal position."""
        found = self.shown
        if found is None:
            return ""
        place = min(max(int(x / self.width() * 2 * HALF), 0), 2 * HALF - 1)
        low, high = ((place + edge - HALF) / HALF * found.reach for edge in (0, 1))
        return f"{number(low)} to {number(high)}: {int(found.counts[place]):,}"

    def _paint_bars(self, painter: QPainter, found: Distribution, base: float) -> None:
        width = self.width() / (2 * HALF)
        tallest = max(int(found.counts.max()), 1)
        room = base - 2
        for place, count in enumerate(found.counts):
            if count:
                # A square root lets single far values be seen beside the many small ones; never below 2 px.
                height = max(2.0, room * math.sqrt(count / tallest))
                bar = QRectF(place * width + 0.5, base - height, width - 1, height)
                painter.fillRect(bar, self._theme.color("minus" if place < HALF else "plus"))
        painter.fillRect(QRectF(self.width() / 2 - 0.5, 0, 1, base), self._theme.color("line"))

    def _paint_range(self, painter: QPainter, found: Distribution) -> None:
        painter.setFont(font(SMALL))
        painter.setPen(self._theme.color("faint"))
        foot = QRectF(0, self.height() - _FOOT + 1, self.width(), _FOOT - 1)
        align = Qt.AlignmentFlag
        edge = number(found.reach)
        painter.drawText(foot, align.AlignLeft | align.AlignVCenter, f"{MINUS}{edge}")
        painter.drawText(foot, align.AlignHCenter | align.AlignVCenter, "0")
        painter.drawText(foot, align.AlignRight | align.AlignVCenter, f"+{edge}")
