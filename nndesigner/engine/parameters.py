"""The numbers that learning changes: a weight matrix per connection and a bias vector per layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]


def read_only(array: FloatArray) -> FloatArray:
    """Return the array itself, no longer writable through this reference."""
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Parameters:
    """Read-only arrays of one precision.

    Attributes:
        weights: By connection id, shape (n_target, n_source): row = receiving neuron (w_jk).
        biases: By layer id, shape (n,); input layers have none.
    """

    weights: Mapping[int, FloatArray] = field(default_factory=dict)
    biases: Mapping[int, FloatArray] = field(default_factory=dict)

    def equals(self, other: Parameters) -> bool:
        """Whether both hold the same arrays, to the last bit."""
        return _same(self.weights, other.weights) and _same(self.biases, other.biases)


def _same(left: Mapping[int, FloatArray], right: Mapping[int, FloatArray]) -> bool:
    return left.keys() == right.keys() and all(
        value.dtype == right[key].dtype
        and value.tobytes() == right[key].tobytes()
        and value.shape == right[key].shape
        for key, value in left.items()
    )
