"""Keeping what was learned when the structure changes: parameters follow their ids into the new network."""

from __future__ import annotations

import numpy as np

from nndesigner.engine.initialisers import initial_biases, initial_weights
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only


def carried(
    old: Network, parameters: Parameters, new: Network, *, seed: int, trained: bool, dtype: str
) -> Parameters:
    """Return the parameters of `new`, with every number that still has a place kept to the last bit.

    What is new starts as it would in a fresh network. In a network that has been trained, new parts are made
    so that the computed function stays the same: a new neuron listens (random weights in) but does not yet
    speak (zero weights out), and a new connection between old layers starts at zero.
    """
    carrier = _Carrier(old, parameters, new, seed, trained, np.dtype(dtype))
    return Parameters(
        weights={connection.id: carrier.weights(connection) for connection in new.connections},
        biases={layer.id: carrier.biases(layer) for layer in new.layers if layer.role is not Role.INPUT},
    )


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

    def weights(self, connection: Connection) -> FloatArray:
        before = self.parameters.weights.get(connection.id)
        if before is None:
            return self._new_connection(connection)
        previous = self.old.connection(connection.id)
        rows = _kept(self.old.layer(previous.target), self.new.layer(connection.target))
        columns = _kept(self.old.layer(previous.source), self.new.layer(connection.source))
        if rows is None and columns is None:
            if connection.mask is None or connection.mask is previous.mask:
                return before
            return read_only(before * connection.mask)
        return self._reshaped(connection, before, rows, columns)

    def biases(self, layer: Layer) -> FloatArray:
        before = self.parameters.biases.get(layer.id)
        if before is None:
            return initial_biases(layer, self.seed, self.dtype)
        kept = _kept(self.old.layer(layer.id), layer)
        if kept is None:
            return before
        result = np.array(initial_biases(layer, self.seed, self.dtype))
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
        self, connection: Connection, before: FloatArray, rows: _Places | None, columns: _Places | None
    ) -> FloatArray:
        result = np.array(initial_weights(self.new, connection, self.seed, self.dtype))
        new_rows, old_rows = rows if rows is not None else _all(result.shape[0])
        new_columns, old_columns = columns if columns is not None else _all(result.shape[1])
        if self.trained:
            silent = np.setdiff1d(np.arange(result.shape[1]), new_columns)
            result[np.ix_(new_rows, silent)] = 0.0
        result[np.ix_(new_rows, new_columns)] = before[np.ix_(old_rows, old_columns)]
        if connection.mask is not None:
            result *= connection.mask
        return read_only(result)


_Places = tuple[np.ndarray[tuple[int], np.dtype[np.intp]], np.ndarray[tuple[int], np.dtype[np.intp]]]


def _all(count: int) -> _Places:
    every = np.arange(count)
    return every, every


def _kept(old: Layer, new: Layer) -> _Places | None:
    """Places (in new, in old) of the neurons that both have; None where nothing moved."""
    if old.neurons == new.neurons:
        return None
    shared = [neuron for neuron in new.neurons if neuron in old.index_by_neuron]
    return (
        np.array([new.index_by_neuron[neuron] for neuron in shared], dtype=np.intp),
        np.array([old.index_by_neuron[neuron] for neuron in shared], dtype=np.intp),
    )
