"""What a network would cost without one of its parts, measured before anything is taken away.

Taking a part away changes z of the layers that it led into, by −w a or, where what is sent is held at a
constant c, by w (c − a). So the rows go through the whole network once, and for each part only what comes
after it is computed again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nndesigner.engine.chunks import RowIndices, all_rows, chunk_size, exact_chunks
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet
from nndesigner.engine.sharing import activated, is_elementwise
from nndesigner.engine.tally import Quality, Tally, spread_of
from nndesigner.errors import NetworkError

_TOGETHER = 4
"""Neurons of a ranking measured in one slice: a pass of the rows serves them all, and none takes long."""


@dataclass(frozen=True)
class NeuronDeleted:
    """A neuron (its place in the layer, from 0) no longer says anything: a = 0 for all that listen to it."""

    layer: int
    neuron: int


@dataclass(frozen=True)
class NeuronHeld:
    """A neuron says the same for every row: `value`, or its mean activation over the rows for None."""

    layer: int
    neuron: int
    value: float | None = None


@dataclass(frozen=True)
class WeightRemoved:
    """The weight from neuron k into neuron j (places from 0) is 0."""

    connection: int
    j: int
    k: int


@dataclass(frozen=True)
class ConnectionRemoved:
    """All weights of a connection are 0."""

    connection: int


@dataclass(frozen=True)
class WeightHeld:
    """The weight from neuron k into neuron j brings the same for every row: w times the mean of a."""

    connection: int
    j: int
    k: int


@dataclass(frozen=True)
class ConnectionHeld:
    """A connection brings the same for every row: w times the mean activations of its source."""

    connection: int


Change = NeuronDeleted | NeuronHeld | WeightRemoved | WeightHeld | ConnectionRemoved | ConnectionHeld


@dataclass(frozen=True)
class Ablation:
    """One change and what it does."""

    change: Change
    before: Quality
    after: Quality

    @property
    def rise(self) -> float:
        """How much the cost goes up; negative where the network does better without."""
        return self.after.cost - self.before.cost


def cost_without(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    changes: Sequence[Change],
    *,
    classes: bool,
    rows: RowIndices | None = None,
) -> tuple[Ablation, ...]:
    """Measure each of several changes on its own.

    Exact: as after really deleting. Only where the last neuron of a layer goes, an edit may join the layers
    on its two sides by a new connection, which is not foreseen here.

    Args:
        network: What to compute.
        parameters: Weights and biases.
        cost: Registry name.
        x: Inputs, shape (m, n_in).
        y: Desired outputs, shape (m, n_out).
        changes: What to try.
        classes: Whether the score is accuracy; else it is R².
        rows: Indices of the rows to measure on; None for all.

    Raises:
        NetworkError: The network cannot be computed, or not with this cost; an output neuron cannot go.
    """
    slices = cost_without_so_far(network, parameters, cost, x, y, changes, classes=classes, rows=rows)
    found = deque(slices, maxlen=1).pop()
    return found if found is not None else ()


def cost_without_so_far(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    changes: Sequence[Change],
    *,
    classes: bool,
    rows: RowIndices | None = None,
) -> Iterator[tuple[Ablation, ...] | None]:
    """The same in slices: yields None after each, and the result at the end."""
    for change in changes:
        check_removable(network, change)
    chosen = all_rows(x, rows)
    size = chunk_size(network)
    program = compile_network(network, cost, min(size, max(len(chosen), 1)), np.float64)
    program.load(parameters)
    means: dict[int, FloatArray] = {}
    if any(map(_needs_means, changes)):
        for _, inputs, _ in exact_chunks(x, y, chosen, size):
            _add_activations(program, inputs, means, len(chosen))
            yield None
    spread = None if classes else spread_of(y[chosen])
    tails = [_Tail(program, change, means) for change in changes]
    tallies = [Tally(cost, spread) for _ in range(len(changes) + 1)]
    for _, inputs, desired in exact_chunks(x, y, chosen, size):
        _measure(program, inputs, desired, tails, tallies)
        yield None
    before, *after = (tally.quality() for tally in tallies)
    yield tuple(Ablation(change, before, quality) for change, quality in zip(changes, after, strict=True))


def neuron_ranking(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    layer_id: int,
    *,
    classes: bool,
    rows: RowIndices | None = None,
) -> tuple[Ablation, ...]:
    """Delete every neuron of a layer in turn: the one missed most comes first; errors as above."""
    slices = neuron_ranking_so_far(network, parameters, cost, x, y, layer_id, classes=classes, rows=rows)
    found = deque(slices, maxlen=1).pop()
    return found if found is not None else ()


def neuron_ranking_so_far(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    layer_id: int,
    *,
    classes: bool,
    rows: RowIndices | None = None,
) -> Iterator[tuple[Ablation, ...] | None]:
    """The same in slices: yields None after each, and the ranking at the end."""
    changes = [NeuronDeleted(layer_id, place) for place in range(network.layer(layer_id).size)]
    found: list[Ablation] = []
    for start in range(0, len(changes), _TOGETHER):
        some = changes[start : start + _TOGETHER]
        for part in cost_without_so_far(network, parameters, cost, x, y, some, classes=classes, rows=rows):
            found += part or ()
            yield None
    yield tuple(sorted(found, key=lambda ablation: -ablation.rise))


def check_removable(network: Network, change: Change) -> None:
    """Raise NetworkError where there is no sense in taking a part away."""
    if not isinstance(change, NeuronDeleted | NeuronHeld):
        return
    layer = network.layer(change.layer)
    if layer.role is Role.OUTPUT:
        raise NetworkError(
            "The cost compares every output neuron with the data, so there is none without this one.",
            where=layer.name,
            remedy="Choose a neuron of an earlier layer.",
        )
    if not is_elementwise(layer):
        raise NetworkError(
            "The neurons of this layer depend on each other, so one of them cannot be measured alone.",
            where=layer.name,
            remedy="Choose another activation for the layer.",
        )


@quiet
def _add_activations(program: Program, x: FloatArray, means: dict[int, FloatArray], rows: int) -> None:
    program.forward(x)
    for layer_id, a in program.a.items():
        means[layer_id] = means.get(layer_id, 0.0) + a.sum(axis=0) / rows


@quiet
def _measure(
    program: Program, x: FloatArray, y: FloatArray, tails: Sequence[_Tail], tallies: Sequence[Tally]
) -> None:
    """Take some rows into the tallies: the first is of the whole network, the others one for each tail."""
    program.forward(x)
    output = _output(program.network)
    tallies[0].add(output, program.z[output.id], program.a[output.id], y)
    for tail, tally in zip(tails, tallies[1:], strict=True):
        tally.add(output, *tail.outputs(), y)


class _Tail:
    """What a change does to all that comes after it.

    Args:
        program: Has computed some rows when `outputs` is called.
        change: What is different.
        means: Mean activation of every neuron by layer id, where the change needs it.
    """

    def __init__(self, program: Program, change: Change, means: Mapping[int, FloatArray]) -> None:
        self._program, self._network, self._change, self._means = program, program.network, change, means

    def outputs(self) -> tuple[FloatArray, FloatArray]:
        """z^L and a^L after the change, for the rows that the program has computed."""
        program, network = self._program, self._network
        shift = self._shifts()
        moved: dict[int, FloatArray] = {}
        last = _output(network)
        z, a = program.z[last.id], program.a[last.id]
        for layer in network.forward_order:
            for connection in network.incoming(layer.id):
                if connection.source in moved:
                    further = moved[connection.source] @ program.weights[connection.id].T
                    shift[layer.id] = shift.get(layer.id, 0.0) + further
            if layer.id in shift:
                z = program.z[layer.id] + shift[layer.id]
                a = activated(layer, z)
                moved[layer.id] = a - program.a[layer.id]
        return (z, a) if last.id in moved else (program.z[last.id], program.a[last.id])

    def _shifts(self) -> dict[int, FloatArray]:
        """What the change itself adds to z, by layer id."""
        program, change = self._program, self._change
        if isinstance(change, NeuronDeleted | NeuronHeld):
            moved = self._constant(change) - program.a[change.layer][:, change.neuron]
            return {
                connection.target: np.outer(moved, program.weights[connection.id][:, change.neuron])
                for connection in self._network.outgoing(change.layer)
            }
        connection = self._network.connection(change.connection)
        a, w = program.a[connection.source], program.weights[connection.id]
        held = isinstance(change, WeightHeld | ConnectionHeld)
        still = self._means[connection.source] if held else np.zeros(a.shape[1])
        if isinstance(change, ConnectionRemoved | ConnectionHeld):
            return {connection.target: (still - a) @ w.T}
        shift: FloatArray = np.zeros((len(a), len(w)))
        shift[:, change.j] = (still[change.k] - a[:, change.k]) * w[change.j, change.k]
        return {connection.target: shift}

    def _constant(self, change: NeuronDeleted | NeuronHeld) -> float:
        if isinstance(change, NeuronDeleted):
            return 0.0
        return float(self._means[change.layer][change.neuron]) if change.value is None else change.value


def _needs_means(change: Change) -> bool:
    if isinstance(change, NeuronHeld):
        return change.value is None
    return isinstance(change, WeightHeld | ConnectionHeld)


def _output(network: Network) -> Layer:
    return network.with_role(Role.OUTPUT)[0]
