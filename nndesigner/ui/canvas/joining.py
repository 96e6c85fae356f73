"""Connecting what is selected: which end is the source, and what is missing between two sets of neurons."""

from __future__ import annotations

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Network
from nndesigner.errors import NetworkError
from nndesigner.session.selection import NeuronRef, Selection
from nndesigner.ui.canvas.geometry import geometry_of


def ends_of(document: Document, layers: list[int]) -> tuple[int, int]:
    """Source and target between two layers: from left to right, unless only the other way is possible.

    Raises:
        NetworkError: There are not two layers.
    """
    if len(layers) != 2:
        raise NetworkError(
            "A connection needs two layers.", remedy="Select two layers, or neurons of two layers."
        )
    columns, network = geometry_of(document).columns, document.network
    source, target = sorted(layers, key=lambda layer: (columns[layer].center.x(), layer))
    if _possible(network, source, target) or not _possible(network, target, source):
        return source, target
    return target, source


def connect_neurons(document: Document, chosen: Selection, ends: tuple[int, int]) -> Document:
    """Connect every selected neuron of one layer with every selected neuron of the other.

    Raises:
        NetworkError: They all are connected, or the layers cannot be.
    """
    source, target = (
        [ref for ref in sorted(chosen.neurons) if ref[0] == layer] for layer in ends
    )
    missing = [(a, b) for a in source for b in target if not _connected(document.network, a, b)]
    if not missing:
        raise NetworkError("These neurons are already connected.")
    for a, b in missing:
        document = edits.connect_neurons(document, a, b)
    return document


def _possible(network: Network, source: int, target: int) -> bool:
    return network.between(source, target) is not None or edits.refusal(network, source, target) is None


def _connected(network: Network, source: NeuronRef, target: NeuronRef) -> bool:
    found = network.between(source[0], target[0])
    if found is None or found.mask is None:
        return found is not None
    row = network.layer(target[0]).index_by_neuron[target[1]]
    return bool(found.mask[row, network.layer(source[0]).index_by_neuron[source[1]]])
