"""The hyperbolic tangent."""

from __future__ import annotations

from functools import partial

import numpy as np

from nndesigner.engine.activations.activation import ONE, Call, Straight
from nndesigner.engine.parameters import FloatArray


class Tanh(Straight):
    """tanh z = 2σ(2z) − 1 for the sigmoid σ, with derivative 1 − a²."""

    name = "tanh"
    label = "Tanh"
    equation = "σ(z) = tanh z"
    range = (-1.0, 1.0)
    steepest = 1.0

    def value_calls(self, z: FloatArray, out: FloatArray, /) -> list[Call]:
        return [partial(np.tanh, z, out)]

    def derivative_calls(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> list[Call]:
        return [partial(np.multiply, a, a, out), partial(np.subtract, ONE, out, out)]


TANH = Tanh()
