"""The fast way to draw thousands of faint curves: where they run is worked out only once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.curves import descent


class Mesh:
    """Thin curves in pixels of a picture, from its left to its right side.

    In every column of pixels a curve covers those from where it enters to where it leaves; what it adds is
    counted at the first of them and taken off behind the last, and summed up once.
    """

    def __init__(self, y0: FloatArray, y1: FloatArray, columns: int, rows: int) -> None:
        """Work out the pixels.

        Args:
            y0: Heights at the left side, shape (n,).
            y1: Heights at the right side, shape (n,).
            columns: Width of the picture.
            rows: Its height.
        """
        self._columns, self._rows, self._height = columns, rows, rows + 2
        share = descent(np.linspace(0.0, 1.0, columns + 1)).astype(np.float32)[:, np.newaxis]
        start, way = y0.astype(np.float32), (y1 - y0).astype(np.float32)
        heights = np.clip(start + way * share, 0, rows - 1).astype(np.int32)
        base = (np.arange(columns, dtype=np.int32) * self._height)[:, np.newaxis]
        self._enter = (np.minimum(heights[:-1], heights[1:]) + base).ravel()
        self._leave = (np.maximum(heights[:-1], heights[1:]) + 1 + base).ravel()

    def sums(self, opacity: FloatArray, positive: NDArray[np.bool_]) -> FloatArray:
        """Sum of the opacities of all curves at every pixel.

        Args:
            opacity: Shape (n,).
            positive: Whether a curve belongs to the first of the two sums, shape (n,).

        Returns:
            Shape (2, rows, columns): the positive curves, and the others.
        """
        both = self._sum(opacity)
        difference = self._sum(np.where(positive, opacity, -opacity))
        halves = np.stack([both + difference, both - difference]).astype(np.float32)
        result: FloatArray = np.maximum(halves * np.float32(0.5), 0.0)
        return result

    def _sum(self, amounts: FloatArray) -> FloatArray:
        spread = np.broadcast_to(amounts, (self._columns, len(amounts))).ravel()
        count = self._columns * self._height
        changes = np.bincount(self._enter, spread, count) - np.bincount(self._leave, spread, count)
        summed = np.cumsum(changes.reshape(self._columns, self._height), axis=1)
        result: FloatArray = summed[:, : self._rows].T
        return result
