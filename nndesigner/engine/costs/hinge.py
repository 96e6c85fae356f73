"""The hinge cost of support vector machines."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray


class Hinge(Cost):
    """Σⱼ max(0, 1 − tⱼ aⱼ), averaged over the rows, with t = 2y − 1: each class against the rest.

    A desired 0 stands for −1: an output is right on its side of 0, and costs nothing from a margin of 1 on
    (Cortes & Vapnik 1995). The derivative is −tⱼ within the margin, and 0 from exactly 1 on.
    """

    name = "hinge"
    label = "Hinge"
    equation = "C = 1/m Σₓ Σⱼ max(0, 1 − tⱼ aⱼ), tⱼ\u00a0=\u00a02\u00a0yⱼ\u00a0−\u00a01"
    boundary = 0.0

    def refusal(self, activation_name: str, /) -> str | None:
        known = ACTIVATIONS[activation_name]
        low, high = known.range
        if low <= -1.0 and high >= 1.0:
            return None
        return (
            f"{self.label} needs outputs that reach from −1 to 1, as linear and tanh do; "
            f"{known.label} does not."
        )

    def target_refusal(self, _activation_name: str, y: FloatArray, /) -> str | None:
        if np.all((y == 0.0) | (y == 1.0)):
            return None
        return f"{self.label} tells classes apart: it needs desired outputs that are 0 or 1."

    def row_values(
        self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        rows: FloatArray = np.maximum(_missing(a, y), 0.0).sum(axis=-1)
        return rows

    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        # Within the margin 1, else 0; the sign of the larger of 0 and what is missing keeps NaN.
        slope = _missing(a, y)
        np.maximum(slope, 0.0, out=slope)
        np.sign(slope, slope)
        slope *= 1.0 - 2.0 * y
        activation.backward(z, a, slope, out)

    def kinks(self, a: FloatArray, y: FloatArray, /) -> FloatArray | None:
        return _missing(a, y)


def _missing(a: FloatArray, y: FloatArray) -> FloatArray:
    """What each output lacks to the margin: 1 − t a, negative beyond it."""
    missing = 1.0 - 2.0 * y  # −t
    missing *= a
    missing += 1.0
    return missing


HINGE = Hinge()
