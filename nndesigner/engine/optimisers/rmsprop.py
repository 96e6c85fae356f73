"""Descent with a step size for every parameter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.optimisers.optimiser import Elementwise
from nndesigner.engine.parameters import FloatArray

if TYPE_CHECKING:
    from nndesigner.engine.rules import Rules


class RMSProp(Elementwise):
    """s ← ρs + (1 − ρ)g², w ← w − η g / (√s + ε) (Tieleman & Hinton 2012).

    What is kept is S = s/(1 − ρ), which spares a pass over the parameters.
    """

    name = "rmsprop"
    label = "RMSProp"
    equation = "s ← ρ s + (1 − ρ) g²,  w ← w − η g / (√s + ε)"
    description = "Every weight gets steps of about the same length, however steep the cost is along it."
    uses = ("rho", "epsilon")
    slots = ("square",)

    def numbers(self, rules: Rules, rate: float, _step: int, /) -> tuple[float, ...]:
        root = math.sqrt(1.0 - rules.rho)
        return rules.rho, rules.epsilon / root, rate / root

    def update(
        self,
        p: FloatArray,
        g: FloatArray,
        slots: tuple[FloatArray, ...],
        spare: FloatArray,
        k: tuple[FloatArray, ...],
        /,
    ) -> None:
        (square,), (rho, epsilon, rate) = slots, k
        np.multiply(square, rho, square)
        np.multiply(g, g, spare)
        np.add(square, spare, square)
        np.sqrt(square, spare)
        np.add(spare, epsilon, spare)
        np.divide(g, spare, g)
        np.multiply(g, rate, g)
        np.subtract(p, g, p)


RMSPROP = RMSProp()
