"""The smooth rectifier."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.activations.sigmoid import SIGMOID
from nndesigner.engine.parameters import FloatArray


class Softplus(Activation):
    """ln(1 + eᶻ) (Dugas et al. 2001), a ReLU without a kink; its derivative is the sigmoid."""

    name = "softplus"
    label = "Softplus"
    equation = "σ(z) = ln(1 + eᶻ)"
    range = (0.0, np.inf)
    steepest = 1.0

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        # The same as max(0, z) + ln(1 + e^−|z|), which overflows for no z.
        above = np.zeros_like(out)
        np.maximum(z, above, out=above)
        np.abs(z, out)
        np.negative(out, out)
        np.exp(out, out)
        np.log1p(out, out)
        np.add(out, above, out)

    def derivative(self, z: FloatArray, _a: FloatArray, out: FloatArray, /) -> None:
        SIGMOID.value(z, out)


SOFTPLUS = Softplus()
