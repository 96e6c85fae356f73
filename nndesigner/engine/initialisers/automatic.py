"""The initialiser that suits the activation."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.initialisers.variance import GLOROT_NORMAL, HE_NORMAL
from nndesigner.engine.parameters import FloatArray


class Automatic(Initialiser):
    """He normal before ReLU, Glorot normal before everything else."""

    name = "automatic"
    label = "Automatic"
    description = "He normal for ReLU layers, Glorot normal for all others; biases 0."

    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], inputs: int, activation: str, /
    ) -> FloatArray:
        suited = HE_NORMAL if activation == "relu" else GLOROT_NORMAL
        return suited.weights(random, shape, inputs, activation)


AUTOMATIC = Automatic()
