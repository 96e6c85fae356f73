"""Merging neurons of a layer into one: the counterpart of splitting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from nndesigner.document.edits._comparing import without_curvature
from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.remove import remove
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import NetworkError


def fuse_refusal(network: Network, layer_id: int, neurons: Collection[int]) -> str | None:
    """Why some neurons of a layer cannot be merged into one, in one sentence; None if they can."""
    layer = network.layer(layer_id)
    if layer.role is Role.INPUT:
        return "Input neurons cannot be merged: each passes on one column of the data."
    if layer.role is Role.OUTPUT:
        return "Output neurons cannot be merged: the data asks for just these outputs."
    activation = ACTIVATIONS[layer.activation]
    if not activation.elementwise:
        return f"{activation.label} neurons cannot be merged: all others of their layer would change."
    if len(neurons) < 2:
        return "Merging needs two or more neurons of one layer."
    if len({layer.neuron_activation(neuron) for neuron in neurons}) > 1:
        return "These neurons cannot be merged: their activations differ."
    return None


def are_twins(document: Document, layer_id: int, neurons: Collection[int]) -> bool:
    """Whether neurons compute the same, so that merging them leaves alone what the network computes."""
    places = _places(document.network.layer(layer_id), neurons)
    weights = document.parameters.weights
    parts = [weights[connection.id][places] for connection in document.network.incoming(layer_id)]
    parts.append(document.parameters.biases[layer_id][places])
    return all(bool((part == part[0]).all()) for part in parts)


def fuse_neurons(document: Document, layer_id: int, neurons: Collection[int]) -> Document:
    """Make one of some neurons of a hidden layer: the first of them, with the sum of their weights out.

    Its weights in and its bias are the means of theirs. Where these are equal, as after a split, the network
    goes on computing what it computed (to rounding); else the one neuron stands for them all, roughly.

    Raises:
        NetworkError: See `fuse_refusal`.
    """
    network = document.network
    layer = network.layer(layer_id)
    reason = fuse_refusal(network, layer_id, neurons)
    if reason is not None:
        raise NetworkError(reason, where=layer.name)
    places = _places(layer, neurons)
    united = restructured(
        document, connections=(_united(connection, layer_id, places) for connection in network.connections)
    )
    after = remove(united, neurons=[(layer_id, layer.neurons[place]) for place in places[1:]])
    parameters = _fused(document, after, layer_id, places)
    return replace(after, parameters=parameters, memory=without_curvature(after.memory))


def _places(layer: Layer, neurons: Collection[int]) -> list[int]:
    return sorted(layer.index_by_neuron[neuron] for neuron in neurons)


def _united(connection: Connection, layer_id: int, places: list[int]) -> Connection:
    """The first neuron has every weight that one of them has."""
    if connection.mask is None or layer_id not in (connection.source, connection.target):
        return connection
    mask = connection.mask.copy()
    if connection.target == layer_id:
        mask[places[0]] = mask[places].any(axis=0)
    else:
        mask[:, places[0]] = mask[:, places].any(axis=1)
    mask.flags.writeable = False
    return replace(connection, mask=mask)


def _fused(before: Document, after: Document, layer_id: int, places: list[int]) -> Parameters:
    """The parameters after merging; the first neuron is where it was, because the others come behind it."""
    first, old, network = places[0], before.parameters, before.network
    weights, biases = dict(after.parameters.weights), dict(after.parameters.biases)
    for connection in network.incoming(layer_id):
        into = np.array(weights[connection.id])
        into[first] = _mean(old.weights[connection.id][places])
        weights[connection.id] = read_only(into)
    for connection in network.outgoing(layer_id):
        out = np.array(weights[connection.id])
        out[:, first] = old.weights[connection.id][:, places].sum(axis=1)
        weights[connection.id] = read_only(out)
    bias = np.array(biases[layer_id])
    bias[first] = _mean(old.biases[layer_id][places])
    biases[layer_id] = read_only(bias)
    return Parameters(weights, biases)


def _mean(rows: FloatArray) -> FloatArray:
    """The mean along the first axis; exactly the value where all are equal."""
    result: FloatArray = np.where((rows == rows[0]).all(axis=0), rows[0], rows.mean(axis=0))
    return result
