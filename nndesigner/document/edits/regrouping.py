"""Splitting a hidden layer in two beside each other, and merging such layers into one.

Both leave what the network computes as it is: only the grouping of its neurons changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nndesigner.document.edits._following import regrouped
from nndesigner.document.edits.forms import set_form
from nndesigner.document.edits.layers import free_name
from nndesigner.document.edits.moving import adopted
from nndesigner.document.edits.neurons import refuse_too_many
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Network, Override, Role
from nndesigner.errors import NetworkError


def split_layer_refusal(network: Network, layer_id: int) -> str | None:
    """Why a layer cannot be split, in one sentence; None if it can."""
    layer = network.layer(layer_id)
    if layer.role is not Role.HIDDEN:
        return f"“{layer.name}” cannot be split: a network has one {layer.role} layer."
    activation = ACTIVATIONS[layer.activation]
    if not activation.elementwise:
        return f"“{layer.name}” cannot be split: {activation.label} needs all neurons of a layer together."
    if layer.size == 1:
        return f"“{layer.name}” cannot be split: it has a single neuron."
    return None


def split_layer(document: Document, layer_id: int, neurons: Iterable[int]) -> Document:
    """Make some neurons of a hidden layer a layer of their own, with the same sources and targets.

    The new layer has the next unused id and is drawn in the form of the old one. With all neurons of the
    layer chosen, its lower half goes.

    Raises:
        NetworkError: See `split_layer_refusal`; or no neuron is chosen.
    """
    network = document.network
    layer, chosen = network.layer(layer_id), frozenset(neurons)
    reason = split_layer_refusal(network, layer_id)
    if reason is not None:
        raise NetworkError(reason)
    if len(chosen) >= layer.size:
        chosen = frozenset(layer.neurons[(layer.size + 1) // 2 :])
    if not chosen:
        raise NetworkError("No neuron is selected.", remedy="Select the neurons to split off.")
    upper = _part(layer, [neuron for neuron in layer.neurons if neuron not in chosen])
    lower = _part(layer, [neuron for neuron in layer.neurons if neuron in chosen])
    lower = replace(lower, id=network.next_id, name=free_name(network, Role.HIDDEN))
    next_id = network.next_id + 1
    touching = [c for c in network.connections if layer_id in (c.source, c.target)]
    made = [
        Connection(
            next_id + number,
            lower.id if c.source == layer_id else c.source,
            lower.id if c.target == layer_id else c.target,
        )
        for number, c in enumerate(touching)
    ]
    layers = [part for other in network.layers for part in ((upper, lower) if other is layer else (other,))]
    after = regrouped(
        document,
        layers=layers,
        connections=(*network.connections, *made),
        next_id=next_id + len(made),
    )
    return set_form(after, [lower.id], document.layout.forms.get(layer_id))


def merge_refusal(network: Network, layer_ids: Iterable[int]) -> str | None:
    """Why layers cannot be merged into one, in one sentence; None if they can."""
    layers = [network.layer(key) for key in layer_ids]
    if len(layers) < 2:
        return "Merging needs two or more hidden layers."
    for layer in layers:
        if layer.role is not Role.HIDDEN:
            return f"“{layer.name}” cannot be merged: it is the {layer.role} layer."
        activation = ACTIVATIONS[layer.activation]
        if not activation.elementwise:
            return (
                f"“{layer.name}” cannot be merged: {activation.label} needs all neurons of a layer together."
            )
    for layer in layers:
        reached = network.descendants(layer.id)
        for other in layers:
            if other.id in reached:
                return (
                    f"“{layer.name}” feeds “{other.name}”: only layers beside each other "
                    "can be merged, not layers behind each other."
                )
    return None


def merge_layers(document: Document, layer_ids: Iterable[int]) -> Document:
    """Make one hidden layer of several that no path joins; it takes the place of the first of them.

    It has the sources and targets of them all. Where one of them was not connected, those weights are
    removed; where activations differ, neurons get their own, and likewise if only some layers were frozen.

    Raises:
        NetworkError: See `merge_refusal`; or the layer would become too large.
    """
    network, chosen = document.network, frozenset(layer_ids)
    reason = merge_refusal(network, chosen)
    if reason is not None:
        raise NetworkError(reason)
    parts = [layer for layer in network.layers if layer.id in chosen]
    refuse_too_many(sum(part.size for part in parts))
    merged = _merged(parts)
    return regrouped(
        document,
        layers=(
            merged if layer is parts[0] else layer
            for layer in network.layers
            if layer.id not in chosen or layer is parts[0]
        ),
        connections=_joined(network, parts),
        next_id=network.next_id,
    )


def _part(layer: Layer, neurons: list[int]) -> Layer:
    overrides = {key: layer.overrides[key] for key in neurons if key in layer.overrides}
    return replace(layer, neurons=tuple(neurons), overrides=overrides, image_shape=None)


def _merged(parts: list[Layer]) -> Layer:
    first = parts[0]
    frozen = all(part.frozen for part in parts)
    overrides = {}
    for part in parts:
        for neuron in part.neurons:
            own = part.overrides.get(neuron, Override())
            known = replace(
                own,
                activation=part.neuron_activation(neuron),
                frozen=own.frozen or (part.frozen and not frozen),
            )
            override = adopted(known, first)
            if override != Override():
                overrides[neuron] = override
    neurons = tuple(neuron for part in parts for neuron in part.neurons)
    return replace(first, neurons=neurons, overrides=overrides, frozen=frozen, image_shape=None)


def _joined(network: Network, parts: list[Layer]) -> Iterator[Connection]:
    """All connections, those of the merged layers moved to the first of them and each only once."""
    first, keys = parts[0].id, {part.id for part in parts}
    there: set[tuple[int, int]] = set()
    for connection in network.connections:
        source = first if connection.source in keys else connection.source
        target = first if connection.target in keys else connection.target
        if (source, target) not in there:
            there.add((source, target))
            yield replace(connection, source=source, target=target, mask=None)
