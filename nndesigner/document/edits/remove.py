"""Deleting whatever is selected, as one edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Network


def remove(
    document: Document,
    *,
    layers: Iterable[int] = (),
    neurons: Iterable[tuple[int, int]] = (),
    connections: Iterable[int] = (),
) -> Document:
    """Remove layers, neurons (layer id, neuron id) and connections, and what hangs on them.

    A layer that loses its last neuron goes as a whole. Where a layer goes that had one connection in and one
    out, the layers on its two sides are connected, so that deleting undoes inserting.
    """
    by_layer: dict[int, set[int]] = defaultdict(set)
    for layer_id, neuron in neurons:
        by_layer[layer_id].add(neuron)
    network = document.network
    gone = set(layers) | {key for key, ids in by_layer.items() if len(ids) >= network.layer(key).size}
    result = _without_connections(document, set(connections))
    result = _without_neurons(result, {key: ids for key, ids in by_layer.items() if key not in gone})
    for layer_id in (layer.id for layer in network.layers if layer.id in gone):
        result = _without_layer(result, layer_id)
    return result


def _without_connections(document: Document, gone: set[int]) -> Document:
    if not gone:
        return document
    return restructured(document, connections=(c for c in document.network.connections if c.id not in gone))


def _without_neurons(document: Document, gone: dict[int, set[int]]) -> Document:
    if not gone:
        return document
    network = document.network
    return restructured(
        document,
        layers=(_narrowed(layer, gone.get(layer.id, set())) for layer in network.layers),
        connections=(_narrowed_mask(network, connection, gone) for connection in network.connections),
    )


def _narrowed(layer: Layer, gone: set[int]) -> Layer:
    if not gone:
        return layer
    return replace(
        layer,
        neurons=tuple(neuron for neuron in layer.neurons if neuron not in gone),
        overrides={key: value for key, value in layer.overrides.items() if key not in gone},
        image_shape=None,
    )


def _narrowed_mask(network: Network, connection: Connection, gone: dict[int, set[int]]) -> Connection:
    if connection.mask is None or not ({connection.source, connection.target} & gone.keys()):
        return connection
    rows = _staying(network.layer(connection.target), gone)
    columns = _staying(network.layer(connection.source), gone)
    mask = connection.mask[np.ix_(rows, columns)]
    mask.flags.writeable = False
    return replace(connection, mask=None if mask.all() else mask)


def _staying(layer: Layer, gone: dict[int, set[int]]) -> list[int]:
    lost = gone.get(layer.id, set())
    return [index for index, neuron in enumerate(layer.neurons) if neuron not in lost]


def _without_layer(document: Document, layer_id: int) -> Document:
    network = document.network
    connections = tuple(c for c in network.connections if layer_id not in (c.source, c.target))
    bridge = _bridge(network, layer_id)
    return restructured(
        document,
        layers=(layer for layer in network.layers if layer.id != layer_id),
        connections=(*connections, *bridge),
        next_id=network.next_id + len(bridge),
    )


def _bridge(network: Network, layer_id: int) -> tuple[Connection, ...]:
    into, out = network.incoming(layer_id), network.outgoing(layer_id)
    if len(into) != 1 or len(out) != 1 or network.between(into[0].source, out[0].target) is not None:
        return ()
    return (Connection(network.next_id, into[0].source, out[0].target),)
