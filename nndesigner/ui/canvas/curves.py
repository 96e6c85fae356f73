"""The curves that connections run along.

Every curve leaves its source and reaches its target horizontally: a cubic whose control points lie half-way.
With t from 0 to 1 along it, the way done sideways is X(t) = 1.5 t (1 − t) + t³ and the way done downwards
S(t) = 3 t² − 2 t³, so that all curves between two columns do the same share of their descent at the same x.
"""

from __future__ import annotations

import numpy as np

from nndesigner.engine.parameters import FloatArray

_STEPS = 256
_T = np.linspace(0.0, 1.0, _STEPS + 1)
_ACROSS = 1.5 * _T * (1 - _T) + _T**3
_DOWN = 3 * _T**2 - 2 * _T**3


def descent(across: FloatArray | float) -> FloatArray:
    """Share of the way down that is done at a share of the way across; both from 0 to 1."""
    return np.asarray(np.interp(across, _ACROSS, _DOWN))


def heights(y0: FloatArray, y1: FloatArray, across: float) -> FloatArray:
    """Height of curves at a share of the way across.

    Args:
        y0: Where they start, shape (n,).
        y1: Where they end, shape (n,).
        across: From 0 to 1.
    """
    share = float(descent(across))
    result: FloatArray = y0 + (y1 - y0) * share
    return result


def steepness(width: float, y0: FloatArray, y1: FloatArray, across: float) -> FloatArray:
    """dy/dx of curves at a share of the way across a distance of `width`."""
    step = 1.0 / _STEPS
    low, high = max(0.0, across - step), min(1.0, across + step)
    rise = float(descent(high)) - float(descent(low))
    result: FloatArray = (y1 - y0) * (rise / (high - low) / max(abs(width), 1.0))
    return result
