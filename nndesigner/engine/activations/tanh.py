"""The hyperbolic tangent."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import ONE, Activation
from nndesigner.engine.parameters import FloatArray


class Tanh(Activation):
    """tanh z = 2σ(2z) − 1 for the sigmoid σ, with derivative 1 − a²."""

    name = "tanh"
    label = "Tanh"
    equation = "σ(z) = tanh z"
    range = (-1.0, 1.0)
    steepest = 1.0

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        np.tanh(z, out)

    def derivative(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        np.multiply(a, a, out)
        np.subtract(ONE, out, out)


TANH = Tanh()
