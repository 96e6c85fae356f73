"""Momentum and a step size for every parameter together."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.optimisers.optimiser import Block, Elementwise, Numbers

if TYPE_CHECKING:
    from nndesigner.engine.rules import Rules


class Adam(Elementwise):
    """w ← w − η m̂ / (√v̂ + ε), with m the running mean of g and v that of g² (Kingma & Ba 2015).

    m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) make up for the means having begun at zero. What is kept is
    M = m/(1 − β₁) and V = v/(1 − β₂), which spares two passes over the parameters:
    the step is K M / (√V + ε′) with the numbers K and ε′ of `numbers`.
    """

    name = "adam"
    label = "Adam"
    equation = "w ← w − η m̂ / (√v̂ + ε)"
    description = "Momentum, and steps of about the same length for every weight; hardly needs tuning."
    uses = ("beta1", "beta2", "epsilon")
    slots = ("mean", "square")

    def numbers(self, rules: Rules, rate: float, step: int, /) -> tuple[float, ...]:
        beta1, beta2 = rules.beta1, rules.beta2
        root = math.sqrt((1.0 - beta2**step) / (1.0 - beta2))
        return beta1, beta2, rules.epsilon * root, rate * root * (1.0 - beta1) / (1.0 - beta1**step)

    def calls(self, block: Block, k: Numbers, /) -> list[Call]:
        (p, g, (mean, square), _), (beta1, beta2, epsilon, rate) = block, k
        return [
            partial(np.multiply, mean, beta1, mean),
            partial(np.add, mean, g, mean),
            partial(np.multiply, square, beta2, square),
            partial(np.multiply, g, g, g),
            partial(np.add, square, g, square),
            partial(np.sqrt, square, g),
            partial(np.add, g, epsilon, g),
            partial(np.divide, mean, g, g),
            partial(np.multiply, g, rate, g),
            partial(np.subtract, p, g, p),
        ]


class AdamW(Adam):
    """Adam whose ridge shrinks the weights beside the step, untouched by √v̂ (Loshchilov & Hutter 2019)."""

    name = "adamw"
    label = "AdamW"
    equation = "w ← (1 − ηλ/m) w − η m̂ / (√v̂ + ε)"
    description = "Adam with a ridge that shrinks all weights alike."
    shrinks = True


ADAM = Adam()
ADAMW = AdamW()
