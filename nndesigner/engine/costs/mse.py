"""Mean squared error."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import Activation
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray


class MeanSquaredError(Cost):
    """½ Σⱼ (yⱼ − aⱼ)², averaged over the rows (eq. 15)."""

    name = "mse"
    label = "Mean squared error"
    equation = "C = 1/2m Σₓ ‖y − a‖²"

    def refusal(self, _activation_name: str, /) -> str | None:
        return None

    def target_refusal(self, _activation_name: str, _y: FloatArray, /) -> str | None:
        return None

    def row_values(
        self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        difference = np.subtract(a, y)
        squares: FloatArray = np.einsum("ij,ij->i", difference, difference)
        squares *= 0.5
        return squares

    def is_difference(self, activation: Activation, /) -> bool:
        return activation.name == "linear"

    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        if self.is_difference(activation):
            np.subtract(a, y, out)
            return
        activation.backward(z, a, np.subtract(a, y), out)


MSE = MeanSquaredError()
