"""The sigmoid linear unit, also called swish."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import ONE, Activation
from nndesigner.engine.activations.sigmoid import SIGMOID
from nndesigner.engine.parameters import FloatArray


class SiLU(Activation):
    """z / (1 + e⁻ᶻ) (Elfwing et al. 2018): with s the sigmoid of z, a = z s and a′ = s + a (1 − s)."""

    name = "silu"
    label = "SiLU"
    equation = "σ(z) = z / (1 + e⁻ᶻ)"
    range = (-0.278465, np.inf)
    steepest = 1.099840

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        SIGMOID.value(z, out)
        np.multiply(out, z, out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        SIGMOID.value(z, out)
        rest = np.subtract(ONE, out)
        np.multiply(rest, a, rest)
        np.add(out, rest, out)


SILU = SiLU()
