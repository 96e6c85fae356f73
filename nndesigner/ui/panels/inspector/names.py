"""What the inspector calls things: layers by number, neurons by name or by the column they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from nndesigner.data.model import Part
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Network, Role

PART_WORDS = {Part.TRAIN: "training", Part.VALIDATION: "validation", Part.TEST: "test"}


def layer_number(network: Network, layer_id: int) -> int:
    """l of the equations: 1 is the first layer in forward order."""
    order = network.forward_order
    return next(place for place, layer in enumerate(order, start=1) if layer.id == layer_id)


def neuron_labels(document: Document, layer: Layer) -> list[str]:
    """A name for every neuron: its own, else the input or class it stands for, else its number."""
    columns = _columns(document, layer)
    if columns is None and not layer.overrides:
        return [f"neuron {place}" for place in range(1, layer.size + 1)]
    return [neuron_label(document, layer, neuron) for neuron in layer.neurons]


def neuron_label(document: Document, layer: Layer, neuron: int) -> str:
    """The name of one neuron, as `neuron_labels` gives it."""
    override = layer.overrides.get(neuron)
    columns = _columns(document, layer)
    if columns is None or (override is not None and override.name):
        return layer.neuron_name(neuron)
    return columns[layer.index_by_neuron[neuron]]


def row_words(document: Document, sample: int | None) -> str:
    """The row of data looked at: “row 57, versicolor”; its number is that in the table, from 1."""
    if document.data is None or sample is None:
        return ""
    prepared = document.data.prepared
    words = f"row {int(prepared.rows[sample]) + 1:,}"
    return f"{words}, {prepared.classes[int(prepared.labels[sample])]}" if prepared.classes else words


def counted(number: int, noun: str) -> str:
    """A number with its noun: “1 weight”, “8 weights”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _columns(document: Document, layer: Layer) -> Sequence[str] | None:
    """The input or class that each neuron of the first or last layer stands for, where that is known."""
    if document.data is None or layer.role is Role.HIDDEN:
        return None
    prepared = document.data.prepared
    if layer.role is Role.INPUT:
        return prepared.input_names if len(prepared.input_names) == layer.size else None
    if prepared.classes:
        return prepared.classes if len(prepared.classes) == layer.size else None
    return (prepared.target_name,) if layer.size == 1 else None
