"""Telling whether the inputs of a table are the pixels of a picture."""

from __future__ import annotations

import math
import re

from nndesigner.data.model import Prepared

_SMALLEST_SIDE = 4
_PIXEL = re.compile(r"^(?:p|px|pix|pixel|x)[ _.-]?\d+(?:[ _.x-]\d+)?$", re.IGNORECASE)


def image_shape(prepared: Prepared) -> tuple[int, int] | None:
    """(height, width) if the inputs are named like pixels and fill a square; None otherwise."""
    count = prepared.x.shape[1]
    side = math.isqrt(count)
    if side < _SMALLEST_SIDE or side * side != count:
        return None
    return (side, side) if all(is_pixel(name) for name in prepared.input_names) else None


def is_pixel(name: str) -> bool:
    """Whether a column is named like a pixel: p3_4, pixel12, px 7."""
    return _PIXEL.match(name) is not None
