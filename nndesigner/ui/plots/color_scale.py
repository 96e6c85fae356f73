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
    return _spread_rows(_spread_rows(cells.T, columns).T, rows)


def strongest(cells: ByteArray) -> int:
    """Position of the cell that is farthest from zero, in the order of `ravel`."""
    return int(np.argmax(np.abs(cells.astype(np.int16) - MIDDLE) * (cells != REMOVED)))


def picture(pixels: ByteArray, table: ColorTable) -> QImage:
    """Indices, shape (height, width), as an image."""
    colors = np.ascontiguousarray(np.take(table, pixels))
    height, width = colors.shape
    image = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()


def _spread_rows(cells: ByteArray, edges: NDArray[np.intp]) -> ByteArray:
    pixels = np.diff(edges)
    if pixels.all():
        return np.repeat(cells, pixels, axis=0)
    first_cell = np.flatnonzero(pixels)
    signed = np.where(cells == REMOVED, MIDDLE, cells).astype(np.int16) - MIDDLE
    starts = np.concatenate([[0], first_cell[:-1] + 1])
    high = np.maximum.reduceat(signed, starts, axis=0)
    low = np.minimum.reduceat(signed, starts, axis=0)
    merged = (np.where(high >= -low, high, low) + MIDDLE).astype(np.uint8)
    return np.repeat(merged, pixels[first_cell], axis=0)
