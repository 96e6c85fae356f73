"""Softmax with its cross-entropy, also called the log-likelihood cost."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray

_TOLERANCE = 1e-4
"""How far desired probabilities may be from summing to one: float32 rounding and rounded files, no more."""


class SoftmaxCrossEntropy(Cost):
    """−Σⱼ yⱼ ln aⱼ, averaged over the rows, where a row of y sums to one and a is its softmax.

    With ln aⱼ = zⱼ − ln Σₖ eᶻᵏ the error of an output is aⱼ − yⱼ, free of σ′.
    """

    name = "softmax_cross_entropy"
    label = "Softmax cross-entropy"
    equation = "C = −1/m Σₓ Σⱼ yⱼ ln aⱼ"

    def refusal(self, activation_name: str, /) -> str | None:
        if activation_name == "softmax":
            return None
        label = ACTIVATIONS[activation_name].label
        return f"{self.label} needs softmax outputs; {label} outputs do not sum to one."

    def target_refusal(self, _activation_name: str, y: FloatArray, /) -> str | None:
        if y.size and not (y.min() >= 0.0 and np.abs(y.sum(axis=-1) - 1.0).max() <= _TOLERANCE):
            return f"{self.label} needs desired outputs that are probabilities: from 0 to 1, and 1 in sum."
        return None

    def row_values(
        self, _activation: Activation, z: FloatArray, _a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        shifted = z - z.max(axis=-1, keepdims=True)
        rows: FloatArray = np.log(np.exp(shifted).sum(axis=-1))
        rows -= np.einsum("ij,ij->i", shifted, y)
        return rows

    def is_difference(self, _activation: Activation, /) -> bool:
        return True

    def output_error(
        self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        np.subtract(a, y, out)


SOFTMAX_CROSS_ENTROPY = SoftmaxCrossEntropy()
