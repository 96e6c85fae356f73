"""Many rows a few at a time, so that any number of them needs the same memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray

_CHUNK_BYTES = 1 << 20
_WORK = 20_000_000
"""Weights times rows that take a few milliseconds: whoever goes on between chunks is not kept waiting."""

_FEWEST, _MOST = 16, 4096

RowIndices = NDArray[np.integer]


def chunk_size(network: Network) -> int:
    """Rows whose activations in float64 stay in the cache, and which are computed in a moment."""
    row_bytes = 8 * sum(layer.size for layer in network.layers)
    fitting = min(_CHUNK_BYTES // max(row_bytes, 1), _WORK // max(network.parameter_count, 1))
    return min(max(fitting, _FEWEST), _MOST)


def exact_chunks(
    x: FloatArray, y: FloatArray, rows: RowIndices, size: int
) -> Iterator[tuple[RowIndices, FloatArray, FloatArray]]:
    """Give rows in chunks: their indices, inputs and desired outputs, copied into float64."""
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        yield part, np.array(x[part], np.float64, order="C"), np.array(y[part], np.float64, order="C")


def all_rows(x: FloatArray, rows: RowIndices | None) -> RowIndices:
    """The rows asked for; all of them for None."""
    return np.arange(len(x)) if rows is None else rows
