"""All the same: to show that it is not the zero that is wrong with zeros."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.parameters import FloatArray

WEIGHT = 0.1
"""Small enough that a few dozen inputs do not saturate a neuron."""


class Constant(Initialiser):
    """Every weight 0.1. Signals and errors pass, yet the neurons of a hidden layer learn alike for ever."""

    name = "constant"
    label = "Constant"
    description = "All weights 0.1, biases 0: the neurons of a hidden layer then stay alike."

    def weights(
        self, _random: np.random.Generator, shape: tuple[int, int], _inputs: int, _activation: str, /
    ) -> FloatArray:
        return np.full(shape, WEIGHT)


CONSTANT = Constant()
