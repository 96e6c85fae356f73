"""The cost along the gradient: how far one step of descent can go, and where it goes too far.

For one batch the gradient is computed once, and the cost C(w − η∇C) for many η. At η = 0 the curve falls
with the slope −‖∇C‖², which is all that descent knows; where it bends up again the step has become too long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from nndesigner.engine.chunks import all_rows, chunk_size, exact_chunks
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet


@dataclass(frozen=True, eq=False)
class DescentCurve:
    """The cost along −∇C, up to now.

    Attributes:
        rates: η, shape (n,): 0, then rising geometrically.
        costs: C(w − η∇C) with the ridge term, shape (n,); may be infinite or not a number.
        slope: dC/dη at 0, which is −‖∇C‖² over all that descent may change.
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


def descent_curve(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    ridge: float = 0.0,
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
        ridge: λ.
        m: Number of training samples in the ridge term; N if not given.
        low: The smallest η beside 0.
        high: The largest η.
        points: How many η there are without 0.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost.
    """
    so_far = descent_curve_so_far(
        network, parameters, cost, x, y, ridge=ridge, m=m, low=low, high=high, points=points
    )
    return deque(so_far, maxlen=1).pop()


def descent_curve_so_far(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    ridge: float = 0.0,
    m: int | None = None,
    low: float = 1e-4,
    high: float = 100.0,
    points: int = 61,
) -> Iterator[DescentCurve]:
    """The same point by point, from η = 0 on: yields the curve up to now after each."""
    if not (0.0 < low < high and points >= 2 and len(x)):
        raise ValueError(f"{points} points from {low} to {high} for {len(x)} rows")
    line = _Line(network, parameters, cost, (x, y), ridge / (m or len(x)))
    rates: FloatArray = np.concatenate([[0.0], np.geomspace(low, high, points)])
    costs: FloatArray = np.empty(len(rates))
    for place, rate in enumerate(rates):
        costs[place] = line.cost(float(rate))
        done = place + 1
        yield DescentCurve(rates[:done], costs[:done].copy(), line.slope, len(rates))


class _Line:
    """The cost of one batch as a function of η.

    Attributes:
        slope: At η = 0.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        cost: str,
        batch: tuple[FloatArray, FloatArray],
        decay: float,
    ) -> None:
        self._batch, self._decay, self._size = batch, decay, chunk_size(network)
        rows = min(self._size, len(batch[0]))
        self._program: Program = compile_network(network, cost, rows, np.float64)
        self._program.load(parameters)
        self._start = self._program.snapshot()
        self._gradient = self._frozen_at_zero(self._mean_gradient())
        self.slope = -_squares(self._gradient.weights) - _squares(self._gradient.biases)

    @quiet
    def cost(self, rate: float) -> float:
        """C(w − η∇C), with the ridge term."""
        program, start, gradient = self._program, self._start, self._gradient
        for key, w in program.weights.items():
            w[...] = start.weights[key] - rate * gradient.weights[key]
        for key, b in program.biases.items():
            b[...] = start.biases[key] - rate * gradient.biases[key]
        total = 0.0
        for x, y in self._parts():
            program.forward(x)
            total += program.cost_value(y) * len(x)
        return total / len(self._batch[0]) + 0.5 * self._decay * _squares(program.weights)

    @quiet
    def _mean_gradient(self) -> Parameters:
        """∇C of the batch with the ridge term (eq. 20), as the sum of its parts' shares."""
        program, rows = self._program, len(self._batch[0])
        weights = {key: self._decay * w for key, w in self._start.weights.items()}
        biases = {key: np.zeros_like(b) for key, b in self._start.biases.items()}
        for x, y in self._parts():
            program.forward(x)
            program.backward(y)
            for key, w in weights.items():
                w += program.weight_gradients[key] * (len(x) / rows)
            for key, b in biases.items():
                b += program.bias_gradients[key] * (len(x) / rows)
        return Parameters(weights, biases)

    def _frozen_at_zero(self, gradient: Parameters) -> Parameters:
        """Without what descent does not change: frozen neurons and removed weights."""
        network = self._program.network
        for layer in network.layers:
            if layer.role is Role.INPUT:
                continue
            frozen = _frozen(layer)
            gradient.biases[layer.id][frozen] = 0.0
            for connection in network.incoming(layer.id):
                gradient.weights[connection.id][frozen] = 0.0
                if connection.mask is not None:
                    gradient.weights[connection.id][~connection.mask] = 0.0
        return gradient

    def _parts(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        x, y = self._batch
        return ((a, b) for _, a, b in exact_chunks(x, y, all_rows(x, None), self._size))


def _frozen(layer: Layer) -> list[int]:
    own = [layer.overrides[neuron].frozen if neuron in layer.overrides else False for neuron in layer.neurons]
    return [place for place, frozen in enumerate(own) if frozen or layer.frozen]


def _squares(arrays: Mapping[int, FloatArray]) -> float:
    return float(sum(np.vdot(array, array) for array in arrays.values()))
