"""Edits of whole layers. A new layer's id is the `next_id` of the network before the edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from nndesigner.document.edits._comparing import with_other_cost, without_curvature
from nndesigner.document.edits._restructure import restructured, with_layer
from nndesigner.document.edits.neurons import LARGEST_LAYER, add_neurons
from nndesigner.document.edits.remove import remove
from nndesigner.document.edits.training import reset_layer
from nndesigner.document.model import Document, Point
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.initialisers import INITIALISERS
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.errors import NetworkError

_DEFAULT_ACTIVATION = {Role.INPUT: "linear", Role.HIDDEN: "sigmoid", Role.OUTPUT: "sigmoid"}


def add_layer(
    document: Document,
    role: Role,
    size: int,
    *,
    activation: str | None = None,
    name: str | None = None,
    position: Point | None = None,
    source: int | None = None,
    target: int | None = None,
) -> Document:
    """Add a layer, joined to the layers `source` and `target` where they are given.

    Raises:
        NetworkError: The size is out of range, or the connection is impossible.
    """
    network = document.network
    layer = new_layer(network, role, size, activation, name)
    ends = [(source, layer.id)] if source is not None else []
    ends += [(layer.id, target)] if target is not None else []
    next_id = layer.id + 1 + size
    made = [Connection(next_id + index, *pair) for index, pair in enumerate(ends)]
    for connection in made:
        _refuse_wrong_way(network, role, connection, layer.id)
    return restructured(
        document,
        layers=(*network.layers, layer),
        connections=(*network.connections, *made),
        next_id=next_id + len(made),
        placed={layer.id: position} if position is not None else None,
    )


def resize_layer(document: Document, layer_id: int, size: int, *, front: bool = False) -> Document:
    """Give a layer another number of neurons, adding and removing at its end or at its front.

    Raises:
        NetworkError: The size is out of range.
    """
    layer = document.network.layer(layer_id)
    if size > layer.size:
        return add_neurons(document, layer_id, _checked(size) - layer.size, index=0 if front else None)
    gone = layer.neurons[: layer.size - _checked(size)] if front else layer.neurons[_checked(size) :]
    return remove(document, neurons=[(layer_id, neuron) for neuron in gone]) if gone else document


def rename_layer(document: Document, layer_id: int, name: str) -> Document:
    """Name a layer.

    Raises:
        NetworkError: The name is empty.
    """
    if not name.strip():
        raise NetworkError("A layer needs a name.", remedy="Type at least one letter.")
    return with_layer(document, layer_id, lambda layer: replace(layer, name=name.strip()))


def set_activation(document: Document, layer_id: int, activation: str) -> Document:
    """Give all neurons of a layer one activation; neurons of their own lose theirs."""
    _known(activation)

    def change(layer: Layer) -> Layer:
        overrides = {key: replace(value, activation=None) for key, value in layer.overrides.items()}
        return replace(layer, activation=activation, overrides=overrides)

    return with_other_cost(with_layer(document, layer_id, change))


def set_initialiser(document: Document, layer_id: int, initialiser: str) -> Document:
    """Choose how a layer's weights are drawn at a reset; an untrained network is drawn anew at once."""
    if initialiser not in INITIALISERS:
        raise NetworkError(
            f"There is no initialisation “{initialiser}”.", remedy=f"Choose one of {', '.join(INITIALISERS)}."
        )
    changed = with_layer(document, layer_id, lambda layer: replace(layer, initialiser=initialiser))
    if document.progress.steps:
        return changed
    return reset_layer(changed, layer_id)


def set_layer_frozen(document: Document, layer_id: int, frozen: bool) -> Document:
    """Keep a layer's incoming weights and biases from learning, or let them learn again."""
    changed = with_layer(document, layer_id, lambda layer: replace(layer, frozen=frozen))
    return replace(changed, memory=without_curvature(document.memory))


def set_image_shape(document: Document, layer_id: int, shape: tuple[int, int] | None) -> Document:
    """Say that a layer's neurons are the pixels of a picture, row by row.

    Raises:
        NetworkError: Height times width is not the layer's size.
    """
    layer = document.network.layer(layer_id)
    if shape is not None and int(np.prod(shape)) != layer.size:
        raise NetworkError(f"{shape[0]} × {shape[1]} is not {layer.size} neurons.", where=layer.name)
    return with_layer(document, layer_id, lambda layer: replace(layer, image_shape=shape))


def move_layers(document: Document, positions: Mapping[int, Point]) -> Document:
    """Place layers on the canvas."""
    layout = document.layout
    return replace(document, layout=replace(layout, positions={**layout.positions, **positions}))


def new_layer(network: Network, role: Role, size: int, activation: str | None, name: str | None) -> Layer:
    """A layer with the next unused ids, not yet in the network.

    Raises:
        NetworkError: The size is out of range, or the activation unknown.
    """
    first = network.next_id
    return Layer(
        id=first,
        name=name or free_name(network, role),
        role=role,
        activation=_known(activation or _DEFAULT_ACTIVATION[role]),
        neurons=tuple(range(first + 1, first + 1 + _checked(size))),
    )


def free_name(network: Network, role: Role) -> str:
    """What another layer with this role is called: “input”, “hidden 3”."""
    taken = {layer.name for layer in network.layers}
    if role is not Role.HIDDEN and role.value not in taken:
        return role.value
    number = 1 if role is Role.HIDDEN else 2
    while f"{role.value} {number}" in taken:
        number += 1
    return f"{role.value} {number}"


def _checked(size: int) -> int:
    if not 1 <= size <= LARGEST_LAYER:
        raise NetworkError(
            f"A layer cannot have {size} neurons.", remedy=f"Choose from 1 to {LARGEST_LAYER:,}."
        )
    return size


def _known(activation: str) -> str:
    if activation not in ACTIVATIONS:
        raise NetworkError(
            f"There is no activation “{activation}”.", remedy=f"Choose one of {', '.join(ACTIVATIONS)}."
        )
    return activation


def _refuse_wrong_way(network: Network, role: Role, connection: Connection, new_layer: int) -> None:
    if role is Role.INPUT and connection.target == new_layer:
        raise NetworkError("An input layer takes the data; nothing can be connected into it.")
    if connection.target != new_layer and network.layer(connection.target).role is Role.INPUT:
        raise NetworkError("An input layer takes the data; nothing can be connected into it.")
