"""What a chart is given to draw."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.ui.plots.envelope import Floats


@dataclass(frozen=True, eq=False)
class Series:
    """One line.

    Attributes:
        key: Tells the chart which line goes on; unique in a chart.
        name: As the label at its end says it; empty for no label.
        x, y: Points, x ascending; y may hold NaN where there is no value.
        token: Name of the theme colour.
        subdued: Drawn faintly, without dot and label at its end.
    """

    key: str
    name: str
    x: Floats
    y: Floats
    token: str
    subdued: bool = False


@dataclass(frozen=True)
class Marker:
    """A vertical line with words, such as a change of the learning rate."""

    x: float
    words: str


@dataclass(frozen=True, eq=False)
class Plot:
    """Everything a chart shows.

    Attributes:
        x_name: Name of the horizontal axis.
        right: Where the horizontal axis ends, at least.
        log: Whether the vertical axis is logarithmic; values of 0 or less are left out then.
        floor, ceiling: Values that the vertical axis includes, if any.
    """

    series: tuple[Series, ...] = ()
    markers: tuple[Marker, ...] = ()
    x_name: str = "epoch"
    right: float = 1.0
    log: bool = False
    floor: float | None = None
    ceiling: float | None = None
