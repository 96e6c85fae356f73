"""The fast way to draw thousands of faint curves: where they run is worked out only once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray

_AT_ONCE = 250_000
"""Pixels of curves that are summed up in one go: little memory, and never long without the interpreter."""

Places = NDArray[np.signedinteger[Any]]
Chunk = tuple[int, int, Places, Places]


class Mesh:
    """Thin curves in pixels of a picture, from its left to its right side.

    In every column of pixels a curve covers those from where it enters to where it leaves; what it adds is
    counted at the first of them and taken off behind the last, and summed up once.
    """

    def __init__(
        self, y0: FloatArray, y1: FloatArray, down: FloatArray, rows: int, *, keep: bool = True
    ) -> None:
        """Work out the pixels.

        Args:
            y0: Heights where the curves begin, shape (n,).
            y1: Heights where they end, shape (n,).
            down: Share of the way down at the borders of the columns of pixels, shape (columns + 1,).
            rows: Height of the picture.
            keep: Whether to keep them for the next time, eight bytes for each.
        """
        self._columns, self._rows, self._height = len(down) - 1, rows, rows + 2
        start = y0.astype(np.float32)
        self.drop: FloatArray = (y1 - y0).astype(np.float32)
        """By how many pixels every curve falls, shape (n,)."""
        self._start, self._down = start, down.astype(np.float32)
        self._chunks = list(self._made()) if keep else None

    def _made(self) -> Iterator[Chunk]:
        step = max(1, _AT_ONCE // max(len(self._start), 1))
        return (self._chunk(first, first + step) for first in range(0, self._columns, step))

    def _chunk(self, first: int, behind: int) -> Chunk:
        # A curve beside the picture enters and leaves it behind the same border: it adds nothing.
        at = np.floor(self._start + self.drop * self._down[first : behind + 1, np.newaxis])
        heights = np.clip(at, -1, self._rows).astype(np.int32) + 1
        columns = len(heights) - 1
        base = (np.arange(columns, dtype=np.int32) * (self._height + 1))[:, np.newaxis]
        enter = np.minimum(heights[:-1], heights[1:])
        leave = np.maximum(heights[:-1], heights[1:]) + 1
        return first, columns, enter + base, leave + base

    def sums(self, opacity: FloatArray, positive: NDArray[np.bool_]) -> FloatArray:
        """Sum of the opacities of all curves at every pixel.

        Args:
            opacity: Shape (n,).
            positive: Whether a curve belongs to the first of the two sums, shape (n,).

        Returns:
            Shape (2, rows, columns): the positive curves, and the others.
        """
        result = np.empty((2, self._rows, self._columns), np.float32)
        amounts = opacity.astype(np.float64)
        for first, columns, enter, leave in self._made() if self._chunks is None else self._chunks:
            count = columns * (self._height + 1)
            plane = np.where(positive, 0, count)
            spread = np.broadcast_to(amounts, (columns, len(amounts))).ravel()
            changes = _counted(enter + plane, spread, 2 * count) - _counted(leave + plane, spread, 2 * count)
            summed = np.cumsum(changes.reshape(2, columns, self._height + 1), axis=2)
            part = summed[:, :, 1 : self._rows + 1].transpose(0, 2, 1)
            result[:, :, first : first + columns] = part
        return np.maximum(result, 0.0, out=result)


def _counted(places: Places, amounts: FloatArray, count: int) -> FloatArray:
    return np.asarray(np.bincount(places.ravel(), amounts, count), np.float64)
