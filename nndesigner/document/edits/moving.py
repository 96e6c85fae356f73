"""Moving neurons to another place in their layer, or into another layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from nndesigner.document.edits._following import followed, regrouped
from nndesigner.document.edits.neurons import refuse_too_many
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Override, Role
from nndesigner.errors import NetworkError

Ref = tuple[int, int]
"""(layer id, neuron id)."""


def move_refusal(document: Document, refs: Iterable[Ref], layer_id: int) -> str | None:
    """Why neurons (layer id, neuron id) cannot be moved to a layer, in one sentence; None if they can.

    Within their own layer this is about giving them another order.
    """
    network = document.network
    target, chosen = network.layer(layer_id), frozenset(refs)
    going = Counter(owner for owner, _ in chosen)
    for layer in network.layers:
        if layer is not target and going[layer.id] == layer.size:
            return f"“{layer.name}” would be left without neurons: merge or delete the layer instead."
    if going[layer_id]:
        return _order_refusal(document, target)
    return None


def move_neurons(document: Document, refs: Iterable[Ref], layer_id: int, index: int) -> Document:
    """Move neurons (layer id, neuron id) to the place before position `index` of a layer.

    Position counts the neurons that the layer has before the move; moved neurons keep their order. In their
    own layer everything follows them, and the network computes what it computed. In another layer they keep
    bias, name and an activation of their own, and those weights whose other end that layer is connected with
    in the same direction; all other weights begin as those of new neurons (see `add_neurons`).

    Raises:
        NetworkError: See `move_refusal`; or the layer would become too large.
    """
    network, chosen = document.network, frozenset(refs)
    reason = move_refusal(document, chosen, layer_id)
    target = network.layer(layer_id)
    if reason is not None:
        raise NetworkError(reason, where=target.name)
    coming = [
        (layer, neuron)
        for layer in network.layers
        for neuron in layer.neurons
        if (layer.id, neuron) in chosen
    ]
    filled = _with(_without(target, chosen), target, coming, index)
    if filled.neurons == target.neurons:
        return document
    refuse_too_many(filled.size)
    within = all(layer is target for layer, _ in coming)
    return (regrouped if within else followed)(
        document,
        layers=(filled if layer is target else _without(layer, chosen) for layer in network.layers),
        connections=network.connections,
        next_id=network.next_id,
    )


def shift_refusal(document: Document, refs: Iterable[Ref], step: int) -> str | None:
    """Why neurons cannot be moved one place up (step −1) or down (+1), in one sentence; None if they can."""
    network, chosen = document.network, frozenset(refs)
    going = Counter(owner for owner, _ in chosen)
    layers = [layer for layer in network.layers if going[layer.id]]
    if not layers:
        return "Select the neurons to move."
    reason = next(filter(None, (_order_refusal(document, layer) for layer in layers)), None)
    if reason is not None or not all(_at_end(layer, chosen, going[layer.id], step) for layer in layers):
        return reason
    return f"What is selected is at the {'top' if step < 0 else 'bottom'} of its layer already."


def shift_neurons(document: Document, refs: Iterable[Ref], step: int) -> Document:
    """Move neurons (layer id, neuron id) one place up (step −1) or down (+1) in their layers.

    Everything follows them, and the network computes what it computed. Those at the end of their layer, and
    those right behind them, stay.

    Raises:
        NetworkError: See `shift_refusal`.
    """
    network, chosen = document.network, frozenset(refs)
    reason = shift_refusal(document, chosen, step)
    if reason is not None:
        raise NetworkError(reason)
    return regrouped(
        document,
        layers=(
            layer if neurons == layer.neurons else replace(layer, neurons=neurons)
            for layer in network.layers
            for neurons in (_shifted(layer, chosen, step),)
        ),
        connections=network.connections,
        next_id=network.next_id,
    )


def _at_end(layer: Layer, chosen: frozenset[Ref], count: int, step: int) -> bool:
    """Whether so many chosen neurons of a layer are those at its top (step −1) or bottom (+1)."""
    end = layer.neurons[:count] if step < 0 else layer.neurons[layer.size - count :]
    return all((layer.id, neuron) in chosen for neuron in end)


def _shifted(layer: Layer, chosen: frozenset[Ref], step: int) -> tuple[int, ...]:
    neurons = list(layer.neurons[::-step])  # the end that they move to comes first
    for place in range(1, len(neurons)):
        ahead, this = ((layer.id, neuron) in chosen for neuron in neurons[place - 1 : place + 1])
        if this and not ahead:
            neurons[place - 1 : place + 1] = neurons[place], neurons[place - 1]
    return tuple(neurons[::-step])


def _order_refusal(document: Document, layer: Layer) -> str | None:
    """Why the neurons of a layer cannot change their order."""
    if document.data is None or layer.role is Role.HIDDEN:
        return None
    if layer.role is Role.INPUT:
        return "The order of the input neurons is the order of the inputs in the data."
    return "The order of the output neurons is the order of the classes in the data."


def _without(layer: Layer, gone: frozenset[Ref]) -> Layer:
    staying = tuple(neuron for neuron in layer.neurons if (layer.id, neuron) not in gone)
    if len(staying) == layer.size:
        return layer
    overrides = {key: value for key, value in layer.overrides.items() if (layer.id, key) not in gone}
    return replace(layer, neurons=staying, overrides=overrides, image_shape=None)


def _with(rest: Layer, before: Layer, coming: list[tuple[Layer, int]], index: int) -> Layer:
    """The layer, without those of its neurons that are moved, with all moved ones put in."""
    place = sum(neuron in rest.index_by_neuron for neuron in before.neurons[: max(0, index)])
    made = tuple(neuron for _, neuron in coming)
    neurons = rest.neurons[:place] + made + rest.neurons[place:]
    overrides = dict(rest.overrides)
    for layer, neuron in coming:
        override = adopted(layer.overrides.get(neuron, Override()), before)
        if override != Override():
            overrides[neuron] = override
    shape = before.image_shape if len(neurons) == before.size else None
    return replace(rest, neurons=neurons, overrides=overrides, image_shape=shape)


def adopted(override: Override, layer: Layer) -> Override:
    """What is a neuron's own in a layer that it comes into: an activation only if it differs from that."""
    return replace(override, activation=None) if override.activation == layer.activation else override
