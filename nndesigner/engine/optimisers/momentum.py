"""Descent that remembers where it was going."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.optimisers.optimiser import Block, Elementwise, Numbers

if TYPE_CHECKING:
    from nndesigner.engine.rules import Rules


class Momentum(Elementwise):
    """v ← μv + g, w ← w − ηv: steps in the same direction add up (Polyak 1964)."""

    name = "momentum"
    label = "Momentum"
    equation = "v ← μ v + g,  w ← w − η v"
    description = "Steps in the same direction add up, steps back and forth cancel."
    uses = ("momentum",)
    slots = ("velocity",)

    def numbers(self, rules: Rules, rate: float, _step: int, /) -> tuple[float, ...]:
        return rules.momentum, rate

    def calls(self, block: Block, k: Numbers, /) -> list[Call]:
        (p, g, (velocity,), _), (momentum, rate) = block, k
        return [
            partial(np.multiply, velocity, momentum, velocity),
            partial(np.add, velocity, g, velocity),
            partial(np.multiply, velocity, rate, g),
            partial(np.subtract, p, g, p),
        ]


class Nesterov(Momentum):
    """v ← μv + g, w ← w − η(g + μv): the momentum as it will be after this step (Sutskever et al. 2013)."""

    name = "nesterov"
    label = "Nesterov"
    equation = "v ← μ v + g,  w ← w − η (g + μ v)"
    description = "Momentum that looks one step ahead, and so brakes earlier."

    def calls(self, block: Block, k: Numbers, /) -> list[Call]:
        (p, g, (velocity,), spare), (momentum, rate) = block, k
        return [
            partial(np.multiply, velocity, momentum, velocity),
            partial(np.add, velocity, g, velocity),
            partial(np.multiply, velocity, momentum, spare),
            partial(np.add, g, spare, g),
            partial(np.multiply, g, rate, g),
            partial(np.subtract, p, g, p),
        ]


MOMENTUM = Momentum()
NESTEROV = Nesterov()
