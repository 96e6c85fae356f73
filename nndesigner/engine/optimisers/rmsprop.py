"""Descent with a step size for every parameter."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.optimisers.optimiser import Block, Elementwise, Numbers

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

    def calls(self, block: Block, k: Numbers, /) -> list[Call]:
        (p, g, (square,), spare), (rho, epsilon, rate) = block, k
        return [
            partial(np.multiply, square, rho, square),
            partial(np.multiply, g, g, spare),
            partial(np.add, square, spare, square),
            partial(np.sqrt, square, spare),
            partial(np.add, spare, epsilon, spare),
            partial(np.divide, g, spare, g),
            partial(np.multiply, g, rate, g),
            partial(np.subtract, p, g, p),
        ]


RMSPROP = RMSProp()
