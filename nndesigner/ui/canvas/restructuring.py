"""Edits that give the selected neurons and layers other places in the network."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from nndesigner.document import edits
from nndesigner.document.arrange import positions
from nndesigner.document.model import Document
from nndesigner.session.selection import NeuronRef, Selection
from nndesigner.session.session import Edit
from nndesigner.ui.canvas.drops import Plan
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.stacking import settled, stacked
from nndesigner.ui.step_names import brief, what

Reason = str | None
"""Why something is impossible, in one sentence; None if it is possible."""


# -- neurons


def ordered(document: Document, chosen: Selection) -> list[NeuronRef]:
    """The selected neurons, by layer and place."""
    layers = document.network.layers
    return [(layer.id, n) for layer in layers for n in layer.neurons if (layer.id, n) in chosen.neurons]


def shift_reason(document: Document, chosen: Selection, step: int) -> Reason:
    """Why the selected neurons cannot go one place up (step −1) or down (+1)."""
    return edits.shift_refusal(document, chosen.neurons, step)


def plan_shift(document: Document, chosen: Selection, step: int) -> Plan:
    """Move the selected neurons one place up or down in their layers."""
    edit = partial(edits.shift_neurons, refs=chosen.neurons, step=step)
    return _plan(_move_name(document, chosen.neurons), shift_reason(document, chosen, step), edit, chosen)


def beside_reason(document: Document, chosen: Selection, step: int) -> Reason:
    """Why the selected neurons cannot go to the layer before (step −1) or after theirs (+1)."""
    layers = {layer for layer, _ in chosen.neurons}
    if not layers:
        return "Select the neurons to move."
    if len(layers) > 1:
        return "Select neurons of one layer to move them to another one."
    target = beside(document, layers.pop(), step)
    if target is None:
        return f"There is no layer {'before' if step < 0 else 'after'} this one."
    return edits.move_refusal(document, chosen.neurons, target)


def plan_to_beside(document: Document, chosen: Selection, step: int) -> Plan:
    """Move the selected neurons to the layer before or after theirs, at the same height."""
    name = _move_name(document, chosen.neurons)
    reason = beside_reason(document, chosen, step)
    target = None if reason else beside(document, next(iter(chosen.neurons))[0], step)
    return _plan(name, reason) if target is None else plan_to_layer(document, chosen, target)


def plan_to_layer(document: Document, chosen: Selection, target: int) -> Plan:
    """Move the selected neurons to a layer, where they are as high as the first of them was."""
    refs = ordered(document, chosen)
    columns = geometry_of(document).columns
    home = columns[refs[0][0]]
    y = float(home.ys[home.layer.index_by_neuron[refs[0][1]]])
    return plan_move(document, refs, target, columns[target].gap_at(y))


def plan_move(document: Document, refs: list[NeuronRef], target: int, index: int) -> Plan:
    """Move neurons to the place before position `index` of a layer."""
    layer = document.network.layer(target)
    reason = edits.move_refusal(document, refs, target)
    if reason is not None:
        return _plan(_move_name(document, refs), reason)
    going = {neuron for _, neuron in refs}
    first = 1 + sum(neuron not in going for neuron in layer.neurons[:index])
    last = first + len(refs) - 1
    places = f"neuron {first}" if last == first else f"neurons {first}–{last}"
    inside = all(owner == target for owner, _ in refs)
    words = f"To the place of {places}" if inside else f"Into {layer.name}, as {places}"

    def edit(now: Document) -> Document:
        moved = edits.move_neurons(now, refs, target, index)
        return moved if inside else settled(now, moved)

    there = Selection(neurons=frozenset((target, neuron) for neuron in going))
    plan = _plan(_move_name(document, refs), None, edit, there)
    return replace(plan, words=words, into=target)


# -- layers


def split_layer_reason(document: Document, chosen: Selection) -> Reason:
    """Why the selected neurons cannot become a layer of their own."""
    layers = chosen.layers | {layer for layer, _ in chosen.neurons}
    if len(layers) != 1:
        return "Select a hidden layer, or some of its neurons, to split the layer."
    return edits.split_layer_refusal(document.network, *layers)


def plan_split_layer(document: Document, chosen: Selection) -> Plan:
    """Make the selected neurons a layer of their own; of a selected layer the lower half."""
    reason = split_layer_reason(document, chosen)
    layers = chosen.layers | {layer for layer, _ in chosen.neurons}
    if reason is not None:
        return _plan("Split layer", reason)
    (key,) = layers
    name = f"Split layer {brief(document.network.layer(key).name)}"
    layer = document.network.layer(key)
    neurons = layer.neurons if chosen.layers else [neuron for _, neuron in ordered(document, chosen)]

    def edit(now: Document) -> Document:
        return stacked(now, edits.split_layer(now, key, neurons), key, now.network.next_id)

    new = Selection.of_layer(document.network.next_id)
    return _plan(name, None, edit, new)


def merge_reason(document: Document, chosen: Selection) -> Reason:
    """Why the selected layers cannot become one."""
    if len(chosen.layers) < 2:
        return "Select two or more hidden layers to merge them."
    return edits.merge_refusal(document.network, _in_order(document, chosen))


def plan_merge(document: Document, chosen: Selection) -> Plan:
    """Make the selected layers one, in the middle of where they stood."""
    reason = merge_reason(document, chosen)
    layers = _in_order(document, chosen)
    if reason is not None:
        return _plan("Merge layers", reason)

    def edit(now: Document) -> Document:
        spots = [positions(now)[layer] for layer in layers]
        middle = sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)
        return edits.move_layers(settled(now, edits.merge_layers(now, layers)), {layers[0]: middle})

    name = f"Merge {len(layers)} layers"
    return _plan(name, None, edit, Selection.of_layer(layers[0]))


def chain_reason(document: Document, chosen: Selection, step: int) -> Reason:
    """Why the selected layer cannot change places with the one before (step −1) or behind it (+1)."""
    if len(chosen.layers) != 1 or chosen.neurons:
        return "Select one hidden layer to move it in the chain."
    return edits.chain_refusal(document.network, next(iter(chosen.layers)), step)


def plan_chain(document: Document, chosen: Selection, step: int) -> Plan:
    """Let the selected layer change places with the one before or behind it, on the canvas, too."""
    name = f"Move layer {'earlier' if step < 0 else 'later'}"
    reason = chain_reason(document, chosen, step)
    if reason is not None:
        return _plan(name, reason)
    (key,) = chosen.layers
    name = f"Move {brief(document.network.layer(key).name)} {'earlier' if step < 0 else 'later'}"

    def edit(now: Document) -> Document:
        other = edits.neighbour_in_chain(now.network, key, step)
        spots = positions(now)
        swapped = {} if other is None else {key: spots[other], other: spots[key]}
        return edits.move_layers(settled(now, edits.move_in_chain(now, key, step)), swapped)

    return _plan(name, None, edit, chosen)


def _plan(name: str, reason: Reason, edit: Edit | None = None, selects: Selection | None = None) -> Plan:
    """The plan of an edit that keeps what it selects, or of one that is refused."""
    if reason is not None or edit is None or selects is None:
        return Plan(name, (reason or name).removesuffix("."))
    return Plan(name, name, edit, selects=lambda _before, _after: selects)


def _move_name(document: Document, refs: Collection[NeuronRef]) -> str:
    return f"Move {what(document, Selection(neurons=frozenset(refs)))}"


def _in_order(document: Document, chosen: Selection) -> list[int]:
    return [layer.id for layer in document.network.layers if layer.id in chosen.layers]


def beside(document: Document, layer: int, step: int) -> int | None:
    """The layer before (step −1) or after (+1) a layer, from left to right and from top to bottom."""
    order = from_left_to_right(document)
    place = order.index(layer) + step
    return order[place] if 0 <= place < len(order) else None


def from_left_to_right(document: Document) -> list[int]:
    """Ids of all layers as they stand on the canvas."""
    return sorted(spots := positions(document), key=spots.__getitem__)
