"""Where something goes that is added without a pointer: by a key, a menu, or Enter in the palette."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from nndesigner.document.arrange import COLUMN_SPACING
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.drops import Plan, plan_beside, plan_insert, plan_neuron, plan_start
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.canvas.items import Item, ItemKind
from nndesigner.ui.canvas.placing import moved


def plan_add(document: Document, chosen: Selection, item: Item, middle: QPointF) -> Plan:
    """Add an item where it most likely belongs.

    Args:
        document: The present one.
        chosen: What is selected: a new layer goes into or behind it, a neuron into it.
        item: What to add.
        middle: Place of the first layer of an empty canvas, and of a ready-made network.
    """
    if item.kind is ItemKind.START:
        return plan_start(document, item, middle)
    if item.kind is ItemKind.NEURON:
        layer = layer_for_neuron(document, chosen)
        if layer is not None:
            return plan_neuron(document, item, layer)
    if not document.network.layers:
        return plan_beside(document, geometry_of(document), item, middle)
    role = item.role if item.kind is ItemKind.LAYER else Role.HIDDEN
    if role is Role.HIDDEN:
        connection = _connection_to_fill(document, chosen)
        return plan_insert(document, connection.id, item) if connection else _plan_hidden(document, item)
    columns = geometry_of(document).columns.values()
    if role is Role.INPUT:
        spot = min(columns, key=lambda c: c.center.x()).center - QPointF(COLUMN_SPACING, 0)
    else:
        spot = max(columns, key=lambda c: c.center.x()).center + QPointF(COLUMN_SPACING, 0)
    return plan_beside(document, geometry_of(document), item, spot)


def chosen_connections(document: Document, chosen: Selection) -> list[Connection]:
    """The selected connections, those of the selected weights, or those between the selected layers."""
    network = document.network
    ids = chosen.connections | {ref[0] for ref in chosen.weights}
    layers = chosen_layers(chosen)
    found = [network.connection(key) for key in sorted(ids)]
    return found or [c for c in network.connections if c.source in layers and c.target in layers]


def chosen_layers(chosen: Selection) -> list[int]:
    """Ids of the selected layers and of those of the selected neurons."""
    return sorted(chosen.layers | {layer for layer, _ in chosen.neurons})


def _plan_hidden(document: Document, item: Item) -> Plan:
    """Behind the last layer; where that is the output layer, in front of it, which makes room."""
    columns = geometry_of(document).columns
    last = max(columns.values(), key=lambda column: column.center.x())
    if last.layer.role is not Role.OUTPUT:
        return plan_beside(
            document, geometry_of(document), item, last.center + QPointF(COLUMN_SPACING, 0)
        )
    aside = moved(frozenset({last.layer.id}), COLUMN_SPACING, 0.0)
    roomy = aside(document)
    plan = plan_beside(roomy, geometry_of(roomy), item, last.center)
    edit = plan.edit
    return plan if edit is None else Plan(
        plan.name, plan.words, lambda now: edit(aside(now)), selects=plan.selects
    )


def _connection_to_fill(document: Document, chosen: Selection) -> Connection | None:
    """The selected connection, that behind the selected layer, or the one to the output."""
    network, found = document.network, chosen_connections(document, chosen)
    if found:
        return found[0]
    layers = chosen_layers(chosen)
    after = network.outgoing(layers[0]) if len(layers) == 1 else ()
    if after:
        return after[0]
    last = network.output_layer
    into = network.incoming(last.id) if last is not None else ()
    return into[-1] if into else None


def layer_for_neuron(document: Document, chosen: Selection) -> int | None:
    """The layer that a neuron goes into: the selected one, else the last hidden one, else any."""
    layers = chosen_layers(chosen)
    if layers:
        return layers[0]
    ranked = sorted(document.network.layers, key=_suited)
    return ranked[-1].id if ranked else None


def _suited(layer: Layer) -> tuple[bool, int]:
    return layer.role is Role.HIDDEN, layer.id
