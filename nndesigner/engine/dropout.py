"""Which hidden neurons are silent in a step: a function of seed, epoch and row offset, and nothing else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray

_DROPOUT = 0x44524F50
"""Sets the random streams of dropout apart from all others of the same seed."""

_LEVELS = 1 << 16
"""A draw is one of so many numbers: sixteen bits are enough, and cost a quarter of a full random number."""

_PER_DRAW = 4


class Dropout:
    """Draws masks: 0 for a silenced activation, 1/(1 − p) for the others (Srivastava et al. 2014).

    p is the share asked for, rounded to sixteen bits and below 1. The factor keeps the mean of what a
    neuron sends, so nothing has to be rescaled afterwards.

    Args:
        seed: Of the training.
        neurons: Rows of a mask.
    """

    def __init__(self, seed: int, neurons: int) -> None:
        self._seed = seed
        self._draws = -(-neurons // _PER_DRAW)
        self._epoch = -1
        self._place = 0
        self._bits = np.random.PCG64(0)

    def draw(self, masks: FloatArray, share: float, epoch: int, offset: int) -> None:
        """Fill the masks of one batch.

        Args:
            masks: Shape (neurons, rows), overwritten.
            share: p, the share to silence.
            epoch: Completed epochs.
            offset: Rows already used of the epoch that has begun.
        """
        neurons, rows = masks.shape
        self._go_to(epoch, offset * self._draws)
        raw: NDArray[np.uint64] = self._bits.random_raw(rows * self._draws)
        self._place += rows * self._draws
        levels = raw.view(np.uint16)[: neurons * rows].reshape(neurons, rows)
        silent = min(round(share * _LEVELS), _LEVELS - 1)
        np.greater_equal(levels, np.uint16(silent), out=masks, casting="unsafe")
        np.multiply(masks, _LEVELS / (_LEVELS - silent), masks)

    def _go_to(self, epoch: int, place: int) -> None:
        if epoch != self._epoch or place < self._place:
            self._bits = np.random.PCG64(np.random.SeedSequence([self._seed, epoch, _DROPOUT]))
            self._epoch, self._place = epoch, 0
        if place > self._place:
            self._bits.advance(place - self._place)
            self._place = place
