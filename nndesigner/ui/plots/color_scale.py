"""Numbers to colours: one symmetric scale with zero in its middle, shared by every heatmap."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.theme import Theme

ByteArray = NDArray[np.uint8]
ColorTable = NDArray[np.uint32]

MIDDLE = 128
"""Index of zero."""
STEPS = 127
"""Indices on either side of it."""
REMOVED = 0
"""Index of a cell that holds no number; it is transparent."""
_NICE = (1.0, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_SIGNED = np.arange(256) - MIDDLE
_STRENGTH: ByteArray = np.where(_SIGNED == -MIDDLE, 0, 2 * abs(_SIGNED) + (_SIGNED > 0)).astype(np.uint8)
"""By index: twice the distance from zero, plus one above it; so the larger number is the stronger cell."""
_INDEX: ByteArray = (MIDDLE + np.where(np.arange(256) % 2, 1, -1) * (np.arange(256) // 2)).astype(np.uint8)
"""The index of a strength."""
_OPAQUE = np.uint32(0xFF000000)


def indices(values: FloatArray, limit: float, removed: NDArray[np.bool_] | None = None) -> ByteArray:
    """Place of each value on the scale.

    Args:
        values: Any shape; what is not a number counts as zero.
        limit: Value (above zero) at the ends of the scale; larger ones are cut off there.
        removed: True where there is no number to show.

    Returns:
        1 (−limit) over 128 (zero) to 255 (limit), and 0 where removed.
    """
    scaled = np.asarray(values, np.float32) * np.float32(STEPS / limit)
    np.nan_to_num(scaled, copy=False, nan=0.0)
    np.clip(scaled, -STEPS, STEPS, out=scaled)
    np.rint(scaled, out=scaled)
    scaled += MIDDLE
    found = scaled.astype(np.uint8)
    if removed is not None:
        found[removed] = REMOVED
    return found


def peak(*arrays: FloatArray) -> float:
    """Largest finite |value|; 0 if there is none."""
    largest = 0.0
    for array in arrays:
        if array.size:
            high = max(float(np.max(array)), -float(np.min(array)))
            if not math.isfinite(high):
                finite = array[np.isfinite(array)]
                high = float(np.max(np.abs(finite))) if finite.size else 0.0
            largest = max(largest, high)
    return largest


def nice_limit(largest: float) -> float:
    """The smallest round number that is not below; 1 for zero. It keeps colours steady while numbers move."""
    if largest <= 0.0 or not math.isfinite(largest):
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next((step * power for step in _NICE if step * power >= largest), 10.0 * power)


def color_table(theme: Theme) -> ColorTable:
    """Colour by index as 0xAARRGGBB; shape (256,)."""
    colors = theme.diverging().astype(np.uint32)
    position = (np.arange(256) - MIDDLE) / STEPS
    entry = np.clip(np.rint((position + 1.0) * 127.5), 0, 255).astype(np.intp)
    red, green, blue = (colors[entry, channel] for channel in range(3))
    table: ColorTable = _OPAQUE | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    table[REMOVED] = 0
    return table


def spread(cells: ByteArray, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> ByteArray:
    """Cells as pixels.

    Where several cells share a pixel, it shows the strongest of them: a large weight never disappears.

    Args:
        cells: Indices, shape (m, n).
        rows: First pixel of each row of cells, and the end; shape (m + 1,).
        columns: The same for columns; shape (n + 1,).

    Returns:
        Indices per pixel, shape (rows[-1] - rows[0], columns[-1] - columns[0]).
    """
    heights, widths = np.diff(rows), np.diff(columns)
    if heights.all() and widths.all():
        return np.repeat(np.repeat(cells, widths, axis=1), heights, axis=0)
    strength = _STRENGTH[cells]
    return _INDEX[_spread_along(_spread_along(strength, heights, 0), widths, 1)]


def strongest(cells: ByteArray) -> int:
    """Position of the cell that is farthest from zero, in the order of `ravel`."""
    return int(np.argmax(_STRENGTH[cells]))


def picture(pixels: ByteArray, table: ColorTable) -> QImage:
    """Indices, shape (height, width), as an image."""
    colors = np.ascontiguousarray(np.take(table, pixels))
    height, width = colors.shape
    image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def _spread_along(strength: ByteArray, pixels: NDArray[np.intp], axis: int) -> ByteArray:
    """Repeat each cell over its pixels; cells without any join the one before the next pixel."""
    drawn = np.flatnonzero(pixels)
    first = np.concatenate([[0], drawn[:-1] + 1])
    last = np.append(drawn[:-1], len(pixels) - 1)
    merged = np.take(strength, first, axis)
    for further in range(1, int((last - first).max(initial=0)) + 1):
        np.maximum(merged, np.take(strength, np.minimum(first + further, last), axis), out=merged)
    return np.repeat(merged, pixels[drawn], axis)
