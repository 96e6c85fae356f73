"""Edits of the selection that leave alone what the network computes."""

from __future__ import annotations

from functools import partial

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import NeuronRef, Selection
from nndesigner.session.session import Edit
from nndesigner.ui.canvas.adding import layer_for_neuron
from nndesigner.ui.canvas.drops import Plan, added_layer, added_neuron
from nndesigner.ui.canvas.items import ITEMS
from nndesigner.ui.canvas.placing import default_size, insert_shifted, insert_under, insertion_spot
from nndesigner.ui.step_names import brief, what

_ITEM = ITEMS["layer:hidden"]
ROUGHLY = "These neurons were not equal: the network now computes something else."


def chosen_neurons(document: Document, chosen: Selection) -> list[NeuronRef]:
    """The selected neurons and those of the selected layers, by layer and place."""
    return [
        (layer.id, neuron)
        for layer in document.network.layers
        for neuron in layer.neurons
        if layer.id in chosen.layers or (layer.id, neuron) in chosen.neurons
    ]


def plan_split(document: Document, chosen: Selection) -> Plan:
    """Split every selected neuron in two; afterwards both of each are selected, or their layer as before."""
    neurons = chosen_neurons(document, chosen)

    def edit(now: Document) -> Document:
        for layer in dict.fromkeys(layer for layer, _ in neurons):
            now = edits.split_neurons(now, layer, [neuron for owner, neuron in neurons if owner == layer])
        return now

    def selects(before: Document, after: Document) -> Selection:
        twins = added_neuron(before, after).neurons
        return Selection(
            layers=chosen.layers,
            neurons=chosen.neurons | {ref for ref in twins if ref[0] not in chosen.layers},
        )

    name = f"Split {what(document, chosen)}"
    return Plan(name, name, edit, selects=selects)


def fuse_reason(document: Document, chosen: Selection) -> str | None:
    """Why the selected neurons cannot be merged into one."""
    layers = {layer for layer, _ in chosen.neurons}
    if len(layers) != 1 or len(chosen.neurons) < 2:
        return "Select two or more neurons of one hidden layer to merge them."
    return edits.fuse_refusal(document.network, layers.pop(), [neuron for _, neuron in chosen.neurons])


def plan_fuse(document: Document, chosen: Selection) -> Plan:
    """Make one neuron of the selected ones; what is refused says why."""
    name, reason = f"Merge {what(document, chosen)}", fuse_reason(document, chosen)
    if reason is not None:
        return Plan(name, reason.removesuffix("."))
    (layer,) = {layer for layer, _ in chosen.neurons}
    neurons = [neuron for _, neuron in chosen.neurons]
    first = min(neurons, key=document.network.layer(layer).index_by_neuron.__getitem__)
    note = "" if edits.are_twins(document, layer, neurons) else ROUGHLY
    return Plan(
        name,
        name,
        partial(edits.fuse_neurons, layer_id=layer, neurons=neurons),
        note=note,
        selects=lambda _before, _after: Selection.of_neuron(layer, first),
    )


def plan_insert_keeping(document: Document, connection: int) -> Plan:
    """Put a layer into a connection so that the network computes the same.

    A ReLU layer in line where that can be exact, which keeps the network a stack; else a sigmoid layer of the
    usual size beside the connection, drawn under it so that both are seen.
    """
    source = document.network.layer(document.network.connection(connection).source)
    edit: Edit
    if edits.passes_on(source, "relu"):
        spot = insertion_spot(document, connection, None)
        edit = partial(
            insert_shifted,
            connection=connection,
            size=source.size,
            activation="relu",
            spot=spot,
            keep_function=True,
        )
    else:
        edit = partial(insert_under, connection=connection, size=default_size(document, _ITEM))
    name = f"Insert {edits.free_name(document.network, Role.HIDDEN)}, keeping the function"
    return Plan(name, name, edit, link=connection, selects=added_layer)


def plan_silent_neuron(document: Document, chosen: Selection) -> Plan | None:
    """Add a neuron that listens but does not speak yet to the layer that it most likely belongs to."""
    layer = layer_for_neuron(document, chosen)
    if layer is None:
        return None
    name = f"Add silent neuron to {brief(document.network.layer(layer).name)}"
    edit = partial(edits.add_neurons, layer_id=layer, keep_function=True)
    return Plan(name, name, edit, into=layer, selects=added_neuron)
