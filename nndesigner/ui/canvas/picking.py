"""How clicks change the selection."""

from __future__ import annotations

from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.hits import LAYER_PARTS, Hit, Part


def picked(hit: Hit) -> Selection:
    """What a click on something selects."""
    if hit.part is Part.NEURON and hit.layer is not None and hit.neuron is not None:
        return Selection.of_neuron(hit.layer, hit.neuron)
    if hit.part in LAYER_PARTS and hit.layer is not None:
        return Selection.of_layer(hit.layer)
    if hit.part is Part.CONNECTION and hit.connection is not None:
        return Selection.of_connection(hit.connection)
    if hit.part is Part.WEIGHT and None not in (hit.connection, hit.neuron, hit.source):
        return Selection.of_weight(hit.connection or 0, hit.neuron or 0, hit.source or 0)
    return Selection()


def exclusive(first: Selection, second: Selection) -> Selection:
    """What is in one of the two and not in the other."""
    return Selection(
        first.layers ^ second.layers,
        first.neurons ^ second.neurons,
        first.connections ^ second.connections,
        first.weights ^ second.weights,
    )


def joined(first: Selection, second: Selection) -> Selection:
    """Everything of both."""
    return Selection(
        first.layers | second.layers,
        first.neurons | second.neurons,
        first.connections | second.connections,
        first.weights | second.weights,
    )


def holds(selection: Selection, part: Selection) -> bool:
    """Whether something (not nothing) is part of a selection."""
    return bool(part) and joined(selection, part) == selection
