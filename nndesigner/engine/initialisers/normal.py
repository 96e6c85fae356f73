"""Normal distributions as in the literature of the first decades."""

from __future__ import annotations

import math

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.parameters import FloatArray


class Normal(Initialiser):
    """Weights and biases from a standard normal distribution."""

    name = "normal"
    label = "Normal"
    description = "Weights and biases from a normal distribution with standard deviation 1."

    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], _inputs: int, _activation: str, /
    ) -> FloatArray:
        return random.standard_normal(shape)

    def biases(self, random: np.random.Generator, size: int, /) -> FloatArray:
        return random.standard_normal(size)


class Nielsen(Normal):
    """Normal weights shrunk by √n_in, so that z stays moderate (Nielsen 2015, chapter 3)."""

    name = "nielsen"
    label = "Nielsen"
    description = "Normal weights with standard deviation 1/√inputs, normal biases with standard deviation 1."

    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], inputs: int, _activation: str, /
    ) -> FloatArray:
        return random.standard_normal(shape) / math.sqrt(inputs)


NORMAL = Normal()
NIELSEN = Nielsen()
