"""The Huber cost: squared for small errors, absolute for large ones."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import Activation
from nndesigner.engine.costs.cost import Cost
from nndesigner.engine.parameters import FloatArray

KNEE = 1.0
"""δ of Huber 1964: from this |y − a| on, one standard deviation of a scaled target, the cost is a line."""


class Huber(Cost):
    """Σⱼ h(yⱼ − aⱼ), averaged over the rows, where h(d) is ½ d² up to |d| = 1 and |d| − ½ beyond.

    Both have the slope d there, so the derivative has no jump: it is aⱼ − yⱼ, kept within ±1.
    """

    name = "huber"
    label = "Huber"
    equation = (
        "C = 1/m Σₓ Σⱼ h(yⱼ − aⱼ), h(d) = ½\u00a0d² if |\u2060d|\u00a0≤\u00a01, else |\u2060d|\u00a0−\u00a0½"
    )

    def refusal(self, _activation_name: str, /) -> str | None:
        return None

    def target_refusal(self, _activation_name: str, _y: FloatArray, /) -> str | None:
        return None

    def row_values(
        self, _activation: Activation, _z: FloatArray, a: FloatArray, y: FloatArray, /
    ) -> FloatArray:
        size = np.subtract(a, y)
        np.abs(size, size)
        inner = np.minimum(size, KNEE)
        size -= 0.5 * inner  # q (|d| − ½ q) with q = min(|d|, δ) is both branches
        rows: FloatArray = np.einsum("ij,ij->i", inner, size)
        return rows

    def output_error(
        self, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, out: FloatArray, /
    ) -> None:
        difference = np.subtract(a, y)
        np.clip(difference, -KNEE, KNEE, difference)
        activation.backward(z, a, difference, out)


HUBER = Huber()
