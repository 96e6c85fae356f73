"""Doubles of neurons and of hidden layers, beside their originals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from nndesigner.document.edits._following import Following
from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.forms import set_form
from nndesigner.document.edits.neurons import refuse_too_many, silent_refusal
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import Parameters, read_only
from nndesigner.errors import NetworkError


def duplicate_refusal(network: Network, layers: Iterable[int]) -> str | None:
    """Why whole layers cannot be duplicated, in one sentence; None if they can."""
    for layer in (network.layer(layer_id) for layer_id in layers):
        if layer.role is not Role.HIDDEN:
            return f"“{layer.name}” cannot be duplicated: a network has one {layer.role} layer."
    return None


def duplicate_neurons(document: Document, refs: Iterable[tuple[int, int]]) -> Document:
    """Put a double right behind each of some neurons (layer id, neuron id).

    It has the weights in, bias, activation and freezing of its neuron, and its name with “copy” where it has
    one. In a trained network its weights out are zero, so that the network computes what it computed, unless
    its layer has none or shares its activation (see `silent_refusal`); in an untrained one they are copies.
    Both then learn alike until something tells them apart: `split_neurons` is for making a layer wider.

    Raises:
        NetworkError: A layer would become too large.
    """
    network = document.network
    chosen: dict[int, set[int]] = defaultdict(set)
    for layer_id, neuron in refs:
        chosen[layer_id].add(neuron)
    if not chosen:
        return document
    for layer_id, neurons in chosen.items():
        refuse_too_many(network.layer(layer_id).size + len(neurons))
    ids = count(network.next_id)
    doubles = {
        neuron: next(ids)
        for layer in network.layers
        if layer.id in chosen
        for neuron in layer.neurons
        if neuron in chosen[layer.id]
    }
    hushed = {key for key in chosen if document.progress.steps and silent_refusal(network.layer(key)) is None}
    return _Copies(
        tuple(_doubled(layer, doubles) if layer.id in chosen else layer for layer in network.layers),
        network.connections,
        next(ids),
        {double: neuron for neuron, double in doubles.items()},
        {c.id: {doubles[n] for n in chosen[c.source]} for c in network.connections if c.source in hushed},
    ).made(document)


def duplicate_layers(document: Document, layer_ids: Iterable[int]) -> Document:
    """Put a double of each of some hidden layers beside it, with the same sources, targets and numbers.

    Layers duplicated together are joined among each other as their originals are, a branch of its own, and
    are drawn in the same form. Nobody has placed them yet: they stand where new layers do. In a
    trained network the weights out of it are zero, so that the network computes what it computed; in an
    untrained one they are copies.

    Raises:
        NetworkError: See `duplicate_refusal`.
    """
    network = document.network
    chosen = set(layer_ids)
    reason = duplicate_refusal(network, chosen)
    if reason is not None:
        raise NetworkError(reason, remedy="Duplicate hidden layers, or single neurons.")
    if not chosen:
        return document
    ids = count(network.next_id)
    layers = list(network.layers)
    doubles: dict[int, Layer] = {}
    for layer in (layer for layer in network.layers if layer.id in chosen):
        doubles[layer.id] = _double(layer, {other.name for other in layers}, ids)
        layers.insert(layers.index(layer) + 1, doubles[layer.id])
    silent: dict[int, set[int]] = {}
    connections = list(network.connections)
    for old in network.connections:
        if old.source in chosen or old.target in chosen:
            source, target = (doubles[end].id if end in doubles else end for end in (old.source, old.target))
            connections.append(Connection(next(ids), source, target))
            if old.target not in chosen and document.progress.steps:
                silent[connections[-1].id] = set(doubles[old.source].neurons)
    originals = {
        double: neuron
        for key, layer in doubles.items()
        for neuron, double in zip(network.layer(key).neurons, layer.neurons, strict=True)
    }
    made = _Copies(tuple(layers), tuple(connections), next(ids), originals, silent).made(document)
    for key, form in document.layout.forms.items():
        made = set_form(made, [doubles[key].id], form) if key in doubles else made
    return made


@dataclass(frozen=True, eq=False)
class _Copies:
    """A network with doubles in it.

    Attributes:
        originals: By neuron id, the one that it is a double of.
        silent: By connection id, the sending neurons whose weights are to be zero.
    """

    layers: tuple[Layer, ...]
    connections: tuple[Connection, ...]
    next_id: int
    originals: Mapping[int, int]
    silent: Mapping[int, set[int]]

    def made(self, document: Document) -> Document:
        """The document with these layers, all doubles having the numbers of their originals."""
        bare = Network(self.layers, self.connections, self.next_id)
        following = Following(document.network, bare, self.originals)
        grown = restructured(
            document,
            layers=self.layers,
            connections=(replace(c, mask=following.mask(c, True)) for c in self.connections),
            next_id=self.next_id,
        )
        parameters = following.parameters(document.parameters, grown.parameters)
        return replace(grown, parameters=self._hushed(grown.network, parameters))

    def _hushed(self, network: Network, parameters: Parameters) -> Parameters:
        weights = dict(parameters.weights)
        for key, neurons in self.silent.items():
            source = network.layer(network.connection(key).source)
            places = [place for place, neuron in enumerate(source.neurons) if neuron in neurons]
            if places:
                changed = np.array(weights[key])
                changed[:, places] = 0.0
                weights[key] = read_only(changed)
        return replace(parameters, weights=weights)


def _doubled(layer: Layer, doubles: Mapping[int, int]) -> Layer:
    """The layer with doubles in it, by the neuron that each stands behind."""
    neurons: list[int] = []
    overrides = dict(layer.overrides)
    names: set[str | None] = {override.name for override in overrides.values()}
    for neuron in layer.neurons:
        neurons.append(neuron)
        if neuron in doubles:
            neurons.append(doubles[neuron])
            override = layer.overrides.get(neuron)
            if override is not None:
                named = copy_name(override.name, names) if override.name else None
                overrides[doubles[neuron]] = replace(override, name=named)
                names.add(named)
    kept = {key: value for key, value in overrides.items() if value != Override()}
    return replace(layer, neurons=tuple(neurons), overrides=kept, image_shape=None)


def _double(layer: Layer, taken: Container[str | None], ids: Iterator[int]) -> Layer:
    """A layer like this one, of new ids."""
    key = next(ids)
    neurons = tuple(next(ids) for _ in layer.neurons)
    overrides = {
        double: layer.overrides[neuron]
        for neuron, double in zip(layer.neurons, neurons, strict=True)
        if neuron in layer.overrides
    }
    name = copy_name(layer.name, taken)
    return replace(layer, id=key, name=name, neurons=neurons, overrides=overrides)


def copy_name(name: str, taken: Container[str | None]) -> str:
    """What a double of something is called: “relay copy”, then “relay copy 2”; never “copy copy”."""
    stem = _COPY.sub("", name) + " copy"
    return stem if stem not in taken else next(f"{stem} {n}" for n in count(2) if f"{stem} {n}" not in taken)


_COPY = re.compile(r" copy( \d+)?$")
