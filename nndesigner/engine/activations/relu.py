"""The rectified linear unit."""

from __future__ import annotations

from functools import partial

import numpy as np

from nndesigner.engine.activations.activation import Call, Straight
from nndesigner.engine.parameters import FloatArray


class ReLU(Straight):
    """max(0, z) (eq. 5), with derivative 1 for z > 0 and 0 otherwise."""

    name = "relu"
    label = "ReLU"
    equation = "σ(z) = max(0, z)"
    kinked = True
    range = (0.0, np.inf)
    steepest = 1.0

    def value_calls(self, z: FloatArray, out: FloatArray, /) -> list[Call]:
        # Against zeros of the same shape: a scalar 0 would cost three times as much.
        return [partial(out.fill, 0.0), partial(np.maximum, z, out, out=out)]

    def derivative_calls(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> list[Call]:
        return [partial(np.sign, a, out)]  # a is never negative, and NaN stays NaN


RELU = ReLU()
