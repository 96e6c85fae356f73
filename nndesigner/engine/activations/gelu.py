"""The Gaussian error linear unit."""

from __future__ import annotations

import math

import numpy as np

from nndesigner.engine.activations.activation import HALF, ONE, Activation
from nndesigner.engine.parameters import FloatArray

_SLOPE = math.sqrt(2.0 / math.pi)
_CUBIC = 0.044715


class Gelu(Activation):
    """z Φ(z), Φ the normal distribution function, in the tanh form of Hendrycks & Gimpel 2016.

    NumPy has no error function; the tanh form is never more than 0.0005 away from it.
    """

    name = "gelu"
    label = "GELU"
    equation = "σ(z) = ½ z (1 + tanh(√(2/π) (z\u00a0+\u00a00.044715\u00a0z³)))"
    range = (-0.170041, np.inf)
    steepest = 1.128993

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        _twice_share(z, out)
        np.multiply(out, z, out)
        np.multiply(out, HALF, out)

    def derivative(self, z: FloatArray, _a: FloatArray, out: FloatArray, /) -> None:
        # With s = 1 + tanh u it is ½ s + ½ z s (2 − s) u′, and s (2 − s) is what tanh′ is.
        share = np.empty_like(out)
        _twice_share(z, share)
        np.subtract(2.0, share, out)
        np.multiply(out, z, out)
        inner = np.multiply(z, z)
        np.multiply(inner, 3.0 * _CUBIC * _SLOPE, inner)
        np.add(inner, _SLOPE, inner)
        np.multiply(out, inner, out)
        np.add(out, ONE, out)
        np.multiply(out, share, out)
        np.multiply(out, HALF, out)


def _twice_share(z: FloatArray, out: FloatArray) -> None:
    """Write 2 Φ(z) ≈ 1 + tanh u, u = √(2/π) (z + 0.044715 z³)."""
    np.multiply(z, z, out)
    np.multiply(out, _CUBIC * _SLOPE, out)
    np.add(out, _SLOPE, out)
    np.multiply(out, z, out)
    np.tanh(out, out)
    np.add(out, ONE, out)


GELU = Gelu()
