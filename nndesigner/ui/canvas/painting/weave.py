"""Drawing thousands of curves at once: their coverage of every pixel, summed up by NumPy.

Qt needs a quarter of a millisecond for one smooth translucent curve. Here all of a connection are drawn
together: within one column of pixels a curve is a band whose upper and lower border rise evenly, so that its
coverage, seen downwards, is a trapezium; a trapezium is four bends; and bends are counted with `bincount` and
summed up twice. The result is exact, antialiased, and independent of the order of the curves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray

_SMOOTH = 1.0
"""Least height in pixels over which a border of a band fades: what antialiasing means."""
_AT_ONCE = 60_000
"""Pixels of curves that are woven in one go: little memory, and never long without the interpreter."""


@dataclass(frozen=True, eq=False)
class Strands:
    """Curves in pixels of the picture they are drawn into.

    Attributes:
        y0, y1: Heights where they begin and end, shape (n,).
        width: Thickness, shape (n,).
        opacity: Above 0, shape (n,).
        positive: Whether it belongs to the first of the two sums, shape (n,).
    """

    y0: FloatArray
    y1: FloatArray
    width: FloatArray
    opacity: FloatArray
    positive: NDArray[np.bool_]


def weave(strands: Strands, down: FloatArray, rows: int) -> FloatArray:
    """Sum of the opacities of all curves at every pixel, by the share of the pixel that they cover.

    Args:
        strands: The curves.
        down: Share of the way down at the borders of the columns of pixels, shape (columns + 1,).
        rows: Height of the picture.

    Returns:
        Shape (2, rows, columns): the positive curves, and the others.
    """
    columns = len(down) - 1
    result = np.empty((2, rows, columns), np.float32)
    step = max(1, _AT_ONCE // max(len(strands.y0), 1))
    for first in range(0, columns, step):
        part = down[first : first + step + 1].astype(np.float32)
        result[:, :, first : first + step] = _woven(strands, part, rows)
    return result


def _woven(strands: Strands, down: FloatArray, rows: int) -> FloatArray:
    heights = strands.y0 + (strands.y1 - strands.y0) * down[:, np.newaxis]
    step = np.diff(heights, axis=0)
    rise = np.maximum(np.abs(step), _SMOOTH)
    # Pixels are sampled in their middle, half a pixel below their upper border.
    middle = (heights[:-1] + heights[1:]) / 2 + np.float32(0.5)
    # Seen straight down, a slanting band is thicker than across.
    half = strands.width / 2 * np.sqrt(1 + step * step)
    # A band above the picture lies close above it: far away its bends would no longer cancel out exactly.
    middle = np.maximum(middle, -1.0 - half - rise / 2)
    slope = strands.opacity / rise
    sums = _Sums(len(down) - 1, rows, strands.positive)
    sums.bend(middle - half - rise / 2, slope)
    sums.bend(middle - half + rise / 2, -slope)
    sums.bend(middle + half - rise / 2, -slope)
    sums.bend(middle + half + rise / 2, slope)
    return sums.total()


class _Sums:
    """Bends of the coverage, gathered by pixel."""

    def __init__(self, columns: int, rows: int, positive: NDArray[np.bool_]) -> None:
        self._columns, self._rows = columns, rows
        self._height = rows + 2
        plane = np.where(positive, 0, columns * self._height)
        self._base = plane + (np.arange(columns) * self._height)[:, np.newaxis]
        self._indices: list[NDArray[np.intp]] = []
        self._amounts: list[FloatArray] = []

    def bend(self, at: FloatArray, by: FloatArray) -> None:
        """Let the coverage rise by so much more per pixel below a height; both of shape (columns, n)."""
        # A bend above the picture begins at its first pixel, as far risen as it is by then.
        inside = np.minimum(at, self._rows)
        whole = np.maximum(inside, 0.0).astype(np.intp)
        part = (inside - whole) * by
        index = (self._base + whole).ravel()
        self._indices += [index, index + 1]
        self._amounts += [(by - part).ravel(), part.ravel()]

    def total(self) -> FloatArray:
        """Coverage per pixel, shape (2, rows, columns)."""
        bins = np.bincount(
            np.concatenate(self._indices),
            np.concatenate(self._amounts),
            2 * self._columns * self._height,
        )
        bends = bins.reshape(2, self._columns, self._height)[:, :, : self._rows]
        coverage = np.cumsum(np.cumsum(bends, axis=2), axis=2, dtype=np.float32)
        result: FloatArray = np.maximum(coverage, 0.0).transpose(0, 2, 1)
        return result
