"""The two gradients of one parameter: by backpropagation, and by moving the parameter."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.differences import Differences
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network

TOLERANCE = 1e-6
"""Largest relative error that rounding explains in double precision."""

H = 1e-5
"""Half the distance of the two costs, unless another one is given."""

_FLOOR = 1e-3
"""Entries of the gradient are measured against at least this share of its largest."""

_MOST_DIGITS = 15
_lock = threading.Lock()
_Indices = tuple[Mapping[int, NDArray[np.int_]], Mapping[int, NDArray[np.int_]]]
"""Flat indices of the weights by connection id, and of the biases by layer id."""


@dataclass(frozen=True)
class Place:
    """One parameter.

    Attributes:
        id: Connection id of a weight, layer id of a bias.
        j: Index of the receiving neuron.
        k: Index of the sending neuron; None for a bias.
    """

    id: int
    j: int
    k: int | None


@dataclass(frozen=True)
class ParameterCheck:
    """The two gradients of one parameter.

    Attributes:
        place: Which parameter.
        backprop: ∂C/∂p by backpropagation.
        difference: (C(p + h) − C(p − h)) / 2h; None at a kink, where it is not a derivative.
        relative_error: How far they are apart; None at a kink.
    """

    place: Place
    backprop: float
    difference: float | None
    relative_error: float | None

    @property
    def agrees(self) -> bool:
        """Whether rounding explains what the two differ by; false at a kink."""
        return self.relative_error is not None and self.relative_error <= TOLERANCE

    @property
    def too_small(self) -> bool:
        """Whether rounding leaves no digit to compare."""
        return self.agrees and self.digits == 0

    @property
    def digits(self) -> int | None:
        """To how many significant digits the two agree, 0 to 15; None at a kink."""
        if self.difference is None:
            return None
        apart, size = abs(self.difference - self.backprop), max(abs(self.difference), abs(self.backprop))
        if apart == 0.0:
            return _MOST_DIGITS
        if not math.isfinite(apart):
            return 0
        return min(max(math.floor(-math.log10(apart / size)), 0), _MOST_DIGITS)


@dataclass(frozen=True)
class Sight:
    """How small a slope differences of the cost can see, as `check_gradients` explains.

    Attributes:
        largest: Of the gradient's entries.
        rounding: By how much the cost may be off.
    """

    largest: float
    rounding: float

    @classmethod
    def of(cls, batch: Differences, exact: FloatArray) -> Sight:
        """With the present parameters."""
        return cls(float(np.abs(exact).max(initial=0.0)), batch.rounding())

    def floor(self, h: float) -> float:
        """What the error of an entry is measured against at least."""
        seen = self.rounding / h / TOLERANCE
        return max(_FLOOR * self.largest, seen, float(np.finfo(np.float64).tiny))


def check_parameter(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    place: Place,
    *,
    ridge: float = 0.0,
    m: int | None = None,
    h: float = H,
    l1: float = 0.0,
    weights: FloatArray | None = None,
) -> ParameterCheck:
    """Compare the two gradients of one parameter: one pass of backpropagation and two forward passes.

    A removed weight may be asked for too: its slope is the one at 0. All arguments but `place` are as of
    `gradient_check.check_gradients`.

    Raises:
        NetworkError: The network cannot be computed with this cost.
    """
    with _lock:
        program, (of_weights, of_biases) = _ready(network, cost, len(x))
        program.load(parameters)
        index = of_biases[place.id][place.j] if place.k is None else of_weights[place.id][place.j, place.k]
        batch = Differences(program, x, y, ridge=ridge, l1=l1, m=m or len(x), weights=weights)
        exact = batch.gradient()
        return compare(batch, exact, Sight.of(batch, exact), int(index), place, h)


def compare(
    batch: Differences, exact: FloatArray, sight: Sight, index: int, place: Place, h: float
) -> ParameterCheck:
    """The parameter at a flat index."""
    backprop, found = float(exact[index]), batch.difference(index, h)
    if found is None:
        return ParameterCheck(place, backprop, None, None)
    difference = found.value
    error = abs(difference - backprop) / max(abs(difference), abs(backprop), sight.floor(found.h))
    return ParameterCheck(place, backprop, difference, error)


@lru_cache(maxsize=1)
def _ready(network: Network, cost: str, rows: int) -> tuple[Program, _Indices]:
    """Made once while only the weights, the row or the parameter change."""
    program = compile_network(network, cost, rows, np.float64)
    return program, program.layout.views(np.arange(program.layout.size))
