"""The cost along the gradient: how far one step of descent can go, and where it goes too far.

For one batch the gradient is computed once, and the cost C(w − η∇C) for many η. At η = 0 the curve falls
with the slope −‖∇C‖², which is all that descent knows; where it bends up again the step has become too long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nndesigner.engine.chunks import chunk_size
from nndesigner.engine.differences import Differences
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import compile_network, quiet

_ROUNDING = 1e-12
"""Costs that differ by no more than this share count as equal."""


@dataclass(frozen=True, eq=False)
class DescentCurve:
    """The cost along −∇C, up to now.

    Attributes:
        rates: η, shape (n,): 0, then rising geometrically.
        costs: C(w − η∇C) with the regularisers, shape (n,); may be infinite or not a number.
        slope: dC/dη at 0, which is −‖∇C‖² over all that descent may change. Where a weight is exactly 0, at
            the kink of the L1 term, sgn 0 counts as 0 in ∇C, as in training.
        planned: How many η there are in the end.
    """

    rates: FloatArray
    costs: FloatArray
    slope: float
    planned: int

    @property
    def best_rate(self) -> float:
        """η of the lowest cost; 0 where no step makes it lower."""
        return float(self.rates[int(np.argmin(np.nan_to_num(self.costs, nan=np.inf, posinf=np.inf)))])

    @property
    def still_falls(self) -> bool:
        """Whether the cost is lowest at the largest η, so that this is no minimum."""
        return self.best_rate > 0.0 and self.best_rate == float(self.rates[-1])

    @property
    def flat(self) -> bool:
        """Whether there were steps and none changed the cost by more than rounding."""
        tried = self.costs[1:]
        return len(tried) > 0 and np.allclose(tried, self.costs[0], rtol=_ROUNDING, atol=0.0)


def descent_curve(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    ridge: float = 0.0,
    l1: float = 0.0,
    weights: FloatArray | None = None,
    m: int | None = None,
    low: float = 1e-4,
    high: float = 100.0,
    points: int = 61,
) -> DescentCurve:
    """Compute the cost along −∇C for one batch, in float64.

    Frozen parameters stay where they are, as in training.

    Args:
        network: What to compute.
        parameters: Where the curve begins.
        cost: Registry name.
        x: Inputs of the batch, shape (N, n_in), N ≥ 1.
        y: Desired outputs, shape (N, n_out).
        ridge: λ, where it is part of the cost.
        l1: λ₁.
        weights: How much each row counts, shape (N,); None where all count alike.
        m: Number of training samples in the regularisers; N if not given.
        low: The smallest η beside 0.
        high: The largest η.
        points: How many η there are without 0.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost.
    """
    so_far = descent_curve_so_far(
        network, parameters, cost, x, y,
        ridge=ridge, l1=l1, weights=weights, m=m, low=low, high=high, points=points,
    )  # fmt: skip
    return deque(so_far, maxlen=1).pop()


def descent_curve_so_far(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    ridge: float = 0.0,
    l1: float = 0.0,
    weights: FloatArray | None = None,
    m: int | None = None,
    low: float = 1e-4,
    high: float = 100.0,
    points: int = 61,
) -> Iterator[DescentCurve]:
    """The same point by point, from η = 0 on: yields the curve up to now after each."""
    if not (0.0 < low < high and points >= 2 and len(x)):
        raise ValueError(f"{points} points from {low} to {high} for {len(x)} rows")
    terms = _Terms(ridge, l1, m or len(x))
    line = _Line(network, parameters, cost, _Batch(x, y, weights), terms)
    rates: FloatArray = np.concatenate([[0.0], np.geomspace(low, high, points)])
    costs: FloatArray = np.empty(len(rates))
    for place, rate in enumerate(rates):
        costs[place] = line.cost(float(rate))
        done = place + 1
        yield DescentCurve(rates[:done], costs[:done].copy(), line.slope, len(rates))


class _Batch(NamedTuple):
    """Rows and how much each counts."""

    x: FloatArray
    y: FloatArray
    weights: FloatArray | None


class _Terms(NamedTuple):
    """Strengths λ and λ₁ of the regularisers, and their m."""

    ridge: float
    l1: float
    m: int


class _Line:
    """The cost of one batch as a function of η.

    Attributes:
        slope: At η = 0.
    """

    def __init__(
        self, network: Network, parameters: Parameters, cost: str, batch: _Batch, terms: _Terms
    ) -> None:
        self._batch, self._terms, self._size = batch, terms, chunk_size(network)
        rows = min(self._size, len(batch.x))
        self._program = compile_network(network, cost, rows, np.float64)
        self._program.load(parameters)
        self._start = self._program.parameters.copy()
        self._gradient = self._mean_gradient()
        self.slope = -float(np.dot(self._gradient, self._gradient))

    @quiet
    def cost(self, rate: float) -> float:
        """C(w − η∇C)."""
        np.subtract(self._start, rate * self._gradient, self._program.parameters)
        return sum(share * part.cost() for share, part in self._parts())

    @quiet
    def _mean_gradient(self) -> FloatArray:
        """∇C, flat, without what descent does not change: frozen neurons and removed weights."""
        gradient: FloatArray = np.zeros_like(self._start)
        for share, part in self._parts():
            gradient += share * part.gradient()
        trainable = self._program.trainable
        return gradient if trainable is None else gradient * trainable

    def _parts(self) -> Iterator[tuple[float, Differences]]:
        """A few rows at a time, and which share of the batch they are.

        Each part has the regularisers whole: as the shares sum to one, so has their mean.
        """
        (x, y, weights), (ridge, l1, m) = self._batch, self._terms
        for start in range(0, len(x), self._size):
            rows = slice(start, start + self._size)
            counts = None if weights is None else weights[rows]
            part = Differences(self._program, x[rows], y[rows], ridge=ridge, l1=l1, m=m, weights=counts)
            yield len(x[rows]) / len(x), part
