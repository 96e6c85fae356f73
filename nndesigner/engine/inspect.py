"""Every number of the network for a few rows: what the canvas, the inspector and the heatmaps show."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nndesigner.engine.compiling import plan_of
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.engine.program import Program, compile_network, quiet
from nndesigner.errors import NetworkError

_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Inspection:
    """z, a and δ of every neuron, in float64. Arrays are read-only, shape (rows, n_l), by layer id.

    Attributes:
        z: Weighted inputs (eq. 12); none for the input layer.
        a: Activations (eq. 13); the input layer's is x.
        delta: Errors ∂C/∂z of each row (eq. 24); empty without desired outputs, or with a cost that the
            network cannot have.
        cost: Mean cost over the rows, without the regulariser; None where there are no errors.
    """

    network: Network
    z: Mapping[int, FloatArray]
    a: Mapping[int, FloatArray]
    delta: Mapping[int, FloatArray]
    cost: float | None

    def weight_gradient(self, connection_id: int) -> FloatArray:
        """∂C/∂w of a connection, mean over the rows (eq. 53, 54), shape (n_target, n_source).

        Raises:
            ValueError: There are no errors to compute it from.
        """
        if not self.delta:
            raise ValueError("without desired outputs there is no gradient")
        connection = self.network.connection(connection_id)
        delta, a = self.delta[connection.target], self.a[connection.source]
        return delta.T @ a / len(delta)

    def bias_gradient(self, layer_id: int) -> FloatArray:
        """∂C/∂b of a layer, mean over the rows (eq. 49, 54), shape (n,).

        Raises:
            ValueError: There are no errors to compute it from.
        """
        if not self.delta:
            raise ValueError("without desired outputs there is no gradient")
        mean: FloatArray = self.delta[layer_id].mean(axis=0)
        return mean


@quiet
def inspect_sample(
    network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray | None
) -> Inspection:
    """Compute everything for one row or several.

    In float64, so that what is shown is exact where single precision would round a small number away.

    Args:
        network: What to compute.
        parameters: Weights and biases.
        cost: Registry name.
        x: Inputs, shape (n_in,) or (rows, n_in).
        y: Desired outputs, shape (n_out,) or (rows, n_out); None to leave the errors out.

    Raises:
        NetworkError: The network cannot be computed.
    """
    inputs = np.array(np.atleast_2d(x), np.float64)
    with _lock:
        program = _program(network, _usable(network, cost) if y is not None else None, len(inputs))
        program.load(parameters)
        program.forward(inputs)
        delta: dict[int, FloatArray] = {}
        value = None
        if y is not None and program.cost is not None:
            targets = np.array(np.atleast_2d(y), np.float64)
            program.backward(targets)
            value = program.cost_value(targets)
            delta = _copies(program.delta)
        return Inspection(network, _copies(program.z), _copies(program.a), delta, value)


@lru_cache(maxsize=4)
def _program(network: Network, cost: str | None, rows: int) -> Program:
    return compile_network(network, cost, rows, np.float64)


@lru_cache(maxsize=4)
def _usable(network: Network, cost: str) -> str | None:
    plan_of(network, None)
    try:
        plan_of(network, cost)
    except NetworkError:
        return None
    return cost


def _copies(views: Mapping[int, FloatArray]) -> dict[int, FloatArray]:
    return {key: read_only(np.array(view, order="C")) for key, view in views.items()}
