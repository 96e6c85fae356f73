"""Weights that turn and mirror, but neither stretch nor shrink."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.initialisers.initialiser import Initialiser
from nndesigner.engine.parameters import FloatArray


class Orthogonal(Initialiser):
    """Orthonormal rows, or columns where there are more neurons than inputs (Saxe et al. 2014). No gain.

    Each connection into a layer is orthogonal by itself.
    """

    name = "orthogonal"
    label = "Orthogonal"
    description = (
        "Weights of length 1 at right angles to each other, so that a signal keeps its size; biases 0."
    )

    def weights(
        self, random: np.random.Generator, shape: tuple[int, int], _inputs: int, _activation: str, /
    ) -> FloatArray:
        tall = max(shape), min(shape)
        q, r = np.linalg.qr(random.standard_normal(tall))
        # Without the signs of r some orthogonal matrices would be likelier than others (Mezzadri 2007).
        turned: FloatArray = q * np.where(np.diagonal(r) < 0.0, -1.0, 1.0)
        return turned if shape == tall else turned.T


ORTHOGONAL = Orthogonal()
