"""Edits of connections: whole ones between layers, and the single weights inside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from nndesigner.document.edits._comparing import without_curvature
from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.ways import cycle, cycle_words
from nndesigner.document.model import Document
from nndesigner.engine.network import BoolArray, Connection, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import NetworkError

Pair = tuple[int, int]
"""(receiving neuron id, sending neuron id), in the order of the indices of w_jk."""


def refusal(network: Network, source: int, target: int) -> str | None:
    """Why two layers cannot be connected, in one sentence; None if they can."""
    if source == target:
        return "A layer cannot feed itself: data runs forward only."
    if network.layer(target).role is Role.INPUT:
        return "Nothing can be connected into an input layer: it takes the data."
    if network.layer(source).role is Role.OUTPUT:
        return "An output layer ends the network: nothing can be connected out of it."
    if network.between(source, target) is not None:
        return "These layers are already connected."
    closed = cycle(network, source, target)
    return cycle_words(network, closed) if closed else None


def connect(document: Document, source: int, target: int, *, keep_function: bool | None = None) -> Document:
    """Connect every neuron of one layer to every neuron of a later one.

    Args:
        document: The document before.
        source: Id of the layer that sends.
        target: Id of the layer that receives.
        keep_function: Whether all weights start at zero, so that the network computes the same as before and
            each learns from there by δ·a. None: if it has been trained.

    Raises:
        NetworkError: See `refusal`.
    """
    network = document.network
    reason = refusal(network, source, target)
    if reason is not None:
        raise NetworkError(reason)
    connection = Connection(network.next_id, source, target)
    return restructured(
        document,
        connections=(*network.connections, connection),
        next_id=network.next_id + 1,
        keep_function=keep_function,
    )


def connect_neurons(
    document: Document, source: Pair, target: Pair, *, keep_function: bool | None = None
) -> Document:
    """Connect one neuron to another; both are (layer id, neuron id).

    Where the layers are not connected yet, they become so with this single weight, as in `connect`; where the
    weight had been removed, it comes back from zero.

    Raises:
        NetworkError: The layers cannot be connected, or the weight is there already.
    """
    pair = target[1], source[1]
    return connect_pairs(document, source[0], target[0], [pair], keep_function=keep_function)


def connect_pairs(
    document: Document,
    source: int,
    target: int,
    pairs: Iterable[Pair],
    *,
    keep_function: bool | None = None,
) -> Document:
    """Connect many neurons of one layer to neurons of another at once.

    Args:
        document: The document before.
        source: Id of the layer that sends.
        target: Id of the layer that receives.
        pairs: (receiving neuron id, sending neuron id).
        keep_function: As in `connect`.

    Raises:
        NetworkError: The layers cannot be connected, or all the weights are there already.
    """
    existing = document.network.between(source, target)
    if existing is not None:
        return restore_weights(document, existing.id, pairs)
    joined = connect(document, source, target, keep_function=keep_function)
    connection, network = joined.network.connections[-1], joined.network
    only = np.zeros((network.layer(target).size, network.layer(source).size), dtype=np.bool_)
    for pair in pairs:
        only[_places(network, connection, pair)] = True
    return _with_mask(joined, connection, only)


def connect_groups(
    document: Document,
    source: int,
    target: int,
    senders: Iterable[int],
    receivers: Iterable[int],
    *,
    keep_function: bool | None = None,
) -> Document:
    """Connect every neuron of a group in one layer with every neuron of a group in another.

    Args:
        document: The document before.
        source: Id of the layer that sends.
        target: Id of the layer that receives.
        senders: Ids of neurons of the source.
        receivers: Ids of neurons of the target.
        keep_function: As in `connect`.

    Raises:
        NetworkError: The layers cannot be connected, or all the weights are there already.
    """
    existing = document.network.between(source, target)
    if existing is None:
        document = connect(document, source, target, keep_function=keep_function)
        connection = document.network.connections[-1]
        mask = np.zeros(_shape(document.network, connection), dtype=np.bool_)
    else:
        connection, mask = existing, _mask(document.network, existing)
    rows, columns = document.network.layer(target), document.network.layer(source)
    places = np.ix_(
        [rows.index_by_neuron[neuron] for neuron in receivers],
        [columns.index_by_neuron[neuron] for neuron in senders],
    )
    if mask[places].all():
        raise NetworkError("These neurons are already connected.")
    mask[places] = True
    return _with_mask(document, connection, mask)


def remove_weights(document: Document, connection_id: int, pairs: Iterable[Pair]) -> Document:
    """Remove single weights of a connection; they stay exactly zero until restored."""
    connection = document.network.connection(connection_id)
    mask = _marked(document.network, connection, pairs, False)
    return _with_mask(document, connection, mask)


def restore_weights(document: Document, connection_id: int, pairs: Iterable[Pair]) -> Document:
    """Bring removed weights back, starting from zero.

    Raises:
        NetworkError: None of them was removed.
    """
    connection = document.network.connection(connection_id)
    mask = _marked(document.network, connection, pairs, True)
    if connection.mask is None or np.array_equal(mask, connection.mask):
        raise NetworkError("These neurons are already connected.")
    return _with_mask(document, connection, mask)


def set_weight(document: Document, connection_id: int, pair: Pair, value: float) -> Document:
    """Set one weight.

    Raises:
        NetworkError: The value is not finite, or the weight is removed.
    """
    connection = document.network.connection(connection_id)
    row, column = _places(document.network, connection, pair)
    if connection.mask is not None and not connection.mask[row, column]:
        raise NetworkError("This weight is removed.", remedy="Connect the two neurons again first.")
    weights = np.array(document.parameters.weights[connection_id])
    with np.errstate(over="ignore"):
        weights[row, column] = value
    if not np.isfinite(weights[row, column]):
        raise NetworkError(f"A weight must be a finite number of {weights.dtype} precision.")
    parameters = _with_weights(document.parameters, connection_id, weights)
    return replace(document, parameters=parameters, memory=without_curvature(document.memory))


def _with_weights(parameters: Parameters, connection_id: int, weights: FloatArray) -> Parameters:
    return Parameters({**parameters.weights, connection_id: read_only(weights)}, parameters.biases)


def _with_mask(document: Document, connection: Connection, mask: BoolArray) -> Document:
    full = bool(mask.all())
    mask.flags.writeable = False
    changed = replace(connection, mask=None if full else mask)
    connections = (changed if other.id == connection.id else other for other in document.network.connections)
    return restructured(document, connections=connections)


def _marked(network: Network, connection: Connection, pairs: Iterable[Pair], present: bool) -> BoolArray:
    mask = _mask(network, connection)
    for pair in pairs:
        mask[_places(network, connection, pair)] = present
    return mask


def _mask(network: Network, connection: Connection) -> BoolArray:
    """Which weights are present, to be changed."""
    if connection.mask is None:
        return np.ones(_shape(network, connection), dtype=np.bool_)
    return np.array(connection.mask)


def _shape(network: Network, connection: Connection) -> tuple[int, int]:
    return network.layer(connection.target).size, network.layer(connection.source).size


def _places(network: Network, connection: Connection, pair: Pair) -> tuple[int, int]:
    target, source = network.layer(connection.target), network.layer(connection.source)
    return target.index_by_neuron[pair[0]], source.index_by_neuron[pair[1]]
