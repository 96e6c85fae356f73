"""What connecting two things means: which end is the source, what would be joined, why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.names import full_name, neuron_name
from nndesigner.engine.network import Network
from nndesigner.errors import NetworkError
from nndesigner.session.selection import NeuronRef, Selection
from nndesigner.session.session import Edit
from nndesigner.ui import step_names
from nndesigner.ui.canvas.geometry import geometry_of


@dataclass(frozen=True)
class Joint:
    """A connection that could be made.

    Attributes:
        name: What undo will call it.
        edit: None where it is refused.
        words: What it would connect, or why it is refused.
        layer, neuron: Where it ends; no neuron for a whole layer.
        closes: Ids of the layers on the way that it would close to a cycle.
    """

    name: str
    edit: Edit | None
    words: str
    layer: int
    neuron: int | None = None
    closes: tuple[int, ...] = ()


def layer_joint(network: Network, source: int, target: int) -> Joint:
    """All neurons of a layer to all of another."""
    reason = edits.refusal(network, source, target)
    words = reason or f"Connect {network.layer(source).name} → {network.layer(target).name}"
    edit = None if reason else partial(edits.connect, source=source, target=target)
    name = f"Connect {step_names.way(network, source, target)}"
    return Joint(name, edit, words, target, closes=_closed(network, source, target, reason))


def neuron_joint(document: Document, source: NeuronRef, target: NeuronRef) -> Joint:
    """One neuron to one other."""
    network = document.network
    reason = neuron_refusal(network, source, target)
    ends = [full_name(document, network.layer(layer), neuron) for layer, neuron in (source, target)]
    words = reason or f"Connect {ends[0]} → {ends[1]}"
    edit = None if reason else partial(_connect_pairs, pairs=[(source, target)])
    closes = _closed(network, source[0], target[0], reason)
    name = f"Connect {_brief(document, source)} → {_brief(document, target)}"
    return Joint(name, edit, words, *target, closes=closes)


def fan_joint(document: Document, source: NeuronRef, target: int) -> Joint:
    """One neuron to every neuron of a layer that it is not connected with yet."""
    network, layer = document.network, document.network.layer(target)
    reasons = {neuron: neuron_refusal(network, source, (target, neuron)) for neuron in layer.neurons}
    free = [neuron for neuron, reason in reasons.items() if reason is None]
    name = full_name(document, network.layer(source[0]), source[1])
    step = f"Connect {_brief(document, source)} → all of {step_names.brief(layer.name)}"
    if not free:
        reason = reasons[layer.neurons[0]]
        closes = _closed(network, source[0], target, reason)
        return Joint(step, None, reason or "", target, closes=closes)
    pairs = [(source, (target, neuron)) for neuron in free]
    words = f"Connect {name} → all of {layer.name}"
    return Joint(step, partial(_connect_pairs, pairs=pairs), words, target)


def neuron_refusal(network: Network, source: NeuronRef, target: NeuronRef) -> str | None:
    """Why two neurons cannot be connected, in one sentence; None if they can."""
    found = network.between(source[0], target[0])
    if found is None:
        return edits.refusal(network, source[0], target[0])
    row = network.layer(target[0]).index_by_neuron[target[1]]
    column = network.layer(source[0]).index_by_neuron[source[1]]
    if found.mask is not None and not found.mask[row, column]:
        return None
    return "These neurons are already connected."


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


def connect_neurons(
    document: Document, chosen: Selection, ends: tuple[int, int], keep_function: bool | None = None
) -> Document:
    """Connect every selected neuron of one layer with every selected neuron of the other.

    Raises:
        NetworkError: They all are connected, or the layers cannot be.
    """
    source, target = ([ref for ref in sorted(chosen.neurons) if ref[0] == layer] for layer in ends)
    reasons = {(a, b): neuron_refusal(document.network, a, b) for a in source for b in target}
    free = [pair for pair, reason in reasons.items() if reason is None]
    if not free:
        raise NetworkError(next(iter(reasons.values()), None) or "These neurons are already connected.")
    return _connect_pairs(document, free, keep_function)


def _connect_pairs(
    document: Document, pairs: list[tuple[NeuronRef, NeuronRef]], keep_function: bool | None = None
) -> Document:
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for source, target in pairs:
        between.setdefault((source[0], target[0]), []).append((target[1], source[1]))
    for ends, joined in between.items():
        document = edits.connect_pairs(document, *ends, joined, keep_function=keep_function)
    return document


def _brief(document: Document, ref: NeuronRef) -> str:
    return step_names.brief(neuron_name(document, document.network.layer(ref[0]), ref[1]))


def _closed(network: Network, source: int, target: int, reason: str | None) -> tuple[int, ...]:
    """The way that would become a cycle, where that is the reason for a refusal."""
    closed = edits.cycle(network, source, target)
    return closed if closed and reason == edits.cycle_words(network, closed) else ()


def _possible(network: Network, source: int, target: int) -> bool:
    return network.between(source, target) is not None or edits.refusal(network, source, target) is None
