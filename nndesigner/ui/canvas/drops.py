"""What dropping a palette item at a point does. A plan is an edit; its preview is the result of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QPointF

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.hits import layer_at, links_at
from nndesigner.ui.canvas.items import Item, ItemKind
from nndesigner.ui.canvas.placing import (
    default_size,
    ended,
    free_spot,
    insert_shifted,
    insertion_spot,
    loose_neighbours,
    suited_cost,
)
from nndesigner.ui.step_names import activation_words, brief

Source = tuple[int, int | None]
"""Id of a layer that a connection begins at, and of its neuron if it is only one."""
_NEURON_SLACK = 28.0
"""How far beside a layer a neuron may be dropped to go into it."""
_LINK_SLACK = 14.0
NOTHING_FEEDS = "Nothing could feed a hidden layer here: drop it on the right of the input layer"


def nothing(_before: Document, _after: Document) -> Selection:
    """Select nothing."""
    return Selection()


@dataclass(frozen=True)
class Plan:
    """What a drop would do.

    Attributes:
        name: What undo will call it.
        words: Said beside the pointer.
        edit: The edit; None where the drop is refused.
        note: Said when it is done, where that is more than one sees.
        whole: Whether the whole network is shown then.
        into: Id of the layer that it goes into.
        link: Id of the connection that it goes into.
        selects: What is selected afterwards, given the documents before and after.
    """

    name: str
    words: str
    edit: Callable[[Document], Document] | None = None
    into: int | None = None
    link: int | None = None
    note: str = ""
    whole: bool = False
    selects: Callable[[Document, Document], Selection] = nothing


def plan_drop(document: Document, geometry: Geometry, item: Item, point: QPointF) -> Plan:
    """What dropping an item at a point does; `geometry` is that of the document."""
    if item.kind is ItemKind.START:
        return plan_start(document, item, point)
    if item.kind is ItemKind.NEURON:
        layer = layer_at(geometry, point, _NEURON_SLACK)
        if layer is not None:
            return _neuron(document, geometry, item, layer, point)
    if item.kind is ItemKind.LAYER and item.activation is not None:
        layer = layer_at(geometry, point)
        if layer is not None and document.network.layer(layer).role is item.role:
            return plan_kind(document, layer, item.activation)
    if item.kind is ItemKind.NEURON or item.role is Role.HIDDEN:
        link = next(links_at(geometry, point, _LINK_SLACK), None)
        if link is not None:
            return plan_insert(document, link.connection.id, item, point)
    return plan_beside(document, geometry, item, point)


def plan_insert(document: Document, connection: int, item: Item, point: QPointF | None = None) -> Plan:
    """Put a hidden layer (of one neuron, for a neuron) into a connection."""
    network = document.network
    ends = network.connection(connection)
    size = default_size(document, item)
    names = f"{network.layer(ends.source).name} and {network.layer(ends.target).name}"
    words = f"Between {names}"
    if item.activation is not None:
        words = f"{ACTIVATIONS[item.activation].label} layer between {names}"
    spot = insertion_spot(document, connection, point)
    edit = partial(
        insert_shifted, connection=connection, size=size, activation=item.activation or "sigmoid", spot=spot
    )
    name = f"Insert {edits.free_name(network, Role.HIDDEN)}"
    return Plan(name, words, edit, link=connection, selects=added_layer)


def plan_beside(
    document: Document, geometry: Geometry, item: Item, point: QPointF, source: int | None = None
) -> Plan:
    """Add a layer, connected to the loose layers on its two sides; `source` is the id of the left one."""
    role = item.role if item.kind is ItemKind.LAYER else Role.HIDDEN
    spot = free_spot(geometry, point)
    left, right = loose_neighbours(document, geometry, role, spot)
    if source is not None:
        left, right = source, None if right == source else right
    if role is Role.HIDDEN and left is None and _before_inputs(geometry, spot):
        return Plan("Add layer", NOTHING_FEEDS)
    names = [document.network.layer(key).name for key in (left, right) if key is not None]
    kind = role.value if item.activation is None else f"{activation_words(item.activation)} {role.value}"
    words = f"Add {kind} layer" + (f", connected with {' and '.join(names)}" if names else "")

    def edit(now: Document) -> Document:
        new = now.network.next_id
        activation, cost = ended(now, role, item.activation)
        added = edits.add_layer(
            now,
            role,
            default_size(now, item),
            activation=activation,
            position=(spot.x(), spot.y()),
            source=left,
        )
        if right is not None and edits.refusal(added.network, new, right) is None:
            added = edits.connect(added, new, right)
        return added if cost is None else edits.set_training(added, cost=cost)

    name = f"Add {edits.free_name(document.network, role)}"
    return Plan(name, words, edit, selects=added_layer)


def plan_behind(document: Document, geometry: Geometry, item: Item, point: QPointF, source: Source) -> Plan:
    """Add a layer at a point and connect a layer, or one of its neurons, into it."""
    if item.kind is ItemKind.START:
        return Plan("Connect", "A ready-made network takes the place of the present one")
    if item.kind is ItemKind.LAYER and item.role is Role.INPUT:
        return Plan("Connect", "An input layer takes the data; nothing can be connected into it")
    layer, neuron = source
    plan = plan_beside(document, geometry, item, point, layer)
    made = plan.edit
    if made is None or neuron is None:
        return plan

    def edit(now: Document) -> Document:
        added = made(now)
        new = added.network.layer(now.network.next_id)
        joint = added.network.between(layer, new.id)
        bare = added if joint is None else edits.remove(added, connections=[joint.id])
        return edits.connect_groups(bare, layer, new.id, senders=(neuron,), receivers=new.neurons)

    return replace(plan, edit=edit)


def _before_inputs(geometry: Geometry, spot: QPointF) -> bool:
    """Whether a place is on the left of the input layer."""
    inputs = [c.center.x() for c in geometry.columns.values() if c.layer.role is Role.INPUT]
    return bool(inputs) and spot.x() < min(inputs)


def plan_kind(document: Document, layer_id: int, activation: str) -> Plan:
    """Give a layer that is there an activation, and outputs a cost that suits it."""
    layer = document.network.layer(layer_id)
    name = f"Set {brief(layer.name)} to {activation_words(activation)}"
    if layer.activation == activation and not any(o.activation for o in layer.overrides.values()):
        return Plan(name, f"{layer.name} is {activation_words(activation)} already", into=layer_id)

    def edit(now: Document) -> Document:
        changed = edits.set_activation(now, layer_id, activation)
        cost = suited_cost(now, activation) if layer.role is Role.OUTPUT else None
        return changed if cost is None else edits.set_training(changed, cost=cost)

    def selects(_before: Document, _after: Document) -> Selection:
        return Selection.of_layer(layer_id)

    words = f"Make {layer.name} {activation_words(activation)}"
    return Plan(name, words, edit, into=layer_id, selects=selects)


def added_layer(before: Document, after: Document) -> Selection:
    """The layer that an edit added."""
    new = [layer.id for layer in after.network.layers if not before.network.has_layer(layer.id)]
    return Selection.of_layer(new[0]) if new else Selection()


def added_neuron(before: Document, after: Document) -> Selection:
    """The neurons that an edit added."""
    return Selection(
        neurons=frozenset(
            (layer.id, neuron)
            for layer in after.network.layers
            if before.network.has_layer(layer.id)
            for neuron in layer.neurons
            if neuron not in before.network.layer(layer.id).index_by_neuron
        )
    )


def plan_neuron(document: Document, item: Item, layer_id: int, index: int | None = None) -> Plan:
    """Add a neuron to a layer, at its end or before a place."""
    layer = document.network.layer(layer_id)
    name = f"Add neuron to {brief(layer.name)}"
    if item.activation is not None and layer.role is Role.INPUT:
        words = "Input neurons pass the data on: they have no activation"
        return Plan(name, words, into=layer_id)

    def edit(now: Document) -> Document:
        new = now.network.next_id
        added = edits.add_neurons(now, layer_id, index=index)
        if item.activation is None:
            return added
        return edits.set_neuron_activation(added, layer_id, new, item.activation)

    place = layer.size if index is None else index
    words = f"Into {layer.name}, as neuron {place + 1}"
    return Plan(name, words, edit, into=layer_id, selects=added_neuron)


def _neuron(document: Document, geometry: Geometry, item: Item, layer: int, point: QPointF) -> Plan:
    return plan_neuron(document, item, layer, geometry.columns[layer].gap_at(point.y()))


def plan_start(document: Document, item: Item, point: QPointF) -> Plan:
    """Put a ready-made network in place of the present one, its middle at a point."""
    start = edits.STARTS[item.start]
    words = f"{start.label} {start.shape}"
    note = ""
    if document.network.layers:
        words += ", in place of the present network"
        note = f"Replaced the network by {start.label}. Undo brings it back."
    return Plan(
        f"Start with {start.label}",
        words,
        lambda now: start.build(now, (point.x(), point.y())),
        note=note,
        whole=True,
    )
