"""Mini-batches in the shuffled order of each epoch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray

_CHUNK_BYTES = 1 << 20
"""Rows are gathered this much at a time: it stays in the cache, and no epoch is ever copied whole."""

_SHUFFLE = 0x5348
"""Sets the random streams of the shuffles apart from all others of the same seed."""

Batch = tuple[FloatArray, FloatArray]


def order_of(seed: int, epoch: int, rows: int) -> NDArray[np.int64]:
    """The order of the training rows in one epoch: a function of seed and epoch and nothing else."""
    stream = np.random.PCG64(np.random.SeedSequence([seed, epoch, _SHUFFLE]))
    return np.random.Generator(stream).permutation(rows)


class Feed:
    """Hands out the batches of an epoch one after another, from any offset.

    The last batch of an epoch may be smaller. The full batch is taken as it lies, without shuffling.

    Args:
        x: Inputs, shape (m, n_in), C-contiguous.
        y: Desired outputs, shape (m, n_out), C-contiguous.
        batch: Rows per batch; m or more for the full batch.
    """

    def __init__(self, x: FloatArray, y: FloatArray, batch: int, seed: int) -> None:
        self._x, self._y, self._batch, self._seed = x, y, min(batch, len(x)), seed
        row_bytes = x.itemsize * (x.shape[1] + y.shape[1])
        batches = max(_CHUNK_BYTES // (row_bytes * self._batch), 1)
        capacity = min(batches * self._batch, len(x))
        self._whole = self._batch == len(x)
        if not self._whole:
            self._chunk_x = np.empty((capacity, x.shape[1]), x.dtype)
            self._chunk_y = np.empty((capacity, y.shape[1]), y.dtype)
            self._views = _cut(self._chunk_x, self._chunk_y, self._batch)
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._epoch = -1

    def batches(self, epoch: int, offset: int) -> list[Batch]:
        """The next batches of an epoch from a row offset on, last one first, valid until the next call.

        They end with the epoch at the latest; how many there are depends on their size.
        """
        if self._whole:
            return [(self._x[offset:], self._y[offset:])]
        if epoch != self._epoch:
            self._order, self._epoch = order_of(self._seed, epoch, len(self._x)), epoch
        rows = self._order[offset : offset + len(self._chunk_x)]
        # mode="clip" writes straight into `out`; the default goes through a buffer.
        np.take(self._x, rows, axis=0, out=self._chunk_x[: len(rows)], mode="clip")
        np.take(self._y, rows, axis=0, out=self._chunk_y[: len(rows)], mode="clip")
        if len(rows) == len(self._chunk_x) and len(rows) % self._batch == 0:
            return self._views[::-1]
        return _cut(self._chunk_x[: len(rows)], self._chunk_y[: len(rows)], self._batch)[::-1]


def _cut(x: FloatArray, y: FloatArray, size: int) -> list[Batch]:
    return [(x[start : start + size], y[start : start + size]) for start in range(0, len(x), size)]
