"""Putting a layer into a connection, plainly or so that the network computes what it computed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.layers import new_layer
from nndesigner.document.model import Document, Point
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import BoolArray, Connection, Layer, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only

_PROBES = np.array([-30.0, -4.0, -1.0, -0.25, 0.0, 0.25, 1.0, 4.0, 30.0])


def insert_layer(
    document: Document,
    connection_id: int,
    size: int,
    *,
    activation: str = "sigmoid",
    position: Point | None = None,
    keep_function: bool | None = None,
) -> Document:
    """Put a hidden layer into a connection.

    Plainly, the connection becomes two with new weights. Where the function is to be kept there are two ways,
    both exact:

    - In line, where the new layer has the size of the source and its activation leaves everything that the
      source can send as it is (see `passes_on`; Net2DeeperNet of Chen et al. 2016): identity weights in,
      bias 0, and the old weights out. This is preferred because the network stays a plain stack.
    - Beside, for any other size or activation: no weights could make, say, a sigmoid layer an identity. The
      old connection stays as a skip connection; the new layer listens with first weights, and its weights
      out are zero. These get a gradient δ·a at once, its weights in as soon as they have moved.

    Weights removed from the old connection stay removed, and neurons that it did not join at all are not
    joined through the new layer.

    Args:
        document: The document before.
        connection_id: Where it goes.
        size: Number of neurons.
        activation: Registry name.
        position: Its place on the canvas; None places it automatically.
        keep_function: Whether the network shall compute the same as before; None: if it has been trained.

    Raises:
        NetworkError: The size is out of range, or the activation unknown.
    """
    network = document.network
    old = network.connection(connection_id)
    keep = document.progress.steps > 0 if keep_function is None else keep_function
    layer = new_layer(network, Role.HIDDEN, size, activation, None)
    source = network.layer(old.source)
    inline = keep and size == source.size and passes_on(source, activation)
    made = _joints(old, layer, keep, inline)
    place = next(index for index, other in enumerate(network.layers) if other.id == old.target)
    stays = keep and not inline
    after = restructured(
        document,
        layers=(*network.layers[:place], layer, *network.layers[place:]),
        connections=(*(c for c in network.connections if stays or c is not old), made.into, made.out),
        next_id=made.out.id + 1,
        placed={layer.id: position} if position is not None else None,
    )
    if not keep:
        return after
    return _inline(after, document.parameters.weights[old.id], made) if inline else _silent(after, made)


def passes_on(source: Layer, activation: str) -> bool:
    """Whether a neuron with this activation leaves every number that the source layer can send as it is.

    Linear neurons always do; ReLU and its relatives do behind activations that are never negative. An input
    layer can send any number.
    """
    lowest = -np.inf
    if source.role is not Role.INPUT:
        used = {source.neuron_activation(neuron) for neuron in source.neurons}
        lowest = min(ACTIVATIONS[name].range[0] for name in used)
    sent = np.maximum(_PROBES, lowest)[:, np.newaxis]
    received = np.empty_like(sent)
    ACTIVATIONS[activation].value(sent, received)
    return np.array_equal(received, sent)


@dataclass(frozen=True, eq=False)
class _Joints:
    """The connections into and out of the new layer."""

    into: Connection
    out: Connection


def _joints(old: Connection, layer: Layer, keep: bool, inline: bool) -> _Joints:
    into = Connection(layer.id + 1 + layer.size, old.source, layer.id)
    out = Connection(into.id + 1, layer.id, old.target)
    if old.mask is None or not keep:
        return _Joints(into, out)
    sending, receiving = np.any(old.mask, axis=0), np.any(old.mask, axis=1)
    listens = np.broadcast_to(sending, (layer.size, len(sending)))
    speaks = old.mask if inline else np.broadcast_to(receiving[:, np.newaxis], (len(receiving), layer.size))
    return _Joints(replace(into, mask=_mask(listens)), replace(out, mask=_mask(speaks)))


def _mask(present: BoolArray) -> BoolArray | None:
    if present.all():
        return None
    mask = present.copy()
    mask.flags.writeable = False
    return mask


def _inline(document: Document, old: FloatArray, made: _Joints) -> Document:
    size, dtype = old.shape[1], old.dtype
    identity = np.eye(size, dtype=dtype)
    if made.into.mask is not None:
        identity *= made.into.mask
    weights = {made.into.id: read_only(identity), made.out.id: old}
    biases = {made.into.target: read_only(np.zeros(size, dtype))}
    parameters = document.parameters
    return replace(
        document,
        parameters=Parameters({**parameters.weights, **weights}, {**parameters.biases, **biases}),
    )


def _silent(document: Document, made: _Joints) -> Document:
    parameters = document.parameters
    nothing = read_only(np.zeros_like(parameters.weights[made.out.id]))
    weights = {**parameters.weights, made.out.id: nothing}
    return replace(document, parameters=Parameters(weights, parameters.biases))
