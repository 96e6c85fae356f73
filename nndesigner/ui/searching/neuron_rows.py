"""Layers and neurons as rows, found by part of any of their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from nndesigner.document.model import Document
from nndesigner.document.names import data_names, neuron_names
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Layer, Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.labels import layer_detail
from nndesigner.ui.searching.matching import folded, holding
from nndesigner.ui.searching.rows import Row

Thing = tuple[int, int | None]
"""(layer id, neuron id), without a neuron for the layer itself."""


class NeuronRows:
    """A source of all layers and neurons of a document; rows are made when they are shown."""

    def __init__(self, document: Document) -> None:
        self._document, self._network = document, document.network
        self._layers = document.network.forward_order
        self._names = {layer.id: neuron_names(document, layer) for layer in self._layers}

    @cached_property
    def things(self) -> list[Thing]:
        """What stands at each place: every layer, followed by its neurons."""
        return [thing for layer in self._layers for thing in _things(layer)]

    def find(self, typed: str) -> list[int]:
        """Places of those of which a name holds what was typed; those called so come first."""
        found, wanted = holding(typed, self._texts), folded(typed)
        exact = [place for place in found if self._texts[place].startswith(f"{wanted}\n")]
        called = set(exact)
        return exact + [place for place in found if place not in called]

    def selection(self, places: Iterable[int]) -> Selection:
        """The things at some places."""
        chosen = [self.things[place] for place in places]
        return Selection(
            frozenset(layer for layer, neuron in chosen if neuron is None),
            frozenset((layer, neuron) for layer, neuron in chosen if neuron is not None),
        )

    def layers_among(self, places: Iterable[int]) -> int:
        """How many of the things at some places are layers."""
        return sum(1 for place in places if self.things[place][1] is None)

    def row(self, place: int) -> Row:
        """The row at a place."""
        key, neuron = thing = self.things[place]
        layer = self._network.layer(key)
        if neuron is None:
            return Row(thing, layer.name, f"{layer.role} layer", layer_detail(layer), f"{layer.role}-layer")
        index = layer.index_by_neuron[neuron]
        name, plain = self._names[key][index], f"neuron {index + 1}"
        detail = f"of {layer.name}" if name == plain else f"{plain} of {layer.name}"
        return Row(thing, name, detail, icon="neuron")

    def section(self, _place: int) -> str:
        """There are no headings."""
        return ""

    @cached_property
    def _texts(self) -> list[str]:
        """What each is found by, a line for every name: its own, its number and layer, that in the data."""
        return [
            text
            for layer in self._layers
            for text in _texts(layer, self._names[layer.id], data_names(self._document, layer))
        ]


def _things(layer: Layer) -> list[Thing]:
    return [(layer.id, None), *((layer.id, neuron) for neuron in layer.neurons)]


def _texts(layer: Layer, names: Iterable[str], known: Iterable[str] | None) -> list[str]:
    called = folded(layer.name)
    kinds = [_kind(layer, neuron) for neuron in layer.neurons]
    numbered = [
        f"{name.casefold()}\nneuron {place} of {called}\n{kind}\n"
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True), start=1)
    ]
    if known is not None:
        numbered = [text + name.casefold() for text, name in zip(numbered, known, strict=True)]
    frozen = "frozen" if layer.frozen else ""
    return [f"{called}\nlayer: {called}\n{_activation(layer.activation, layer)} {frozen}\n", *numbered]


def _kind(layer: Layer, neuron: int) -> str:
    """Activation of a neuron, and whether it learns."""
    override = layer.overrides.get(neuron)
    frozen = layer.frozen or (override is not None and override.frozen)
    return f"{_activation(layer.neuron_activation(neuron), layer)}{' frozen' * frozen}"


def _activation(name: str, layer: Layer) -> str:
    """The name of an activation as it is searched for; input layers have none."""
    return "" if layer.role is Role.INPUT else ACTIVATIONS[name].label.casefold()
