"""What undo and the history call an edit: what was done, to what, and how, in a few words."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from nndesigner.document.model import Document
from nndesigner.document.names import neuron_name
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Network
from nndesigner.session.selection import NeuronRef, Selection, WeightRef
from nndesigner.ui.format import number
from nndesigner.ui.naming import counted
from nndesigner.ui.plots.notation import neuron_symbol, weight_symbol

_LONGEST = 16
"""Characters of a name that are said; a longer one ends with …"""


def brief(name: str) -> str:
    """A name in a few characters."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def activation_words(activation: str) -> str:
    """An activation inside a sentence: sigmoid, leaky ReLU."""
    words = ACTIVATIONS[activation].label.split()
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in words)


def what(document: Document, chosen: Selection) -> str:
    """A selection: hidden 1, 3 neurons of hidden 1, input → output, w³₂,₁, selection."""
    network = document.network
    kinds = (chosen.layers, chosen.neurons, chosen.connections, chosen.weights)
    if sum(map(bool, kinds)) != 1:
        return "selection"
    if chosen.layers:
        return _layers(network, chosen.layers)
    if chosen.neurons:
        return _neurons(document, chosen.neurons)
    if chosen.weights:
        refs = sorted(chosen.weights)
        return weight(network, refs[0]) if len(refs) == 1 else counted(len(refs), "weight")
    ids = sorted(chosen.connections)
    if len(ids) > 1:
        return counted(len(ids), "connection")
    found = network.connection(ids[0])
    return way(network, found.source, found.target)


def way(network: Network, source: int, target: int) -> str:
    """A connection by its ends: input → output."""
    return f"{brief(network.layer(source).name)} → {brief(network.layer(target).name)}"


def weight(network: Network, ref: WeightRef) -> str:
    """The symbol of a weight."""
    found = network.connection(ref[0])
    row = network.layer(found.target).index_by_neuron[ref[1]]
    return weight_symbol(network, found, row, network.layer(found.source).index_by_neuron[ref[2]])


def resize(network: Network, layers: Collection[int], sizes: Collection[int]) -> str:
    """Layers get other numbers of neurons."""
    size = f" to {next(iter(sizes)):,}" if len(set(sizes)) == 1 else ""
    return f"Resize {_layers(network, layers)}{size}"


def move(network: Network, layers: Collection[int]) -> str:
    """Layers go elsewhere on the canvas."""
    return f"Move {_layers(network, layers)}"


def rename(document: Document, layer: int, neuron: int | None, name: str) -> str:
    """A layer or a neuron gets a name; an empty one takes a neuron's away."""
    found = document.network.layer(layer)
    old = found.name if neuron is None else neuron_name(document, found, neuron)
    return f"Rename {brief(old)} to {brief(name.strip())}" if name.strip() else f"Unname {brief(old)}"


def activate(document: Document, chosen: Selection, activation: str | None) -> str:
    """Layers and neurons get an activation; None: neurons follow their layer."""
    words = "its layer’s activation" if len(chosen.neurons) == 1 else "their layer’s activation"
    return f"Set {what(document, chosen)} to {words if activation is None else activation_words(activation)}"


def freeze(document: Document, chosen: Selection, frozen: bool) -> str:
    """Layers and neurons stop learning, or learn again."""
    return f"{'Freeze' if frozen else 'Unfreeze'} {what(document, chosen)}"


def set_weight(network: Network, ref: WeightRef, value: float) -> str:
    """A weight gets a value."""
    return f"Set {weight(network, ref)} to {number(value)}"


def set_bias(network: Network, ref: NeuronRef, value: float) -> str:
    """A bias gets a value."""
    row = network.layer(ref[0]).index_by_neuron[ref[1]]
    return f"Set {neuron_symbol('b', network, ref[0], row)} to {number(value)}"


def bridge(network: Network, pairs: Iterable[tuple[int, int]]) -> str:
    """What is connected in place of what goes: input → output; empty for nothing."""
    ways = [way(network, *pair) for pair in pairs]
    return ways[0] if len(ways) == 1 else counted(len(ways), "pair") + " of layers" if ways else ""


def _layers(network: Network, layers: Collection[int]) -> str:
    if len(layers) == 1:
        return brief(network.layer(next(iter(layers))).name)
    return counted(len(layers), "layer")


def _neurons(document: Document, refs: Collection[NeuronRef]) -> str:
    homes = {layer for layer, _ in refs}
    if len(homes) > 1:
        return counted(len(refs), "neuron")
    layer = document.network.layer(homes.pop())
    if len(refs) > 1:
        return f"{counted(len(refs), 'neuron')} of {brief(layer.name)}"
    ((_, neuron),) = refs
    return f"{brief(neuron_name(document, layer, neuron))} of {brief(layer.name)}"
