"""The sigmoid."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import HALF, ONE, Activation
from nndesigner.engine.parameters import FloatArray


class Sigmoid(Activation):
    """1 / (1 + e⁻ᶻ) (eq. 3), with σ′ = σ(1 − σ) (eq. 67)."""

    name = "sigmoid"
    label = "Sigmoid"
    equation = "σ(z) = 1 / (1 + e⁻ᶻ)"
    range = (0.0, 1.0)
    steepest = 0.25

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        # The same function as ½ + ½ tanh(z/2), which overflows for no z and needs no branch.
        np.multiply(z, HALF, out)
        np.tanh(out, out)
        np.multiply(out, HALF, out)
        np.add(out, HALF, out)

    def derivative(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        np.subtract(ONE, a, out)
        np.multiply(out, a, out)


SIGMOID = Sigmoid()
