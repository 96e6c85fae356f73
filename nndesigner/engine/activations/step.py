"""The perceptron's step."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations.activation import Activation
from nndesigner.engine.parameters import FloatArray


class Step(Activation):
    """1 if z > 0, else 0 (eq. 2). Its derivative is 0 wherever it has one: descent learns nothing from it."""

    name = "step"
    label = "Step"
    equation = "σ(z) = 1 if z > 0, else 0"
    differentiable = False
    kinked = True
    range = (0.0, 1.0)

    def value(self, z: FloatArray, out: FloatArray, /) -> None:
        # The sign of the larger of 0 and z: unlike a comparison it keeps NaN.
        out.fill(0.0)
        np.maximum(z, out, out=out)
        np.sign(out, out)

    def derivative(self, _z: FloatArray, _a: FloatArray, out: FloatArray, /) -> None:
        out.fill(0.0)


STEP = Step()
