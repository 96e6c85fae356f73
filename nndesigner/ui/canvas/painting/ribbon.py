"""A connection seen from far away: one ribbon in the colours of its weights' sums.

Where thousands of lines would share a few pixels they say nothing. The ribbon aggregates them: at either end
its colour at a height is that of the weights of the neurons there, mixed from the shares of plus and minus,
and its opacity is that of a line as strong as the root of their mean square, less where neurons are few.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.painting.sheet import Sheet
from nndesigner.ui.canvas.painting.strokes import opacity, strength

_MOST = 0.62
"""Opacity of the strongest ribbon: what lies under it stays visible."""
_BORDER = 0.22
"""By so much the border of a ribbon is more opaque."""
_STRIPES = 32
"""Stripes of a ribbon, from its upper to its lower border."""
_SPARSE = 0.5
"""How fast a stripe pales with the number of its neurons, as a power of that."""


def ribbon(
    leg: Leg, values: FloatArray, mask: NDArray[np.bool_] | None, limit: float, sheet: Sheet
) -> FloatArray:
    """Opacities of the ribbon of plus and of minus.

    Args:
        leg: Which it stands for.
        values: One number per line, shape (n_ends, n_beginnings), or (1, n) where it does not fan out.
        mask: Where there are lines, of the same shape; None for everywhere.
        limit: End of the range.
        sheet: What to draw on.

    Returns:
        Shape (2, rows, columns).
    """
    shown = np.nan_to_num(values if mask is None else np.where(mask, values, 0.0))
    begin = _shares(shown, leg.y0, limit)
    end = _shares(shown.T, leg.y1, limit) if leg.fans else begin
    across = sheet.across(leg)
    middle = (across[:-1] + across[1:]) / 2
    top, bottom = (sheet.pixels(edge) for edge in leg.frame.span(middle))
    height = np.maximum(bottom - top, 1.0)
    rows = np.arange(sheet.rows, dtype=np.float32)[:, np.newaxis] + np.float32(0.5)
    place = np.clip((rows - top) / height, 0.0, 1.0)
    inside = np.clip(np.minimum(rows - top, top + height - rows) + 0.5, 0.0, 1.0)
    edge = np.clip(1.5 - np.abs(np.minimum(rows - top, top + height - rows) - 0.5), 0.0, 1.0)
    result = (1 - middle) * _at(begin, place) + middle * _at(end, place)
    total = np.maximum(result.sum(axis=0), 1e-6)
    result *= np.minimum(1.0, _MOST / total) * inside
    result *= 1 + _BORDER / np.maximum(total, _BORDER) * edge
    return result.astype(np.float32)


def _shares(values: FloatArray, ys: FloatArray, limit: float) -> FloatArray:
    """Opacity of plus and minus in every stripe at one end.

    Args:
        values: Shape (any, n).
        ys: Heights of the n neurons at this end.
        limit: End of the range.

    Returns:
        Shape (2, stripes).
    """
    height = float(ys[-1] - ys[0])
    stripe = np.clip((ys - ys[0]) / (height or 1.0) * _STRIPES, 0, _STRIPES - 1).astype(np.intp)

    def summed(amounts: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(stripe, amounts, _STRIPES), np.float64)

    plus, minus = (summed(np.maximum(part, 0.0).sum(axis=0)) for part in (values, -values))
    neurons = summed(np.ones(len(ys)))
    squares = summed(np.square(values, dtype=np.float64).sum(axis=0))
    strong = opacity(strength(np.sqrt(squares / np.maximum(neurons * len(values), 1)), limit))
    pale = np.minimum(1.0, neurons / (len(ys) / _STRIPES)) ** _SPARSE
    here = neurons > 0
    shares = strong * pale * np.stack([plus, minus]) / np.maximum(plus + minus, 1e-300)
    places = np.arange(_STRIPES)
    return np.stack([np.interp(places, places[here], part[here]) for part in shares])


def _at(shares: FloatArray, place: FloatArray) -> FloatArray:
    """Opacities at places from 0, the upper border, to 1; shape (2, rows, columns)."""
    middles = (np.arange(_STRIPES) + 0.5) / _STRIPES
    return np.stack([np.interp(place, middles, part) for part in shares])
