"""The cost whose descent is the perceptron rule."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray


class Perceptron(Cost):
    """Σⱼ (aⱼ − yⱼ) zⱼ of step outputs, averaged over the rows: how far wrong ones are past their threshold.

    Never negative, as a step is 1 only where z > 0. Its slope δ = a − y makes descent Rosenblatt's rule
    w ← w + η (y − a) x, b ← b + η (y − a): an output that is right changes nothing (Rosenblatt 1958).
    One with z = 0 that should be 1 costs nothing and is still wrong, so a cost of 0 is no proof of success.
    """

    name = "perceptron"
    label = "Perceptron rule"
    equation = "C = 1/m Σₓ Σⱼ (aⱼ − yⱼ) zⱼ"

    def refusal(self, activation_name: str, /) -> str | None:
        if activation_name == "step":
            return None
        return f"{self.label} needs step outputs; {ACTIVATIONS[activation_name].label} outputs are none."

    def target_refusal(self, _activation_name: str, y: FloatArray, /) -> str | None:
        if np.all((y == 0.0) | (y == 1.0)):
            return None
        return f"{self.label} tells classes apart: it needs desired outputs that are 0 or 1."

    def row_values(
        self, _activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        rows: FloatArray = np.einsum("ij,ij->i", np.subtract(a, y), z)
        return rows

    def output_error(
        self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        np.subtract(a, y, out)

    def is_difference(self, _activation: Activation, /) -> bool:
        return True


PERCEPTRON = Perceptron()
