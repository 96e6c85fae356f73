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

    def value(self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, /) -> float:
        difference = np.subtract(a, y)
        return 0.5 * float(np.einsum("ij,ij->", difference, difference)) / len(y)

    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        if activation.name == "linear":
            np.subtract(a, y, out)
            return
        activation.backward(z, a, np.subtract(a, y), out)


MSE = MeanSquaredError()
