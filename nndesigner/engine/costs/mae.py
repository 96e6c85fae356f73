"""Mean absolute error."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import Activation
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray


class MeanAbsoluteError(Cost):
    """Σⱼ |yⱼ − aⱼ|, averaged over the rows: an outlier pulls no harder than any other row.

    Its derivative is the sign of aⱼ − yⱼ, taken as 0 where an output is exactly right.
    """

    name = "mae"
    label = "Mean absolute error"
    equation = "C = 1/m Σₓ Σⱼ |yⱼ − aⱼ|"

    def refusal(self, _activation_name: str, /) -> str | None:
        return None

    def target_refusal(self, _activation_name: str, _y: FloatArray, /) -> str | None:
        return None

    def row_values(
        self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        difference = np.subtract(a, y)
        rows: FloatArray = np.abs(difference, difference).sum(axis=-1)
        return rows

    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        sign = np.subtract(a, y)
        np.sign(sign, sign)
        activation.backward(z, a, sign, out)

    def kinks(self, a: FloatArray, y: FloatArray, /) -> FloatArray | None:
        return np.subtract(a, y)


MAE = MeanAbsoluteError()
