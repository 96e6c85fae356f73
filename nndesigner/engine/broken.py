"""Which number is the first that is not finite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet

_ROWS_AT_ONCE = 1024


class Kind(StrEnum):
    """What was the first not to be a finite number."""

    INPUT = "input"
    TARGET = "target"
    PARAMETERS = "parameters"
    """A weight or bias, before the first step."""
    FORWARD = "forward"
    """z or a of a neuron, though the weights were finite."""
    BACKWARD = "backward"
    """δ of a neuron, though all z and a were finite."""
    STEP = "step"
    """A weight or bias after a step, though all δ were finite."""
    COST = "cost"
    """The cost, though all outputs were finite."""


@dataclass(frozen=True)
class Broken:
    """One place.

    Attributes:
        layer: Id of the layer.
        neuron: Id of the neuron, for a weight the receiving one; for a cost the output that is farthest out.
        row: Index of a row for which it happens; None where it does not depend on the row.
        column: Index of the input or the desired output.
        size: For a cost: magnitude of the output.
    """

    kind: Kind
    layer: int
    neuron: int
    row: int | None = None
    column: int | None = None
    size: float | None = None


def broken_data(network: Network, x: FloatArray, y: FloatArray) -> Broken | None:
    """The first row of inputs (m, n_in) or desired outputs (m, n_out) with a number that is not finite."""
    for kind, array, layer in ((Kind.INPUT, x, network.input_layer), (Kind.TARGET, y, network.output_layer)):
        bad = ~np.isfinite(array)
        if bad.any() and layer is not None:
            row = int(bad.any(axis=1).argmax())
            column = int(bad[row].argmax())
            return Broken(kind, layer.id, layer.neurons[column], row, column)
    return None


def broken_parameters(network: Network, parameters: Parameters, kind: Kind) -> Broken | None:
    """The first neuron, in the order of computation, with a weight or bias that is not finite."""
    for layer in network.forward_order:
        if layer.role is Role.INPUT:
            continue
        bad: NDArray[np.bool_] = ~np.isfinite(parameters.biases[layer.id])
        for connection in network.incoming(layer.id):
            bad |= ~np.isfinite(parameters.weights[connection.id]).all(axis=1)
        if bad.any():
            return Broken(kind, layer.id, layer.neurons[int(bad.argmax())])
    return None


@quiet
def broken_pass(
    network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray
) -> Broken | None:
    """The first neuron whose z or a is not finite for some row or, if all are, whose δ is not.

    "First" is in the order of computation: from the inputs on for z and a, from the outputs back for δ.

    Args:
        network: What to compute.
        parameters: Weights and biases.
        cost: Registry name.
        x: Shape (m, n_in), m ≥ 1; its precision is that of the computation.
        y: Desired outputs, shape (m, n_out).
    """
    program = compile_network(network, cost, min(len(x), _ROWS_AT_ONCE), x.dtype)
    program.load(parameters)
    order = network.forward_order
    for start in range(0, len(x), program.batch):
        program.forward(x[start : start + program.batch])
        found = _first(((layer, _sums(program, layer)) for layer in order), Kind.FORWARD, start)
        if found is not None:
            return found
    for start in range(0, len(x), program.batch):
        program.forward(x[start : start + program.batch])
        program.backward(y[start : start + program.batch])
        back = [layer for layer in reversed(order) if layer.id in program.delta]
        found = _first(((layer, program.delta[layer.id]) for layer in back), Kind.BACKWARD, start)
        if found is not None:
            return found
    return None


def broken_cost(network: Network, parameters: Parameters, x: FloatArray) -> Broken:
    """The output that is farthest out, which overflows the cost when nothing else has overflowed."""
    layer = network.output_layer
    assert layer is not None
    sizes = np.abs(Evaluator(network, None, x.dtype).outputs(parameters, x))
    row, place = np.unravel_index(int(sizes.argmax()), sizes.shape)
    return Broken(Kind.COST, layer.id, layer.neurons[place], int(row), size=float(sizes[row, place]))


def _sums(program: Program, layer: Layer) -> FloatArray:
    """z and a of a layer in one: finite where both are."""
    a, z = program.a[layer.id], program.z.get(layer.id)
    return a if z is None else np.where(np.isfinite(z), a, z)


def _first(values: Iterator[tuple[Layer, FloatArray]], kind: Kind, start: int) -> Broken | None:
    for layer, array in values:
        bad = ~np.isfinite(array)
        if bad.any():
            place = int(bad.any(axis=0).argmax())
            return Broken(kind, layer.id, layer.neurons[place], start + int(bad[:, place].argmax()))
    return None
