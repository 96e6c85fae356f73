"""The sigmoid."""

from __future__ import annotations

from functools import partial

import numpy as np

from nndesigner.engine.activations.activation import HALF, ONE, Call, Straight
from nndesigner.engine.parameters import FloatArray


class Sigmoid(Straight):
    """1 / (1 + e⁻ᶻ) (eq. 3), with σ′ = σ(1 − σ) (eq. 67)."""

    name = "sigmoid"
    label = "Sigmoid"
    equation = "σ(z) = 1 / (1 + e⁻ᶻ)"
    range = (0.0, 1.0)
    steepest = 0.25

    def value_calls(self, z: FloatArray, out: FloatArray, /) -> list[Call]:
        # The same function as ½ + ½ tanh(z/2), which overflows for no z and needs no branch.
        return [
            partial(np.multiply, z, HALF, out),
            partial(np.tanh, out, out),
            partial(np.multiply, out, HALF, out),
            partial(np.add, out, HALF, out),
        ]

    def derivative_calls(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> list[Call]:
        return [partial(np.subtract, ONE, a, out), partial(np.multiply, out, a, out)]


SIGMOID = Sigmoid()
