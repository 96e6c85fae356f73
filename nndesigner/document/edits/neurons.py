"""Edits of single neurons."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from nndesigner.document.edits._comparing import with_other_cost, without_curvature
from nndesigner.document.edits._restructure import restructured, with_layer
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import BoolArray, Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import Parameters, read_only
from nndesigner.errors import NetworkError

LARGEST_LAYER = 100_000
"""Neurons in one layer; more would not fit a weight matrix into memory."""


def add_neurons(
    document: Document,
    layer_id: int,
    count: int = 1,
    *,
    index: int | None = None,
    keep_function: bool | None = None,
) -> Document:
    """Add neurons to a layer before position `index`, or at its end.

    Args:
        document: The document before.
        layer_id: The layer.
        count: How many.
        index: Place of the first new one.
        keep_function: Whether they listen (random weights in) but do not speak (zero weights out), so that
            the network computes the same as before and they learn from there. None: if it has been trained.

    Raises:
        NetworkError: The layer would become larger than `LARGEST_LAYER`; or the function is to be kept and
            cannot be.
    """
    network = document.network
    layer = network.layer(layer_id)
    refuse_too_many(layer.size + count)
    reason = silent_refusal(layer) if keep_function else None
    if reason is not None:
        raise NetworkError(reason, where=layer.name)
    place = layer.size if index is None else index
    made = tuple(range(network.next_id, network.next_id + count))
    wider = replace(layer, neurons=layer.neurons[:place] + made + layer.neurons[place:], image_shape=None)
    return restructured(
        document,
        layers=(wider if other.id == layer_id else other for other in network.layers),
        connections=(_widened(connection, layer_id, place, count) for connection in network.connections),
        next_id=network.next_id + count,
        keep_function=keep_function,
    )


def silent_refusal(layer: Layer) -> str | None:
    """Why no neuron can be added to a layer without effect, in one sentence; None if one can."""
    if layer.role is Role.OUTPUT:
        return "Another output neuron changes what the network answers."
    if layer.role is Role.HIDDEN and not ACTIVATIONS[layer.activation].elementwise:
        return f"Another {ACTIVATIONS[layer.activation].label} neuron changes all others of its layer."
    return None


def refuse_too_many(size: int) -> None:
    """Refuse a layer of so many neurons if it is too large.

    Raises:
        NetworkError: It is larger than `LARGEST_LAYER`.
    """
    if size > LARGEST_LAYER:
        raise NetworkError(
            f"A layer cannot have {size} neurons.", remedy=f"Choose from 1 to {LARGEST_LAYER:,}."
        )


def rename_neuron(document: Document, layer_id: int, neuron: int, name: str) -> Document:
    """Name a neuron; an empty name gives it back its number."""
    return _with_overrides(document, layer_id, (neuron,), lambda old: replace(old, name=name.strip() or None))


def set_neuron_activation(document: Document, layer_id: int, neuron: int, activation: str | None) -> Document:
    """Give one neuron an activation of its own; None makes it follow its layer again."""
    return set_neuron_activations(document, layer_id, (neuron,), activation)


def set_neuron_activations(
    document: Document, layer_id: int, neurons: Collection[int], activation: str | None
) -> Document:
    """Give neurons of one layer an activation of their own; None makes them follow the layer again.

    Raises:
        NetworkError: The activation is unknown, or works only on a whole layer.
    """
    if activation is not None:
        known = ACTIVATIONS.get(activation)
        if known is None:
            raise NetworkError(
                f"There is no activation “{activation}”.", remedy=f"Choose one of {', '.join(ACTIVATIONS)}."
            )
        if not known.elementwise:
            raise NetworkError(
                f"{known.label} needs all neurons of a layer together.",
                remedy="Choose it for the whole layer.",
            )
    own = None if activation == document.network.layer(layer_id).activation else activation
    changed = _with_overrides(document, layer_id, neurons, lambda old: replace(old, activation=own))
    return with_other_cost(changed)


def set_neuron_frozen(document: Document, layer_id: int, neuron: int, frozen: bool) -> Document:
    """Keep one neuron's incoming weights and bias from learning, or let them learn again."""
    return set_neurons_frozen(document, layer_id, (neuron,), frozen)


def set_neurons_frozen(document: Document, layer_id: int, neurons: Collection[int], frozen: bool) -> Document:
    """The same for several neurons of one layer."""
    changed = _with_overrides(document, layer_id, neurons, lambda old: replace(old, frozen=frozen))
    return replace(changed, memory=without_curvature(document.memory))


def set_bias(document: Document, layer_id: int, neuron: int, value: float) -> Document:
    """Set one bias."""
    return set_biases(document, layer_id, (neuron,), value)


def set_biases(document: Document, layer_id: int, neurons: Collection[int], value: float) -> Document:
    """Set the biases of neurons of one layer to one value.

    Raises:
        NetworkError: The value is not finite, or the neurons are inputs, which have none.
    """
    layer = document.network.layer(layer_id)
    if layer.role is Role.INPUT:
        raise NetworkError("Input neurons have no bias.", where=layer.name)
    biases = np.array(document.parameters.biases[layer_id])
    with np.errstate(over="ignore"):
        biases[[layer.index_by_neuron[neuron] for neuron in neurons]] = value
    if not np.isfinite(biases).all():
        raise NetworkError(f"A bias must be a finite number of {biases.dtype} precision.", where=layer.name)
    parameters = Parameters(
        document.parameters.weights, {**document.parameters.biases, layer_id: read_only(biases)}
    )
    return replace(document, parameters=parameters, memory=without_curvature(document.memory))


def _with_overrides(
    document: Document, layer_id: int, neurons: Collection[int], change: Callable[[Override], Override]
) -> Document:
    def changed(layer: Layer) -> Layer:
        chosen = set(neurons)
        overrides = {key: value for key, value in layer.overrides.items() if key not in chosen}
        for neuron in neurons:
            override = change(layer.overrides.get(neuron, Override()))
            if override != Override():
                overrides[neuron] = override
        return replace(layer, overrides=overrides)

    return with_layer(document, layer_id, changed)


def _widened(connection: Connection, layer_id: int, place: int, count: int) -> Connection:
    mask = connection.mask
    if mask is None or layer_id not in (connection.source, connection.target):
        return connection
    axis = 0 if connection.target == layer_id else 1
    wider: BoolArray = np.insert(mask, [place] * count, True, axis=axis)
    wider.flags.writeable = False
    return replace(connection, mask=wider)


def neuron_in(network: Network, layer_id: int, neuron: int) -> bool:
    """Whether the network has this neuron in this layer."""
    return network.has_layer(layer_id) and neuron in network.layer(layer_id).index_by_neuron
