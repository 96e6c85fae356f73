"""The identity."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.parameters import FloatArray


class Linear(Activation):
    """a = z: for outputs that may be any number."""

    name = "linear"
    label = "Linear"
    equation = "σ(z) = z"
    steepest = 1.0

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        np.copyto(out, z)

    def derivative(self, _z: FloatArray, _a: FloatArray, out: FloatArray, /) -> None:
        out.fill(1.0)

    def backward(self, _z: FloatArray, _a: FloatArray, grad_a: FloatArray, out: FloatArray, /) -> None:
        np.copyto(out, grad_a)


LINEAR = Linear()
