"""What neurons are called everywhere: by the user, else by the data, else by their number."""

from __future__ import annotations

from collections.abc import Sequence

from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Role


def neuron_names(document: Document, layer: Layer) -> tuple[str, ...]:
    """One name per neuron of a layer, in order.

    A name that the user gave comes first. Input neurons are else called as the inputs of the data, output
    neurons as the classes or the target, where their numbers agree; all others by their number from 1.
    """
    known = data_names(document, layer)
    if known is None and not layer.overrides:
        return tuple(f"neuron {place}" for place in range(1, layer.size + 1))
    return tuple(_name(layer, neuron, place, known) for place, neuron in enumerate(layer.neurons))


def neuron_name(document: Document, layer: Layer, neuron: int) -> str:
    """The name of one neuron, as `neuron_names` gives it."""
    return _name(layer, neuron, layer.index_by_neuron[neuron], data_names(document, layer))


def full_name(document: Document, layer: Layer, neuron: int) -> str:
    """A neuron in a sentence: “petal length”, “neuron 2 of hidden 1”, “versicolor of output”.

    The inputs of the data stand for themselves; all others are told with their layer.
    """
    name = neuron_name(document, layer, neuron)
    column = layer.role is Role.INPUT and data_names(document, layer) is not None
    return name if column else f"{name} of {layer.name}"


def data_names(document: Document, layer: Layer) -> Sequence[str] | None:
    """What the data calls the neurons of an input or output layer; None where it has no such names."""
    if document.data is None or layer.role is Role.HIDDEN:
        return None
    prepared = document.data.prepared
    if layer.role is Role.INPUT:
        names: Sequence[str] = prepared.input_names
    elif layer.size == 1:
        # A single output for two classes says how likely the second one is.
        names = prepared.classes[1:] if len(prepared.classes) == 2 else (prepared.target_name,)
    else:
        names = prepared.classes
    return names if len(names) == layer.size else None


def _name(layer: Layer, neuron: int, place: int, known: Sequence[str] | None) -> str:
    override = layer.overrides.get(neuron)
    if override is not None and override.name:
        return override.name
    return f"neuron {place + 1}" if known is None else known[place]
