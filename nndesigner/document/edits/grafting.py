"""Putting copied neurons into layers that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.edits._restructure import restructured
from nndesigner.document.edits.duplicates import copy_name
from nndesigner.document.edits.neurons import refuse_too_many
from nndesigner.document.edits.pasting import fitting
from nndesigner.document.fragment import Fragment, Piece, Strand
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import BoolArray, Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only

Homes = Mapping[int, int]
"""By the layer id of a piece, the id of the layer that its neurons go into."""
_Places = tuple[list[int], list[int]]
"""Places of some neurons in a strand, and in a layer."""


def homes_of(network: Network, fragment: Fragment, chosen: Sequence[int], *, at_home: bool) -> Homes | None:
    """Where the neurons of a fragment go; None if there is no layer for them.

    Args:
        network: The network they are to join.
        fragment: Neurons alone.
        chosen: Ids of the layers that are selected, or whose neurons are: one takes them all.
        at_home: Whether the fragment comes from this very project; then each can go where it came from.
    """
    origins = [piece.layer.id for piece in fragment.pieces]
    if len(chosen) == 1:
        return dict.fromkeys(origins, chosen[0])
    if at_home and all(network.has_layer(layer) for layer in origins):
        return {layer: layer for layer in origins}
    return None


def paste_neurons(document: Document, fragment: Fragment, homes: Homes, *, at_home: bool) -> Document:
    """Add the neurons of a fragment at the end of layers.

    They keep bias, activation, name and freezing. Weights are copied as far as the neurons at both ends are
    there: those copied along, and, `at_home`, all that the originals are connected with. All others start as
    those of any new neuron.

    Raises:
        NetworkError: A layer would become too large, or a number is too large for the precision.
    """
    network = document.network
    graft = _Graft(network, fragment, homes, at_home)
    for layer_id, neurons in graft.added.items():
        refuse_too_many(network.layer(layer_id).size + len(neurons))
    grown = restructured(
        document,
        layers=[graft.grown(layer) for layer in network.layers],
        connections=[graft.widened(connection) for connection in network.connections],
        next_id=network.next_id + fragment.neuron_count,
    )
    return _with_numbers(grown, graft)


class _Graft:
    """Which new neurons go where."""

    def __init__(self, network: Network, fragment: Fragment, homes: Homes, at_home: bool) -> None:
        self._network, self.fragment, self.homes, self.at_home = network, fragment, homes, at_home
        old = [(piece.layer.id, neuron) for piece in fragment.pieces for neuron in piece.layer.neurons]
        self.new = {ref: network.next_id + place for place, ref in enumerate(old)}
        """By layer and neuron in the fragment, the new neuron's id."""
        self.added: dict[int, list[int]] = defaultdict(list)
        """By layer id, the new neurons in it."""
        for piece in fragment.pieces:
            self.added[homes[piece.layer.id]] += self.new_of(piece)

    def new_of(self, piece: Piece) -> list[int]:
        """Ids of the new neurons of a piece, in its order."""
        return [self.new[piece.layer.id, neuron] for neuron in piece.layer.neurons]

    def grown(self, layer: Layer) -> Layer:
        """A layer with what is added to it."""
        if layer.id not in self.added:
            return layer
        overrides = dict(layer.overrides)
        names = {override.name for override in overrides.values() if override.name}
        for piece in self._pieces_into(layer.id):
            for neuron, new in zip(piece.layer.neurons, self.new_of(piece), strict=True):
                override = _override(piece.layer, neuron, layer)
                if override.name in names:
                    override = replace(override, name=copy_name(override.name or "", names))
                if override.name:
                    names.add(override.name)
                if override != Override():
                    overrides[new] = override
        neurons = (*layer.neurons, *self.added[layer.id])
        return replace(layer, neurons=neurons, overrides=overrides, image_shape=None)

    def widened(self, connection: Connection) -> Connection:
        """A connection of layers that grow, nothing removed of what is new."""
        rows, columns = (len(self.added.get(end, ())) for end in (connection.target, connection.source))
        if connection.mask is None or not rows + columns:
            return connection
        mask = np.pad(connection.mask, ((0, rows), (0, columns)), constant_values=True)
        return replace(connection, mask=_mask(mask))

    def ends(self, layer: int, neurons: Sequence[int]) -> Iterator[_End]:
        """Where an end of a strand is in the network: with the originals, and with the new neurons."""
        if self.at_home and self._network.has_layer(layer):
            yield _End.of(layer, neurons, neurons, original=True)
        if layer in self.homes:
            new = [self.new.get((layer, neuron)) for neuron in neurons]
            yield _End.of(self.homes[layer], neurons, new, original=False)

    def _pieces_into(self, layer: int) -> Iterator[Piece]:
        return (piece for piece in self.fragment.pieces if self.homes[piece.layer.id] == layer)


