"""The leaky rectified linear unit."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.parameters import FloatArray

LEAK = 0.01
"""Slope below 0 (Maas, Hannun & Ng 2013): small, but an error still gets through, so no neuron dies."""


class LeakyReLU(Activation):
    """max(z, z/100): with derivative 1 for z > 0 and 1/100 otherwise."""

    name = "leaky_relu"
    label = "Leaky ReLU"
    equation = "σ(z) = max(0.01 z, z)"
    kinked = True
    steepest = 1.0

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        np.multiply(z, LEAK, out)
        np.maximum(z, out, out=out)

    def derivative(self, z: FloatArray, _a: FloatArray, out: FloatArray, /) -> None:
        np.sign(z, out)
        np.maximum(out, LEAK, out=out)


LEAKY_RELU = LeakyReLU()
