"""How strong a line is drawn for a number: its width, its opacity, its colour."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.parameters import FloatArray

THINNEST, THICKEST = 0.7, 4.2
"""Widths in canvas units of a weight of 0 and of one at the end of the range."""
FAINTEST, STRONGEST = 0.10, 0.96
"""Opacities of the same."""


def strength(values: FloatArray, limit: float) -> FloatArray:
    """|value| as a share of the range, at most 1; 0 where there is no number."""
    share = np.abs(np.asarray(values, np.float64)) / limit
    result: FloatArray = np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0), 0.0, 1.0)
    return result


def width(share: FloatArray) -> FloatArray:
    """Width of a line by strength."""
    return THINNEST + (THICKEST - THINNEST) * share


def opacity(share: FloatArray) -> FloatArray:
    """Opacity of a line by strength."""
    return FAINTEST + (STRONGEST - FAINTEST) * np.sqrt(share) * share**0.35
