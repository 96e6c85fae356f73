"""Mini-batches in the shuffled order of each epoch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nndesigner.engine.parameters import FloatArray

_CHUNK_BYTES = 1 << 20
"""Rows are gathered this much at a time: it stays in the cache, and no epoch is ever copied whole."""

_SLAB_BYTES = 1 << 15
"""Of that, so much is copied beside the column of ones at a time, while it is in the first cache."""

_SHUFFLE = 0x5348
"""Sets the random streams of the shuffles apart from all others of the same seed."""


_MANY = 1 << 16
"""Rows from which half the memory for their order is worth the slower shuffling of short numbers."""

Order = NDArray[np.signedinteger[Any]]
"""Row numbers."""


class Batch(NamedTuple):
    """Some training rows.

    Attributes:
        x: Inputs and a last column of ones, shape (rows, n_in + 1), C-contiguous.
        columns: The same transposed.
        y: Desired outputs, shape (rows, n_out), lying in memory output by output as the engine's arrays do.
        weights: How much each row counts, shape (rows,); None where all count alike.
        address: Of x in memory.
        signed: 2y − 1, laid out like y; None where nobody asked for it.
    """

    x: FloatArray
    columns: FloatArray
    y: FloatArray
    weights: FloatArray | None
    address: int
    signed: FloatArray | None


def with_ones(x: FloatArray, dtype: DTypeLike) -> FloatArray:
    """Copy rows (m, n_in) so that a feed gathers them with the ones: a view of an array one column wider."""
    wide: FloatArray = np.ones((len(x), x.shape[1] + 1), dtype)
    wide[:, :-1] = x
    return wide[:, :-1]


def has_ones(x: FloatArray) -> bool:
    """Whether these rows are as `with_ones` makes them."""
    wide = x.base
    return (
        isinstance(wide, np.ndarray)
        and wide.shape == (len(x), x.shape[1] + 1)
        and wide.dtype == x.dtype
        and wide.flags.c_contiguous
        and wide.ctypes.data == x.ctypes.data
        and bool((wide[:, -1] == 1.0).all())
    )


def order_of(seed: int, epoch: int, rows: int) -> Order:
    """The order of the training rows in one epoch: a function of seed and epoch and nothing else."""
    order: Order = np.arange(rows, dtype=np.int64 if rows < _MANY else np.int32)
    stream = np.random.PCG64(np.random.SeedSequence([seed, epoch, _SHUFFLE]))
    np.random.Generator(stream).shuffle(order)
    return order


class Feed:
    """Hands out the batches of an epoch one after another, from any offset.

    The last batch of an epoch may be smaller. The full batch is taken in the order of the rows, unshuffled.

    Args:
        x: Inputs, shape (m, n_in), C-contiguous or from `with_ones`.
        y: Desired outputs, shape (m, n_out), C-contiguous.
        batch: Rows per batch; m or more for the full batch.
        seed: Fixes the order of the rows.
        at_once: Most rows that are held together; larger batches come in parts only.
        weights: How much each row counts, shape (m,); None where all count alike.
        signed: Whether batches come with 2y − 1 too.
    """

    def __init__(
        self,
        x: FloatArray,
        y: FloatArray,
        batch: int,
        seed: int,
        *,
        at_once: int | None = None,
        weights: FloatArray | None = None,
        signed: bool = False,
    ) -> None:
        self._x, self._y, self._weights, self._seed = x, y, weights, seed
        self._wide = x.base if has_ones(x) else None
        self._batch = min(batch, len(x))
        self._whole = self._batch == len(x)
        self._size = min(self._batch, at_once or self._batch)
        self._order: Order = np.empty(0, np.int64)
        self._epoch = -1
        self._held: tuple[int, int] | None = None
        row_bytes = x.itemsize * (x.shape[1] + 1 + 2 * y.shape[1])
        count = max(_CHUNK_BYTES // (row_bytes * self._size), 1) if self._size == self._batch else 1
        capacity = min(count * self._size, len(x))
        slab = min(max(_SLAB_BYTES // max(x.itemsize * x.shape[1], 1), 1), capacity)
        self._chunk_x = np.ones((capacity, x.shape[1] + 1), x.dtype)
        self._slab = np.empty((slab, x.shape[1]), x.dtype)
        self._gathered_y = np.empty((capacity, y.shape[1]), y.dtype)
        self._chunk_y = np.empty(capacity * y.shape[1], y.dtype)
        self._chunk_signed = np.empty_like(self._chunk_y) if signed else None
        self._chunk_weights = np.empty(capacity if weights is not None else 0, x.dtype)
        self._views = [self._view(n * self._size, self._size) for n in range(capacity // self._size)]

    @property
    def in_parts(self) -> bool:
        """Whether a batch is more than is held together."""
        return self._size < self._batch

    def batches(self, epoch: int, offset: int) -> list[Batch]:
        """The next batches of an epoch from a row offset on, last one first, valid until the next call.

        They end with the epoch at the latest; how many there are depends on their size.

        Raises:
            ValueError: They come in parts only.
        """
        if self.in_parts:
            raise ValueError("these batches come in parts")
        rows = min(len(self._chunk_x), len(self._x) - offset)
        self._gather(epoch, offset, rows)
        found, left = self._views[: rows // self._size], rows % self._size
        if left:
            found = [*found, self._view(rows - left, left)]
        return found[::-1]

    def parts(self, epoch: int, offset: int) -> Iterator[Batch]:
        """The parts of the batch that begins at a row offset, each valid until the next one."""
        stop = min(offset + self._batch, len(self._x))
        for start in range(offset, stop, self._size):
            rows = min(self._size, stop - start)
            self._gather(epoch, start, rows)
            yield self._view(0, rows)

    def _gather(self, epoch: int, offset: int, rows: int) -> None:
        """Copy rows of the epoch's order into the chunk."""
        if self._whole:
            if self._held == (offset, rows):
                return
            order: Order = np.arange(offset, offset + rows)
            self._held = offset, rows
        else:
            if epoch != self._epoch:
                self._order = self._order[:0].copy()  # the old one goes before the new one comes
                self._order, self._epoch = order_of(self._seed, epoch, len(self._x)), epoch
            order = self._order[offset : offset + rows]
        # mode="clip" writes straight into `out`; the default goes through a buffer.
        if self._wide is not None:
            self._wide.take(order, 0, self._chunk_x[:rows], "clip")
        else:
            self._gather_beside_ones(order)
        self._y.take(order, 0, self._gathered_y[:rows], "clip")
        if self._weights is not None:
            self._weights.take(order, 0, self._chunk_weights[:rows], "clip")
        self._turn(rows)

    def _gather_beside_ones(self, order: Order) -> None:
        for start in range(0, len(order), len(self._slab)):
            part = order[start : start + len(self._slab)]
            self._x.take(part, 0, self._slab[: len(part)], "clip")
            self._chunk_x[start : start + len(part), :-1] = self._slab[: len(part)]

    def _turn(self, rows: int) -> None:
        """Lay the desired outputs of every batch output by output."""
        outputs, size = self._y.shape[1], self._size
        whole, left = divmod(rows, size)
        stop = whole * size
        turned = self._chunk_y[: stop * outputs].reshape(whole, outputs, size)
        np.copyto(turned, self._gathered_y[:stop].reshape(whole, size, outputs).transpose(0, 2, 1))
        if left:
            np.copyto(self._turned(self._chunk_y, stop, left), self._gathered_y[stop:rows].T)
        if self._chunk_signed is not None:
            np.multiply(self._chunk_y, 2.0, self._chunk_signed)
            np.subtract(self._chunk_signed, 1.0, self._chunk_signed)

    def _turned(self, chunk: FloatArray, start: int, rows: int) -> FloatArray:
        outputs = self._y.shape[1]
        return chunk[start * outputs : (start + rows) * outputs].reshape(outputs, rows)

    def _view(self, start: int, rows: int) -> Batch:
        x = self._chunk_x[start : start + rows]
        weights = None if self._weights is None else self._chunk_weights[start : start + rows]
        y = self._turned(self._chunk_y, start, rows).T
        signed = None if self._chunk_signed is None else self._turned(self._chunk_signed, start, rows).T
        return Batch(x, x.T, y, weights, x.ctypes.data, signed)
