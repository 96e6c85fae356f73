"""By how much rounding may falsify a computed cost."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import Cost
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.program import Program

ROUNDED = 8.0 * float(np.finfo(np.float64).eps)
"""Relative rounding error of a sum, against the sizes of what is added up."""

_LINEAR = ACTIVATIONS["linear"]
"""Of linear outputs δ^L is ∂C/∂a."""


def cost_rounding(program: Program, y: FloatArray, weights: FloatArray | None) -> float:
    """How far the mean cost of the last forward pass may be off in float64, to first order.

    Near a minimum the cost is much smaller than the numbers that it comes from. A rounded z is off by a share
    of what it is the sum of, and shifts the cost of its row by δ times that (running error analysis, Higham
    2002, section 3.3). Computing the cost from a^L and z^L rounds once more.

    Args:
        program: In float64; its δ is computed anew.
        y: Desired outputs, shape (rows, n_out).
        weights: How much each row counts, shape (rows,); None where all count alike.
    """
    if program.cost is None:
        return 0.0
    program.backward(y)
    rows = _summands(program.cost, program.outputs, y)
    for layer in program.network.layers:
        if layer.role is not Role.INPUT:
            rows += (np.abs(program.delta[layer.id]) * _inputs(program, layer.id)).sum(axis=1)
    off = float(rows.sum() if weights is None else np.dot(weights, rows)) / len(y)
    return ROUNDED * (off + abs(program.cost_value(y, weights)))


def _inputs(program: Program, layer_id: int) -> FloatArray:
    """Σ |w a| + |b|: the sizes of what each z of a layer is the sum of, shape (rows, n_l)."""
    total: FloatArray = np.zeros_like(program.a[layer_id]) + np.abs(program.biases[layer_id])
    for connection in program.network.incoming(layer_id):
        total += np.abs(program.a[connection.source]) @ np.abs(program.weights[connection.id]).T
    return total


def _summands(cost: Cost, a: FloatArray, y: FloatArray) -> FloatArray:
    """Sizes of the numbers that the cost of each row is computed from, shape (rows,)."""
    if cost.refusal(_LINEAR.name) is not None:
        # A logarithm of 1 and something: the something is rounded as a part of the 1.
        return np.ones(len(a))
    slope = np.empty_like(a)
    cost.output_error(_LINEAR, a, a, y, slope)
    sizes: FloatArray = (np.abs(slope) * np.abs(a)).sum(axis=1)
    return sizes
