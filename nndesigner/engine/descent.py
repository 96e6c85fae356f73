"""Mini-batch gradient descent."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.program import Program


class SGD:
    """Plain gradient descent with ridge (eq. 55, and eq. 21 with its missing η).

    w ← (1 − ηλ/m) w − η ∂C₀/∂w and b ← b − η ∂C₀/∂b, where removed and frozen parameters stay as they are.
    """

    def __init__(self) -> None:
        self._kept_for: float | None = None
        self._kept: FloatArray = np.empty(0)

    def update(self, program: Program, learning_rate: float, ridge: float, m: int) -> None:
        """Take one step.

        Args:
            program: Its `gradient` holds η times the mean gradient, as `backward` with scale η leaves it.
            learning_rate: η.
            ridge: λ.
            m: Number of training samples.
        """
        parameters, step, trainable = program.parameters, program.gradient, program.trainable
        if trainable is not None:
            np.multiply(step, trainable, step)
        if ridge:
            w = parameters[: program.weight_count]
            np.multiply(w, self._kept_share(program, learning_rate * ridge / m), w)
        np.subtract(parameters, step, parameters)

    def _kept_share(self, program: Program, decay: float) -> FloatArray:
        """1 − ηλ/m, or an array of it with 1 for frozen weights; computed anew only when it changes."""
        if decay != self._kept_for:
            self._kept_for = decay
            trainable = program.trainable
            share = np.ones((), program.dtype) if trainable is None else trainable[: program.weight_count]
            self._kept = np.asarray(1.0 - decay * share, program.dtype)
        return self._kept
