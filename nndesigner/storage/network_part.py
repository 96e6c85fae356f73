"""Network, parameters and layout as records and arrays, and back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from nndesigner.document.model import Layout
from nndesigner.engine.network import Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import Parameters
from nndesigner.storage.arrays import Array, take
from nndesigner.storage.damage import DamageError, plain
from nndesigner.storage.layer_checks import checked
from nndesigner.storage.schema import (
    ConnectionRecord,
    FormRecord,
    LayerRecord,
    LayoutRecord,
    NetworkRecord,
    OverrideRecord,
    PositionRecord,
)


def network_record(network: Network) -> NetworkRecord:
    """The structure, without any number that learning changes."""
    return NetworkRecord(
        layers=[_layer_record(layer) for layer in network.layers],
        connections=[
            ConnectionRecord(id=c.id, source=c.source, target=c.target, masked=c.mask is not None)
            for c in network.connections
        ],
        next_id=network.next_id,
    )


def parameter_arrays(network: Network, parameters: Parameters) -> dict[str, Array]:
    """Weights, biases and masks by the names they have in parameters.safetensors."""
    arrays: dict[str, Array] = {f"weights/{key}": value for key, value in parameters.weights.items()}
    arrays |= {f"biases/{key}": value for key, value in parameters.biases.items()}
    arrays |= {f"masks/{c.id}": c.mask for c in network.connections if c.mask is not None}
    return arrays


def layout_record(layout: Layout) -> LayoutRecord:
    """Positions and forms; a place that is no number is left out, and the layer placed automatically."""
    return LayoutRecord(
        positions=[
            PositionRecord(layer=key, x=float(x), y=float(y))
            for key, (x, y) in sorted(layout.positions.items())
            if math.isfinite(x) and math.isfinite(y)
        ],
        forms=[FormRecord(layer=key, form=form) for key, form in sorted(layout.forms.items())],
    )


def network_from(record: NetworkRecord, arrays: Mapping[str, Array]) -> Network:
    """The network, with everything checked that the rest of the program relies on.

    Raises:
        DamageError: It is no network of this program.
    """
    _check_ids(record)
    layers = tuple(_layer(layer) for layer in record.layers)
    bare = Network(layers=layers, next_id=record.next_id)
    _check_connections(record, bare)
    connections = tuple(_connection(connection, bare, arrays) for connection in record.connections)
    network = Network(layers, connections, record.next_id)
    try:
        _ = network.forward_order  # asking for the order is the check that there is no cycle
    except ValueError as problem:
        raise DamageError("its connections form a cycle") from problem
    return network


def parameters_from(network: Network, arrays: Mapping[str, Array]) -> Parameters:
    """Weights and biases in the shapes of the network, to the last bit as they were saved.

    Raises:
        DamageError: An array is missing, of another shape, or holds a weight where one was removed.
    """
    weights = {}
    for connection in network.connections:
        shape = network.layer(connection.target).size, network.layer(connection.source).size
        found = take(arrays, f"weights/{connection.id}", shape, "f")
        if connection.mask is not None and np.count_nonzero(found[~connection.mask]):
            raise DamageError(f"the array “weights/{connection.id}” holds weights that are removed")
        weights[connection.id] = found
    biases = {
        layer.id: take(arrays, f"biases/{layer.id}", (layer.size,), "f")
        for layer in network.layers
        if layer.role is not Role.INPUT
    }
    return Parameters(weights, biases)


def layout_from(record: LayoutRecord, network: Network) -> Layout:
    """The layout, as far as its layers exist."""
    return Layout(
        {spot.layer: (spot.x, spot.y) for spot in record.positions if network.has_layer(spot.layer)},
        {chosen.layer: chosen.form for chosen in record.forms if network.has_layer(chosen.layer)},
    )


def _layer_record(layer: Layer) -> LayerRecord:
    return LayerRecord(
        id=layer.id,
        name=plain(layer.name),
        role=layer.role,
        activation=layer.activation,
        neurons=list(layer.neurons),
        overrides=[
            OverrideRecord(
                neuron=neuron,
                activation=override.activation,
                name=None if override.name is None else plain(override.name),
                frozen=override.frozen,
            )
            for neuron, override in sorted(layer.overrides.items())
        ],
        initialiser=layer.initialiser,
        image_shape=layer.image_shape,
        frozen=layer.frozen,
    )


def _all_ids(record: NetworkRecord) -> Iterator[int]:
    for layer in record.layers:
        yield layer.id
        yield from layer.neurons
    for connection in record.connections:
        yield connection.id


def _check_ids(record: NetworkRecord) -> None:
    ids = list(_all_ids(record))
    if len(set(ids)) != len(ids):
        raise DamageError("two of its parts have the same number")
    if ids and max(ids) >= record.next_id:
        raise DamageError("its next number is in use already")


def _layer(record: LayerRecord) -> Layer:
    own = {one.neuron: Override(one.activation, one.name, one.frozen) for one in record.overrides}
    return checked(
        Layer(
            id=record.id,
            name=record.name,
            role=record.role,
            activation=record.activation,
            neurons=tuple(record.neurons),
            overrides=own,
            initialiser=record.initialiser,
            image_shape=record.image_shape,
            frozen=record.frozen,
        )
    )


def _check_connections(record: NetworkRecord, bare: Network) -> None:
    pairs: set[tuple[int, int]] = set()
    for connection in record.connections:
        pair = connection.source, connection.target
        if not (bare.has_layer(pair[0]) and bare.has_layer(pair[1])):
            raise DamageError("a connection leads to a layer that does not exist")
        if pair in pairs:
            raise DamageError("two layers are connected twice")
        if bare.layer(pair[1]).role is Role.INPUT or bare.layer(pair[0]).role is Role.OUTPUT:
            raise DamageError("a connection runs backwards")
        pairs.add(pair)


def _connection(record: ConnectionRecord, bare: Network, arrays: Mapping[str, Array]) -> Connection:
    mask = None
    if record.masked:
        shape = bare.layer(record.target).size, bare.layer(record.source).size
        mask = take(arrays, f"masks/{record.id}", shape, "b")
    return Connection(record.id, record.source, record.target, mask)
