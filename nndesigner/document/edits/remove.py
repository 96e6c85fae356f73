"""Deleting whatever is selected, as one edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Network

_Edge = tuple[int, int]
"""Ids of the layers that a connection joins."""


def remove(
    document: Document,
    *,
    layers: Iterable[int] = (),
    neurons: Iterable[tuple[int, int]] = (),
    connections: Iterable[int] = (),
) -> Document:
    """Remove layers, neurons (layer id, neuron id) and connections, and what hangs on them.

    A layer that loses its last neuron goes as a whole. Where one goes that was the only way between two
    layers, these are connected, so that deleting undoes inserting; see `bridged`.
    """
    by_layer = _by_layer(neurons)
    gone = _whole(document.network, layers, by_layer)
    result = _without_connections(document, set(connections))
    result = _without_neurons(result, {key: ids for key, ids in by_layer.items() if key not in gone})
    return _without_layers(result, gone) if gone else result


def bridged(
    network: Network,
    *,
    layers: Iterable[int] = (),
    neurons: Iterable[tuple[int, int]] = (),
    connections: Iterable[int] = (),
) -> tuple[tuple[int, int], ...]:
    """What `remove` connects in place of layers that go: ids of source and target.

    That is where a layer had one connection in and one out, and no other way leads from the one layer to the
    other.
    """
    lost = set(connections)
    edges = [(c.source, c.target) for c in network.connections if c.id not in lost]
    return _bridges(network, edges, _whole(network, layers, _by_layer(neurons)))


def _by_layer(neurons: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    by_layer: dict[int, set[int]] = defaultdict(set)
    for layer_id, neuron in neurons:
        by_layer[layer_id].add(neuron)
    return by_layer


def _whole(network: Network, layers: Iterable[int], by_layer: dict[int, set[int]]) -> set[int]:
    """Ids of the layers that go as a whole."""
    return set(layers) | {key for key, ids in by_layer.items() if len(ids) >= network.layer(key).size}


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


def _without_layers(document: Document, gone: set[int]) -> Document:
    network = document.network
    pairs = _bridges(network, [(c.source, c.target) for c in network.connections], gone)
    bridges = [Connection(network.next_id + place, *pair) for place, pair in enumerate(pairs)]
    kept = (c for c in network.connections if c.source not in gone and c.target not in gone)
    return restructured(
        document,
        layers=(layer for layer in network.layers if layer.id not in gone),
        connections=(*kept, *bridges),
        next_id=network.next_id + len(bridges),
    )


def _bridges(network: Network, edges: list[_Edge], gone: set[int]) -> tuple[_Edge, ...]:
    """Take layers out one after the other; what has come to join those that stay, from source to target."""
    before = set(edges)
    for layer_id in (layer.id for layer in network.layers if layer.id in gone):
        sources = [source for source, target in edges if target == layer_id]
        targets = [target for source, target in edges if source == layer_id]
        edges = [edge for edge in edges if layer_id not in edge]
        if len(sources) == 1 and len(targets) == 1 and not _leads(edges, sources[0], targets[0]):
            edges.append((sources[0], targets[0]))
    return tuple(edge for edge in edges if edge not in before)


def _leads(edges: list[_Edge], start: int, end: int) -> bool:
    """Whether data gets from one layer to another."""
    reached, waiting = {start}, [start]
    while waiting and end not in reached:
        here = waiting.pop()
        found = {target for source, target in edges if source == here} - reached
        reached |= found
        waiting += found
    return end in reached
