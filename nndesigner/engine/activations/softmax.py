"""The softmax of a whole layer."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import ONE, Activation
from nndesigner.engine.parameters import FloatArray


class Softmax(Activation):
    """eᶻʲ / Σₖ eᶻᵏ: every activation depends on all z of the row, and a row sums to one."""

    name = "softmax"
    label = "Softmax"
    equation = "σ(z)ⱼ = eᶻʲ / Σₖ eᶻᵏ"
    elementwise = False
    output_only = True
    range = (0.0, 1.0)

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        # Shifting a row changes nothing, and with its largest z at 0 no exponential overflows.
        np.subtract(z, np.maximum.reduce(z, axis=-1, keepdims=True), out)
        np.exp(out, out)
        np.divide(out, np.add.reduce(out, axis=-1, keepdims=True), out)

    def derivative(self, _z: FloatArray, a: FloatArray, out: FloatArray, /) -> None:
        np.subtract(ONE, a, out)
        np.multiply(out, a, out)

    def backward(self, _z: FloatArray, a: FloatArray, grad_a: FloatArray, out: FloatArray, /) -> None:
        # ∂a_k/∂z_j = a_k ([j = k] − a_j), summed over k against ∂C/∂a_k.
        np.multiply(grad_a, a, out)
        np.subtract(grad_a, np.add.reduce(out, axis=-1, keepdims=True), out)
        np.multiply(out, a, out)


SOFTMAX = Softmax()
