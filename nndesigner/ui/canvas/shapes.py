"""How a layer of so many neurons stands: a column of circles, a column with a strip in it, or a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np

from nndesigner.engine.parameters import FloatArray

LARGEST_COLUMN = 40
"""Neurons that are drawn one by one; larger layers are drawn as a strip or a picture."""
RADIUS = 15.0
"""Of a neuron where there is room, in canvas units (pixels at 100 %)."""
_ROOMY, _COMFORTABLE, _TIGHT = 60.0, 330.0, 34.0
"""Largest distance of neighbours; height that is filled before they move together; distance then."""
_TALLEST = 520.0
_FILLED = 0.42
"""Radius as a share of the distance of neighbours, where they are close."""
_FIRST, _LAST = 3, 2
"""Neurons of a large layer that are drawn one by one before and after its strip."""
_STRIP, _STRIP_GAP = 280.0, 26.0
_PICTURE = 176.0


class Kind(Enum):
    """How the neurons of a layer are drawn."""

    CIRCLES = "circles"
    STRIP = "strip"
    PICTURE = "picture"


@dataclass(frozen=True, eq=False)
class Shape:
    """A layer's neurons around (0, 0).

    Attributes:
        radius: Of the circles; half the width of a strip.
        width, height: Of everything drawn for neurons.
        ys: Height at which each neuron's connections start and end, from top to bottom; shape (n,).
        circles: Positions in the layer of the neurons drawn as circles.
        strip: Top and bottom of the strip of the other neurons; None without one.
        grid: (rows, columns) of a picture; None for other kinds.
    """

    kind: Kind
    radius: float
    width: float
    height: float
    ys: FloatArray
    circles: tuple[int, ...]
    strip: tuple[float, float] | None = None
    grid: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """Number of neurons."""
        return len(self.ys)

    @property
    def pitch(self) -> float:
        """Distance of neighbouring circles; that of a roomy column where there is only one."""
        return float(self.ys[1] - self.ys[0]) if len(self.circles) > 1 else _ROOMY

    @property
    def cell(self) -> float:
        """Side of a picture's pixel."""
        return self.width / self.grid[1] if self.grid else 0.0


@lru_cache(maxsize=256)
def shape_of(size: int, image_shape: tuple[int, int] | None = None) -> Shape:
    """The shape of a layer with so many neurons."""
    if size <= LARGEST_COLUMN:
        return _circles(size)
    return _strip(size) if image_shape is None else _picture(image_shape)


def _circles(size: int) -> Shape:
    gaps = size - 1
    height = min(_ROOMY * gaps, max(_COMFORTABLE, min(_TIGHT * gaps, _TALLEST)))
    radius = min(RADIUS, _FILLED * height / gaps) if gaps else RADIUS
    ys = np.linspace(-height / 2, height / 2, size) if gaps else np.zeros(1)
    return Shape(Kind.CIRCLES, radius, 2 * radius, height + 2 * radius, _fixed(ys), tuple(range(size)))


def _strip(size: int) -> Shape:
    radius = _TIGHT * _FILLED
    top = np.arange(_FIRST) * _TIGHT
    start = float(top[-1]) + radius + _STRIP_GAP
    middle = size - _FIRST - _LAST
    inside = start + (np.arange(middle) + 0.5) * (_STRIP / middle)
    bottom = start + _STRIP + _STRIP_GAP + radius + np.arange(_LAST) * _TIGHT
    ys = np.concatenate([top, inside, bottom])
    shift = float(ys[-1]) / 2
    circles = (*range(_FIRST), *range(size - _LAST, size))
    strip = start - shift, start + _STRIP - shift
    return Shape(
        Kind.STRIP, radius, 2 * radius, 2 * shift + 2 * radius, _fixed(ys - shift), circles, strip=strip
    )


def _picture(grid: tuple[int, int]) -> Shape:
    rows, columns = grid
    cell = _PICTURE / max(rows, columns)
    size, height = rows * columns, rows * cell
    ys = ((np.arange(size) + 0.5) / size - 0.5) * height
    return Shape(Kind.PICTURE, cell / 2, columns * cell, height, _fixed(ys), (), grid=grid)


def _fixed(ys: FloatArray) -> FloatArray:
    ys.flags.writeable = False
    return ys
