"""The scaled exponential linear unit."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.parameters import FloatArray

ALPHA = 1.6732632423543772
SCALE = 1.0507009873554805
"""α and λ for which the mean 0 and the variance 1 of z are a fixed point (Klambauer et al. 2017, eq. 14)."""

_DEPTH = SCALE * ALPHA


class Selu(Activation):
    """λ z above 0, λ α (eᶻ − 1) below: layers of it keep mean 0 and variance 1 by themselves."""

    name = "selu"
    label = "SELU"
    equation = "σ(z) = 1.0507\u00a0z if z > 0, else 1.7581\u00a0(eᶻ\u00a0−\u00a01)"
    kinked = True
    range = (-_DEPTH, np.inf)
    steepest = _DEPTH

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        above = np.zeros_like(out)
        np.minimum(z, above, out=out)
        np.expm1(out, out)
        np.multiply(out, _DEPTH, out)
        np.maximum(z, above, out=above)
        np.multiply(above, SCALE, above)
        np.add(out, above, out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        # Below 0 it is λ α eᶻ = a + λ α; above 0 the same with a = 0, less the jump.
        out.fill(0.0)
        np.minimum(a, out, out=out)
        np.add(out, _DEPTH, out)
        jump = np.greater(z, 0.0, out=np.empty_like(out))
        np.multiply(jump, _DEPTH - SCALE, jump)
        np.subtract(out, jump, out)


SELU = Selu()
