"""What the chart of learning rates is given to draw. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from nndesigner.engine.parameters import FloatArray

_ABOVE, _BELOW = 0.6, 0.15
"""Room over the cost at the start and under the lowest one, as shares of the fall between them."""
_LEAST_FALL = 0.05
"""Less than this share of the first cost is not enlarged: it would be noise."""


@dataclass(frozen=True, eq=False)
class Line:
    """One line.

    Attributes:
        x, y: Points, x ascending; where y is not finite there is a gap.
        token: Name of the theme colour.
        faint: Drawn thinly, in the background.
        dashed: Drawn with gaps.
        words: Its name, written under the axis of η.
    """

    x: FloatArray
    y: FloatArray
    token: str
    faint: bool = False
    dashed: bool = False
    words: str = ""


@dataclass(frozen=True)
class Mark:
    """A learning rate with a name: a vertical line, and a dot where it meets the curve.

    Attributes:
        rate: η.
        words: Written at its upper end.
        token: Name of the theme colour.
        dashed: Drawn with gaps.
    """

    rate: float
    words: str
    token: str
    dashed: bool = False


@dataclass(frozen=True)
class Zone:
    """Everything from a learning rate on, tinted as a warning.

    Attributes:
        start: η.
        words: Written at its lower edge.
    """

    start: float
    words: str


@dataclass(frozen=True, eq=False)
class Picture:
    """Everything that the chart shows.

    Attributes:
        curve: The line that marks and the pointer follow; its points can be picked.
        left, right: Ends of the axis of η.
        low, high: Ends of the axis of the cost.
        log: Whether the axis of η is logarithmic.
        level: Cost that a horizontal line is drawn at, if any.
    """

    curve: Line
    left: float
    right: float
    low: float
    high: float
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    zone: Zone | None = None
    log: bool = False
    level: float | None = None
    pickable: FloatArray = field(init=False)
    """η of the points that can be picked."""

    def __post_init__(self) -> None:
        seen = (self.curve.x >= self.left) & (self.curve.x <= self.right) & (self.curve.x > 0.0)
        object.__setattr__(self, "pickable", self.curve.x[seen & np.isfinite(self.curve.y)])

    def cost_at(self, rate: float) -> float:
        """The curve's cost at η, between its points too; NaN outside or where it is not finite."""
        x, y = self.curve.x, self.curve.y
        if not len(x) or not x[0] <= rate <= x[-1]:
            return float("nan")
        return float(np.interp(rate, x, y))


def cost_range(start: float, costs: FloatArray) -> tuple[float, float]:
    """Ends of an axis that shows the fall from the cost at the start; an explosion leaves through the top."""
    finite = costs[np.isfinite(costs)]
    lowest = min(float(finite.min()), start) if len(finite) else start
    fall = max(start - lowest, _LEAST_FALL * abs(start)) or 1.0
    low = lowest - _BELOW * fall
    return (max(low, 0.0) if lowest >= 0.0 else low), start + _ABOVE * fall
