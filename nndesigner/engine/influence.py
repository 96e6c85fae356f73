"""Which rows push a weight where, and how large the errors of the neurons are over many rows.

The gradient of a batch is the mean of what its rows ask for (eq. 54): ∂C_x/∂w_jk = δ_j a_k of each row x
(eq. 53), and δ_j for a bias (eq. 49). Descent goes against it: a row with a positive one makes the weight
smaller.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from nndesigner.engine.chunks import RowIndices, all_rows, chunk_size, exact_chunks
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet


@dataclass(frozen=True)
class Pushed:
    """A weight, or the bias where k is None.

    Attributes:
        key: Connection id of a weight, layer id of a bias.
        j: Place of the receiving neuron, from 0.
        k: Place of the sending one.
    """

    key: int
    j: int
    k: int | None = None


@dataclass(frozen=True, eq=False)
class Pushes:
    """The rows that push hardest, the hardest first; among equals the earlier one.

    Attributes:
        indices: Rows of x, shape (n,).
        contributions: ∂C_x/∂w of each, shape (n,).
        gradient: Mean of the contributions of all rows: ∂C/∂w without the regulariser.
        rows: How many rows that were.
    """

    indices: RowIndices
    contributions: FloatArray
    gradient: float
    rows: int


@dataclass(frozen=True, eq=False)
class MeanDeltas:
    """The errors of all neurons over many rows, by layer id, each of shape (n_l,).

    Attributes:
        mean: Mean of δ: ∂C/∂b.
        size: Mean of |δ|: large also where the rows pull in different directions.
        rows: How many rows.
    """

    mean: Mapping[int, FloatArray]
    size: Mapping[int, FloatArray]
    rows: int


def pushes(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    pushed: Pushed,
    *,
    most: int = 20,
    rows: RowIndices | None = None,
) -> Pushes:
    """Rank rows by how hard they push one weight or bias.

    Args:
        network: What to compute.
        parameters: Weights and biases.
        cost: Registry name.
        x: Inputs, shape (m, n_in).
        y: Desired outputs, shape (m, n_out).
        pushed: The weight or bias.
        most: Rows wanted.
        rows: Indices of the rows to look at; None for all.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost.
    """
    slices = pushes_so_far(network, parameters, cost, x, y, pushed, most=most, rows=rows)
    return deque(slices, maxlen=1).pop()


def pushes_so_far(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    pushed: Pushed,
    *,
    most: int = 20,
    rows: RowIndices | None = None,
) -> Iterator[Pushes]:
    """The same in slices: yields the ranking of the rows seen so far; the last one is of all rows."""
    layer_id = pushed.key if pushed.k is None else network.connection(pushed.key).target
    indices: RowIndices = np.empty(0, np.intp)
    strongest: FloatArray = np.empty(0)
    total, seen = 0.0, 0
    for part, program in _passes(network, parameters, cost, x, y, all_rows(x, rows)):
        asked = np.array(program.delta[layer_id][:, pushed.j])
        if pushed.k is not None:
            asked *= program.a[network.connection(pushed.key).source][:, pushed.k]
        total, seen = total + float(asked.sum()), seen + len(part)
        indices, strongest = np.concatenate([indices, part]), np.concatenate([strongest, asked])
        order = np.argsort(-np.abs(strongest), kind="stable")[:most]
        indices, strongest = indices[order], strongest[order]
        yield Pushes(indices, strongest, total / seen, seen)
    if not seen:
        yield Pushes(indices, strongest, np.nan, 0)


def mean_deltas(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    rows: RowIndices | None = None,
) -> MeanDeltas:
    """Average δ and |δ| of every neuron over any number of rows; arguments and errors as for `pushes`."""
    totals = {layer.id: np.zeros((2, layer.size)) for layer in network.layers}
    chosen = all_rows(x, rows)
    for _, program in _passes(network, parameters, cost, x, y, chosen):
        for layer_id, delta in program.delta.items():
            totals[layer_id][0] += delta.sum(axis=0)
            totals[layer_id][1] += np.abs(delta).sum(axis=0)
    seen = max(len(chosen), 1)
    computing = [layer.id for layer in network.layers if layer is not network.input_layer]
    return MeanDeltas(
        {key: totals[key][0] / seen for key in computing},
        {key: totals[key][1] / seen for key in computing},
        len(chosen),
    )


def _passes(
    network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray, rows: RowIndices
) -> Iterator[tuple[RowIndices, Program]]:
    """Chunks of rows, each with a program that has just computed their errors."""
    size = chunk_size(network)
    program = compile_network(network, cost, min(size, max(len(rows), 1)), np.float64)
    program.load(parameters)
    for part, inputs, desired in exact_chunks(x, y, rows, size):
        _both_ways(program, inputs, desired)
        yield part, program


@quiet
def _both_ways(program: Program, x: FloatArray, y: FloatArray) -> None:
    program.forward(x)
    program.backward(y)
