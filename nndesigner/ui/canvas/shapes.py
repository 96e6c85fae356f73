"""How a layer of so many neurons stands: circles in a column or a block, a strip, a picture, or a tile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

import numpy as np

from nndesigner.document.model import Form
from nndesigner.engine.parameters import FloatArray

LARGEST_COLUMN = 40
"""Neurons that are drawn one by one; larger layers are drawn as a strip or a picture."""
LARGEST_BLOCK = 10_000
"""Neurons up to which a layer can be opened, so that each is drawn."""
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
_PICTURE, _LARGEST_PIXEL = 176.0, 34.0
_BLOCK, _SMALLEST_PITCH, _UPRIGHT = 520.0, 8.0, 1.6
"""Height of a block of circles, least distance of neighbours in it, and rows for every column."""
TILE_WIDTH, TILE_HEIGHT = 136.0, 76.0
_BUNDLE = 32.0
"""Height over which the connections of a tile are spread."""


class Kind(Enum):
    """How the neurons of a layer are drawn."""

    CIRCLES = "circles"
    STRIP = "strip"
    PICTURE = "picture"
    BLOCK = "block"
    TILE = "tile"


@dataclass(frozen=True, eq=False)
class Shape:
    """A layer's neurons around (0, 0).

    Attributes:
        radius: Of the circles; half the width of a strip.
        width, height: Of everything drawn for neurons.
        ys: Height at which each neuron's connections start and end, from top to bottom; shape (n,).
        circles: Positions in the layer of the neurons drawn as circles.
        strip: Top and bottom of the strip of the other neurons; None without one.
        grid: (rows, columns) of a picture or a block, filled row by row; None for other kinds.
    """

    kind: Kind
    radius: float
    width: float
    height: float
    ys: FloatArray
    circles: Sequence[int]
    strip: tuple[float, float] | None = None
    grid: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """Number of neurons."""
        return len(self.ys)

    @property
    def pitch(self) -> float:
        """Distance of neighbouring circles; that of a roomy column where there is only one."""
        if self.kind is Kind.BLOCK:
            return self.cell
        return float(self.ys[1] - self.ys[0]) if len(self.circles) > 1 else _ROOMY

    @property
    def cell(self) -> float:
        """Side of a picture's pixel, or of a circle's place in a block."""
        return self.width / self.grid[1] if self.grid else 0.0

    @property
    def named(self) -> bool:
        """Whether there is room for names beside its circles."""
        return self.kind in (Kind.CIRCLES, Kind.STRIP)

    @cached_property
    def xs(self) -> FloatArray:
        """How far to the right each neuron stands, shape (n,)."""
        if self.grid is None:
            return _fixed(np.zeros(self.size))
        return _fixed((np.arange(self.size) % self.grid[1] + 0.5) * self.cell - self.width / 2)


@lru_cache(maxsize=256)
def shape_of(size: int, image_shape: tuple[int, int] | None = None, form: Form | None = None) -> Shape:
    """The shape of a layer with so many neurons, in the form that the user has chosen."""
    if form is Form.COLLAPSED:
        return _tile(size)
    if image_shape is not None:
        return _picture(image_shape)
    if size <= LARGEST_COLUMN:
        return _circles(size)
    return _block(size) if form is Form.OPEN and size <= LARGEST_BLOCK else _strip(size)


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
    cell = min(_PICTURE / max(rows, columns), _LARGEST_PIXEL)
    size, height = rows * columns, rows * cell
    ys = ((np.arange(size) + 0.5) / size - 0.5) * height
    return Shape(Kind.PICTURE, cell / 2, columns * cell, height, _fixed(ys), (), grid=grid)


def _block(size: int) -> Shape:
    columns = math.ceil(math.sqrt(size / _UPRIGHT))
    rows = math.ceil(size / columns)
    pitch = min(_TIGHT, max(_SMALLEST_PITCH, _BLOCK / rows))
    ys = (np.arange(size) // columns - (rows - 1) / 2) * pitch
    radius = min(RADIUS, _FILLED * pitch)
    return Shape(
        Kind.BLOCK, radius, columns * pitch, rows * pitch, _fixed(ys), range(size), grid=(rows, columns)
    )


def _tile(size: int) -> Shape:
    ys = ((np.arange(size) + 0.5) / size - 0.5) * _BUNDLE
    return Shape(Kind.TILE, TILE_WIDTH / 2, TILE_WIDTH, TILE_HEIGHT, _fixed(ys), ())


def _fixed(places: FloatArray) -> FloatArray:
    places.flags.writeable = False
    return places