@dataclass(frozen=True)
class _End:
    """One end of a strand in the network: a layer, and by place in the strand the neuron there."""

    layer: int
    neurons: Mapping[int, int]
    original: bool

    @classmethod
    def of(cls, layer: int, old: Sequence[int], now: Sequence[int | None], *, original: bool) -> _End:
        found = {place: key for place, (_, key) in enumerate(zip(old, now, strict=True)) if key is not None}
        return cls(layer, found, original)

    def places(self, network: Network) -> _Places:
        """Places in the strand and in the layer of all neurons that are there."""
        here = network.layer(self.layer).index_by_neuron
        found = [(place, here[neuron]) for place, neuron in self.neurons.items() if neuron in here]
        return [there for there, _ in found], [place for _, place in found]


def _override(origin: Layer, neuron: int, home: Layer) -> Override:
    """What a neuron has of its own in its new layer: the activation it had, where it can have it there."""
    own = origin.overrides.get(neuron, Override())
    activation: str | None = origin.neuron_activation(neuron)
    inputs = Role.INPUT in (origin.role, home.role)
    if inputs or activation == home.activation or not ACTIVATIONS[activation or ""].elementwise:
        activation = None
    return replace(own, activation=activation)


@dataclass(frozen=True, eq=False)
class _Patch:
    """Numbers for a part of a connection: where it is, what the weights are, and which are not removed."""

    area: tuple[NDArray[np.intp], ...]
    weights: FloatArray
    present: BoolArray | bool


def _with_numbers(document: Document, graft: _Graft) -> Document:
    """The document with the numbers that the new neurons bring."""
    network, dtype = document.network, np.dtype(document.training.precision)
    weights, masks = dict(document.parameters.weights), {c.id: c.mask for c in network.connections}
    for key, patches in _patches(network, graft).items():
        numbers = np.array(weights[key])
        given = masks[key]
        mask = np.ones(numbers.shape, dtype=np.bool_) if given is None else np.array(given)
        for patch in patches:
            numbers[patch.area] = fitting(patch.weights, dtype)
            mask[patch.area] = patch.present
        weights[key], masks[key] = read_only(numbers), _mask(mask)
    joints = tuple(replace(c, mask=masks[c.id]) for c in network.connections)
    return replace(
        document,
        network=replace(network, connections=joints),
        parameters=Parameters(weights, _biases(document, graft, dtype)),
    )


def _patches(network: Network, graft: _Graft) -> Mapping[int, list[_Patch]]:
    """By connection id, what the strands say about the weights of new neurons."""
    found: dict[int, list[_Patch]] = defaultdict(list)
    for strand in graft.fragment.strands:
        for source, target in product(
            graft.ends(strand.source, strand.senders), graft.ends(strand.target, strand.receivers)
        ):
            joint = network.between(source.layer, target.layer)
            if joint is not None and not (source.original and target.original):
                found[joint.id].append(_patch(strand, source.places(network), target.places(network)))
    return found


def _patch(strand: Strand, columns: _Places, rows: _Places) -> _Patch:
    there, here = (np.ix_(rows[side], columns[side]) for side in (0, 1))
    present = True if strand.present is None else strand.present[there]
    return _Patch(here, strand.weights[there], present)


def _biases(document: Document, graft: _Graft, dtype: np.dtype[np.floating]) -> Mapping[int, FloatArray]:
    network, biases = document.network, dict(document.parameters.biases)
    for piece in graft.fragment.pieces:
        home = graft.homes[piece.layer.id]
        if piece.biases is not None and home in biases:
            places = network.layer(home).index_by_neuron
            changed = np.array(biases[home])
            changed[[places[new] for new in graft.new_of(piece)]] = fitting(piece.biases, dtype)
            biases[home] = read_only(changed)
    return biases


def _mask(present: BoolArray) -> BoolArray | None:
    present.flags.writeable = False
    return None if present.all() else present
