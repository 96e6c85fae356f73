"""Plain stochastic gradient descent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.optimisers.optimiser import Block, Elementwise, Numbers

if TYPE_CHECKING:
    from nndesigner.engine.rules import Rules


class SGD(Elementwise):
    """w ← (1 − ηλ/m) w − η ∂C₀/∂w and b ← b − η ∂C₀/∂b (eq. 55, and eq. 21 with its missing η)."""

    name = "sgd"
    label = "SGD"
    equation = "w ← w − η g"
    description = "Stochastic gradient descent: a step against the gradient of every mini-batch."
    shrinks = True
    scaled = True

    def numbers(self, _rules: Rules, _rate: float, _step: int, /) -> tuple[float, ...]:
        return ()

    def calls(self, block: Block, _k: Numbers, /) -> list[Call]:
        p, g, _, _ = block
        return [partial(np.subtract, p, g, p)]


SGD_PLAIN = SGD()
