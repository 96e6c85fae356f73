"""Descent that remembers where it was going."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.optimisers.optimiser import Elementwise
from nndesigner.engine.parameters import FloatArray

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

    def update(
        self,
        p: FloatArray,
        g: FloatArray,
        slots: tuple[FloatArray, ...],
        _spare: FloatArray,
        k: tuple[FloatArray, ...],
        /,
    ) -> None:
        (velocity,), (momentum, rate) = slots, k
        np.multiply(velocity, momentum, velocity)
        np.add(velocity, g, velocity)
        np.multiply(velocity, rate, g)
        np.subtract(p, g, p)


class Nesterov(Momentum):
    """v ← μv + g, w ← w − η(g + μv): the momentum as it will be after this step (Sutskever et al. 2013)."""

    name = "nesterov"
    label = "Nesterov"
    equation = "v ← μ v + g,  w ← w − η (g + μ v)"
    description = "Momentum that looks one step ahead, and so brakes earlier."

    def update(
        self,
        p: FloatArray,
        g: FloatArray,
        slots: tuple[FloatArray, ...],
        spare: FloatArray,
        k: tuple[FloatArray, ...],
        /,
    ) -> None:
        (velocity,), (momentum, rate) = slots, k
        np.multiply(velocity, momentum, velocity)
        np.add(velocity, g, velocity)
        np.multiply(velocity, momentum, spare)
        np.add(g, spare, g)
        np.multiply(g, rate, g)
        np.subtract(p, g, p)


MOMENTUM = Momentum()
NESTEROV = Nesterov()
