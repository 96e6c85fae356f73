"""What neurons are called on the axes: their own names, else those of the data's inputs and classes."""

from __future__ import annotations

from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Role


def neuron_names(document: Document, layer: Layer) -> tuple[str, ...]:
    """One name per neuron of a layer, in order.

    Input neurons are called as the inputs of the data where their numbers agree, output neurons as the
    classes or the target; a name that the user gave comes first.
    """
    return tuple(
        given or f"neuron {place}" if (given := _given(layer, neuron)) or not known else known[place - 1]
        for known in (_known(document, layer),)
        for place, neuron in enumerate(layer.neurons, 1)
    )


def _given(layer: Layer, neuron: int) -> str | None:
    override = layer.overrides.get(neuron)
    return override.name if override else None


def _known(document: Document, layer: Layer) -> tuple[str, ...]:
    if document.data is None or layer.role is Role.HIDDEN:
        return ()
    prepared = document.data.prepared
    if layer.role is Role.INPUT:
        names = prepared.input_names
    elif layer.size == 1:
        names = (prepared.classes[1],) if len(prepared.classes) == 2 else (prepared.target_name,)
    else:
        names = prepared.classes
    return names if len(names) == layer.size else ()
