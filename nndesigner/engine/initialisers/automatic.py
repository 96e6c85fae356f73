"""The initialiser that suits the activation."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.initialisers.variance import GLOROT_NORMAL, HE_NORMAL, LECUN_NORMAL
from nndesigner.engine.parameters import FloatArray

_RECTIFIERS = ("relu", "leaky_relu", "elu", "gelu", "silu", "softplus")
"""They pass about half of a signal, which is what He's factor 2 makes up for (He et al. 2015).

Clevert et al. 2016 take it for ELU. Through a smooth one a signal shrinks a little even so, but with the
variance of the others it would be gone after a few layers.
"""


class Automatic(Initialiser):
    """He normal for rectifiers, LeCun normal for SELU, Glorot normal for everything else.

    SELU keeps mean 0 and variance 1 only with variance 1 / n_in (Klambauer et al. 2017).
    """

    name = "automatic"
    label = "Automatic"
    description = (
        "He normal for ReLU and its like, LeCun normal for SELU, Glorot normal for all others; biases 0."
    )

    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], inputs: int, activation: str, /
    ) -> FloatArray:
        return _suited(activation).weights(random, shape, inputs, activation)


def _suited(activation: str) -> Initialiser:
    if activation in _RECTIFIERS:
        return HE_NORMAL
    return LECUN_NORMAL if activation == "selu" else GLOROT_NORMAL


AUTOMATIC = Automatic()
