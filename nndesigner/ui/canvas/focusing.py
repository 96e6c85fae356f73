"""What focus mode shows in full: the lines of what is selected, and the neurons at their ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.network import Connection, Layer, Network
from nndesigner.session.selection import NeuronRef, Selection
from nndesigner.ui.canvas.scene import Emphasis


def emphasis_of(network: Network, chosen: Selection) -> Emphasis | None:
    """What is drawn in full for a selection; None, which is everything, where nothing is selected."""
    if not chosen:
        return None
    neurons = chosen.neurons | {ref for key in chosen.layers for ref in _all(network.layer(key))}
    ends = set(_beside(network, neurons))
    for key in chosen.connections:
        connection = network.connection(key)
        ends.update(_all(network.layer(connection.source)), _all(network.layer(connection.target)))
    for key, target, source in chosen.weights:
        connection = network.connection(key)
        ends.update({(connection.target, target), (connection.source, source)})
    return Emphasis(neurons, chosen.connections, chosen.weights, frozenset(ends))


def _all(layer: Layer) -> Iterator[NeuronRef]:
    return ((layer.id, neuron) for neuron in layer.neurons)


def _beside(network: Network, neurons: frozenset[NeuronRef]) -> Iterator[NeuronRef]:
    """Neurons that a weight joins with one of these."""
    places: dict[int, list[int]] = {}
    for layer, neuron in neurons:
        places.setdefault(layer, []).append(network.layer(layer).index_by_neuron[neuron])
    for connection in network.connections:
        source, target = network.layer(connection.source), network.layer(connection.target)
        if source.id in places:
            yield from _picked(target, _joined(connection, target, 1, places[source.id]))
        if target.id in places:
            yield from _picked(source, _joined(connection, source, 0, places[target.id]))


def _joined(connection: Connection, layer: Layer, axis: int, places: list[int]) -> NDArray[np.bool_]:
    """Which neurons of a layer a weight joins with those at some places of the layer at the other end."""
    if connection.mask is None:
        return np.ones(layer.size, np.bool_)
    return np.asarray(connection.mask.take(places, axis).any(axis), np.bool_)


def _picked(layer: Layer, wanted: NDArray[np.bool_]) -> Iterator[NeuronRef]:
    return ((layer.id, layer.neurons[place]) for place in np.flatnonzero(wanted).tolist())
