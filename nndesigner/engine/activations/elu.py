"""The exponential linear unit."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import ONE, Activation
from nndesigner.engine.parameters import FloatArray


class Elu(Activation):
    """z above 0, eᶻ − 1 below (Clevert et al. 2016, with α = 1): smooth at 0, and never below −1."""

    name = "elu"
    label = "ELU"
    equation = "σ(z) = z if z > 0, else eᶻ − 1"
    range = (-1.0, np.inf)
    steepest = 1.0

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        # eᶻ − 1 is never below z, and 0 is what it leaves of a positive z: the larger is right on both sides.
        out.fill(0.0)
        np.minimum(z, out, out=out)
        np.expm1(out, out)
        np.maximum(z, out, out=out)

    def derivative(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        # Below 0 it is eᶻ = a + 1.
        out.fill(0.0)
        np.minimum(a, out, out=out)
        np.add(out, ONE, out)


ELU = Elu()
