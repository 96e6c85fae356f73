"""All zero: to show why that does not work."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.parameters import FloatArray


class Zeros(Initialiser):
    """Every weight 0. All neurons of a hidden layer are then alike, and learn alike for ever."""

    name = "zeros"
    label = "Zeros"
    description = "All weights and biases 0: the neurons of a hidden layer then stay alike."

    def weights(
        self, _random: np.random.Generator, shape: tuple[int, int], _inputs: int, _activation: str, /
    ) -> FloatArray:
        return np.zeros(shape)


ZEROS = Zeros()
