"""A part of a network by itself: what is copied, to be put into the same or another project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nndesigner.document.arrange import positions
from nndesigner.document.model import Document, Point
from nndesigner.engine.network import BoolArray, Connection, Layer, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only


@dataclass(frozen=True, eq=False)
class Piece:
    """A layer, or some of its neurons.

    Attributes:
        layer: The layer with just these neurons; its ids are those of the project it comes from.
        whole: Whether these are all of its neurons.
        position: Where its column stood.
        biases: One per neuron; None for an input layer.
    """

    layer: Layer
    whole: bool
    position: Point
    biases: FloatArray | None


@dataclass(frozen=True, eq=False)
class Strand:
    """The weights between some neurons of two layers.

    Attributes:
        source: Id of the layer that sends.
        senders: Ids of its neurons, one per column.
        target: Id of the layer that receives.
        receivers: Ids of its neurons, one per row.
        weights: Shape (receivers, senders), zero where removed.
        present: Same shape, False where a weight is removed; None where none is.
    """

    source: int
    senders: tuple[int, ...]
    target: int
    receivers: tuple[int, ...]
    weights: FloatArray
    present: BoolArray | None


@dataclass(frozen=True, eq=False)
class Fragment:
    """What is copied.

    Where whole layers are among the pieces, every piece becomes a layer, and the strands join the pieces.
    Else it is neurons alone, and the strands join them with all that they were connected with.

    Attributes:
        project: Names the project it comes from, as long as that is open; ids mean something only there.
    """

    project: str
    pieces: tuple[Piece, ...]
    strands: tuple[Strand, ...]

    @cached_property
    def has_layers(self) -> bool:
        """Whether it holds whole layers, not neurons alone."""
        return any(piece.whole for piece in self.pieces)

    @cached_property
    def inner_strands(self) -> tuple[Strand, ...]:
        """Those that join the pieces with each other, and nothing else."""
        kept = {piece.layer.id: piece.layer.index_by_neuron for piece in self.pieces}
        found = (
            _narrowed(strand, kept[strand.source], kept[strand.target])
            for strand in self.strands
            if strand.source in kept and strand.target in kept
        )
        return tuple(strand for strand in found if strand.weights.size)

    @property
    def neuron_count(self) -> int:
        """Neurons of all pieces."""
        return sum(piece.layer.size for piece in self.pieces)

    @property
    def number_count(self) -> int:
        """Weights and biases, removed ones included."""
        biases = sum(piece.biases.size for piece in self.pieces if piece.biases is not None)
        return biases + sum(strand.weights.size for strand in self.strands)

    @property
    def words(self) -> str:
        """What it is, as in “Paste 3 neurons”."""
        noun, count = "layer", len(self.pieces)
        if not self.has_layers:
            noun, count = "neuron", self.neuron_count
        return noun if count == 1 else f"{count:,} {noun}s"


def fragment_of(
    document: Document,
    parameters: Parameters,
    project: str,
    layers: Iterable[int],
    neurons: Iterable[tuple[int, int]],
) -> Fragment:
    """Copy layers, and neurons given as (layer id, neuron id).

    Args:
        document: Where they are.
        parameters: The weights to copy: the document's, or those of the training under way.
        project: Names the project.
        layers: Ids of whole layers.
        neurons: Those of whole layers are no extra.
    """
    whole, some = frozenset(layers), defaultdict[int, set[int]](set)
    for layer_id, neuron in neurons:
        some[layer_id].add(neuron)
    placed = positions(document)
    pieces = {
        layer.id: _piece(layer, layer.id in whole, some[layer.id], placed[layer.id], parameters)
        for layer in document.network.layers
        if layer.id in whole or layer.id in some
    }
    strands: list[Strand] = []
    for connection in document.network.connections:
        ends = document.network.layer(connection.source), document.network.layer(connection.target)
        strands += _strands(connection, *ends, pieces, parameters, within=bool(whole))
    return Fragment(project, tuple(pieces.values()), tuple(strands))


def _narrowed(strand: Strand, senders: Container[int], receivers: Container[int]) -> Strand:
    columns = [place for place, neuron in enumerate(strand.senders) if neuron in senders]
    rows = [place for place, neuron in enumerate(strand.receivers) if neuron in receivers]
    area = np.ix_(rows, columns)
    present = None if strand.present is None else strand.present[area]
    return Strand(
        strand.source,
        tuple(strand.senders[place] for place in columns),
        strand.target,
        tuple(strand.receivers[place] for place in rows),
        read_only(strand.weights[area]),
        None if present is None or present.all() else present,
    )


def _piece(layer: Layer, whole: bool, chosen: set[int], position: Point, parameters: Parameters) -> Piece:
    biases = parameters.biases.get(layer.id)
    if layer.role is Role.INPUT:
        biases = None
    if whole:
        return Piece(layer, True, position, biases)
    kept = tuple(neuron for neuron in layer.neurons if neuron in chosen)
    overrides = {key: value for key, value in layer.overrides.items() if key in chosen}
    part = replace(layer, neurons=kept, overrides=overrides, image_shape=None)
    if biases is not None:
        biases = read_only(biases[[layer.index_by_neuron[neuron] for neuron in kept]])
    return Piece(part, False, position, biases)


def _strands(
    connection: Connection,
    source: Layer,
    target: Layer,
    pieces: Mapping[int, Piece],
    parameters: Parameters,
    *,
    within: bool,
) -> list[Strand]:
    """Those of one connection: `within` the pieces, or all into the chosen neurons and all out of them."""

    def strand(senders: tuple[int, ...], receivers: tuple[int, ...]) -> list[Strand]:
        return [_strand(connection, source, senders, target, receivers, parameters)] if receivers else []

    sending, receiving = pieces.get(source.id), pieces.get(target.id)
    if within:
        if sending is None or receiving is None:
            return []
        return strand(sending.layer.neurons, receiving.layer.neurons)
    into = strand(source.neurons, receiving.layer.neurons) if receiving is not None else []
    if sending is None:
        return into
    done = receiving.layer.index_by_neuron if receiving is not None else {}
    others = tuple(neuron for neuron in target.neurons if neuron not in done)
    return into + strand(sending.layer.neurons, others)


def _strand(
    connection: Connection,
    source: Layer,
    senders: tuple[int, ...],
    target: Layer,
    receivers: tuple[int, ...],
    parameters: Parameters,
) -> Strand:
    every = Strand(
        source.id,
        source.neurons,
        target.id,
        target.neurons,
        parameters.weights[connection.id],
        connection.mask,
    )
    if senders == source.neurons and receivers == target.neurons:
        return every
    return _narrowed(every, frozenset(senders), frozenset(receivers))
