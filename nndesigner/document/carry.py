"""Keeping what was learned when the structure changes: parameters follow their ids into the new network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nndesigner.engine.initialisers import INITIALISERS, initial_biases, initial_weights
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import FloatArray, Parameters, read_only


def carried(
    old: Network, parameters: Parameters, new: Network, *, seed: int, trained: bool, dtype: str
) -> Parameters:
    """Return the parameters of `new`, with every number that still has a place kept to the last bit.

    What is new starts as it would in a fresh network. With `trained`, new parts are made so that the computed
    function stays the same: a new neuron listens (random weights in) but does not yet speak (zero weights
    out), and a new connection between old layers starts at zero. Both can learn: ∂C/∂w = δ·a needs no weight
    of its own. A neuron that did not listen either could not, so where the layer's initialiser makes all
    neurons alike the automatic one is used.
    """
    carrier = _Carrier(old, parameters, new, seed, trained, np.dtype(dtype))
    return Parameters(
        weights={connection.id: carrier.weights(connection) for connection in new.connections},
        biases={layer.id: carrier.biases(layer) for layer in new.layers if layer.role is not Role.INPUT},
    )


def carried_memory(old: Network, memory: Memory, new: Network) -> Memory:
    """What the optimiser remembers, for the network after an edit: nothing of what is new.

    How the gradient turned along earlier steps (L-BFGS) is not true of another network: it is forgotten.
    """
    if OPTIMISERS[memory.optimizer].whole_batch:
        return Memory()
    return replace(memory, slots={name: _moved(old, slot, new) for name, slot in memory.slots.items()})


def _moved(old: Network, values: Parameters, new: Network) -> Parameters:
    """Values by id in the shapes of the new network, zero for new neurons and removed weights."""
    weights, biases = {}, {}
    for connection in new.connections:
        before = values.weights.get(connection.id)
        if before is not None:
            rows, columns = (_places(old, new, end) for end in (connection.target, connection.source))
            shape = new.layer(connection.target).size, new.layer(connection.source).size
            moved = np.zeros(shape, before.dtype)
            moved[np.ix_(rows[0], columns[0])] = before[np.ix_(rows[1], columns[1])]
            if connection.mask is not None:
                moved[~connection.mask] = 0.0
            weights[connection.id] = read_only(moved)
    for layer in new.layers:
        before = values.biases.get(layer.id)
        if before is not None:
            places, bias = _places(old, new, layer.id), np.zeros(layer.size, before.dtype)
            bias[places[0]] = before[places[1]]
            biases[layer.id] = read_only(bias)
    return Parameters(weights, biases)


def _places(old: Network, new: Network, layer_id: int) -> Places:
    return kept_places(old.layer(layer_id), new.layer(layer_id)) or _all(new.layer(layer_id).size)


class _Carrier:
    def __init__(
        self,
        old: Network,
        parameters: Parameters,
        new: Network,
        seed: int,
        trained: bool,
        dtype: np.dtype[np.floating],
    ) -> None:
        self.old, self.parameters, self.new = old, parameters, new
        self.seed, self.trained, self.dtype = seed, trained, dtype
        # Every edit that adds neurons draws from a stream of its own. From that of the first weights, a
        # neuron added at a place would get what the neuron there had begun with, and be its double.
        self.fresh = int(np.random.SeedSequence([seed, new.next_id]).generate_state(1, np.uint64)[0])

    def weights(self, connection: Connection) -> FloatArray:
        before = self.parameters.weights.get(connection.id)
        if before is None:
            return self._new_connection(connection)
        previous = self.old.connection(connection.id)
        rows = kept_places(self.old.layer(previous.target), self.new.layer(connection.target))
        columns = kept_places(self.old.layer(previous.source), self.new.layer(connection.source))
        if rows is None and columns is None:
            if connection.mask is None or connection.mask is previous.mask:
                return before
            return read_only(before * connection.mask)
        return self._reshaped(connection, before, rows, columns)

    def biases(self, layer: Layer) -> FloatArray:
        before = self.parameters.biases.get(layer.id)
        if before is None:
            return initial_biases(layer, self.seed, self.dtype)
        kept = kept_places(self.old.layer(layer.id), layer)
        if kept is None:
            return before
        result = np.array(initial_biases(layer, self.fresh, self.dtype))
        new_places, old_places = kept
        result[new_places] = before[old_places]
        return read_only(result)

    def _new_connection(self, connection: Connection) -> FloatArray:
        joins_old_layers = self.old.has_layer(connection.source) and self.old.has_layer(connection.target)
        if self.trained and joins_old_layers:
            shape = self.new.layer(connection.target).size, self.new.layer(connection.source).size
            return read_only(np.zeros(shape, self.dtype))
        return initial_weights(self.new, connection, self.seed, self.dtype)

    def _reshaped(
        self, connection: Connection, before: FloatArray, rows: Places | None, columns: Places | None
    ) -> FloatArray:
        network = _varied(self.new, connection.target) if self.trained else self.new
        result = np.array(initial_weights(network, connection, self.fresh, self.dtype))
        new_rows, old_rows = rows if rows is not None else _all(result.shape[0])
        new_columns, old_columns = columns if columns is not None else _all(result.shape[1])
        if self.trained:
            silent = np.setdiff1d(np.arange(result.shape[1]), new_columns)
            result[np.ix_(new_rows, silent)] = 0.0
        result[np.ix_(new_rows, new_columns)] = before[np.ix_(old_rows, old_columns)]
        if connection.mask is not None:
            result *= connection.mask
        return read_only(result)


Places = tuple[np.ndarray[tuple[int], np.dtype[np.intp]], np.ndarray[tuple[int], np.dtype[np.intp]]]
"""Places of some neurons in the layer after an edit, and in the layer before it."""


def _all(count: int) -> Places:
    every = np.arange(count)
    return every, every


def kept_places(old: Layer, new: Layer) -> Places | None:
    """Places (in new, in old) of the neurons that both have; None where nothing moved."""
    if old.neurons == new.neurons:
        return None
    shared = [neuron for neuron in new.neurons if neuron in old.index_by_neuron]
    return (
        np.array([new.index_by_neuron[neuron] for neuron in shared], dtype=np.intp),
        np.array([old.index_by_neuron[neuron] for neuron in shared], dtype=np.intp),
    )


def _varied(network: Network, layer_id: int) -> Network:
    """The network, its layer drawing weights that differ from neuron to neuron."""
    layer = network.layer(layer_id)
    sample = INITIALISERS[layer.initialiser].weights(np.random.default_rng(0), (2, 2), 2, layer.activation)
    if np.ptp(sample) > 0.0:
        return network
    automatic = replace(layer, initialiser="automatic")
    return replace(network, layers=tuple(automatic if other is layer else other for other in network.layers))
