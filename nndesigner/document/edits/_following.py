"""Numbers that follow their neurons, also into other layers and to doubles of themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from nndesigner.document.edits._comparing import without_curvature
from nndesigner.document.edits._restructure import laid_out, restructured
from nndesigner.document.model import Document
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import BoolArray, Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only

Places = NDArray[np.intp]
_ITSELF: Mapping[int, int] = MappingProxyType({})


def followed(
    document: Document, *, layers: Iterable[Layer], connections: Iterable[Connection], next_id: int
) -> Document:
    """Return the document with some neurons in other layers; what can stay with them does.

    A weight is kept wherever the layers that its two neurons are in now are connected, as those that they
    were in had been; so is a removed one. All others begin as in every structural edit.
    """
    bare = Network(tuple(layers), tuple(connections), next_id)
    following = Following(document.network, bare)
    masked = tuple(replace(c, mask=following.mask(c, True)) for c in bare.connections)
    made = restructured(document, layers=bare.layers, connections=masked, next_id=next_id)
    return replace(
        made,
        parameters=following.parameters(document.parameters, made.parameters),
        memory=following.memory(without_curvature(document.memory)),
    )


def regrouped(
    document: Document, *, layers: Iterable[Layer], connections: Iterable[Connection], next_id: int
) -> Document:
    """Return the document with the same neurons in other groups, computing the same.

    Every two neurons that were connected must be so now. Where a connection joins others, too, those weights
    are removed ones. Since the cost is what it was, all that was learned stays.
    """
    bare = Network(tuple(layers), tuple(connections), next_id)
    following = Following(document.network, bare)
    masked = tuple(replace(c, mask=following.mask(c, False)) for c in bare.connections)
    network = replace(bare, connections=masked)
    return replace(
        document,
        network=network,
        parameters=following.parameters(document.parameters),
        memory=following.memory(document.memory),
        best=None if document.best is None else following.parameters(document.best),
        layout=laid_out(document, network),
    )


@dataclass(frozen=True, eq=False)
class _Block:
    """Neurons of one layer afterwards that come from one layer before: their places there and here."""

    origin: int
    there: Places
    here: Places


class Following:
    """Takes the numbers of one network to where their neurons are in another.

    Args:
        old: The network before.
        new: The network after.
        originals: By neuron id afterwards, the neuron before that it is a double of; all others are
            themselves.
    """

    def __init__(self, old: Network, new: Network, originals: Mapping[int, int] = _ITSELF) -> None:
        self._old, self._new = old, new
        homes = {n: (layer.id, place) for layer in old.layers for place, n in enumerate(layer.neurons)}
        self._blocks = {layer.id: tuple(_blocks(layer, homes, originals)) for layer in new.layers}

    def parameters(self, values: Parameters, otherwise: Parameters | None = None) -> Parameters:
        """The numbers of the new network: those that have followed their neurons, and else the given ones.

        Without others, all else is zero.
        """
        other = otherwise or Parameters()
        computing = (layer for layer in self._new.layers if layer.role is not Role.INPUT)
        return Parameters(
            {c.id: self._weights(c, values, other.weights.get(c.id)) for c in self._new.connections},
            {layer.id: self._biases(layer, values, other.biases.get(layer.id)) for layer in computing},
        )

    def memory(self, memory: Memory) -> Memory:
        """What the optimiser remembers, with nothing of what is new."""
        slots = {name: self.parameters(slot) for name, slot in memory.slots.items()}
        return replace(memory, slots=slots)

    def mask(self, connection: Connection, joined: bool) -> BoolArray | None:
        """Which weights of a connection are there; `joined`: also those that had no connection before."""
        if self._stays(connection):
            return self._old.connection(connection.id).mask
        mask = np.full(self._shape(connection), joined)
        for before, there, here in self._kept(connection):
            mask[here] = True if before.mask is None else before.mask[there]
        mask.flags.writeable = False
        return None if mask.all() else mask

    def _weights(
        self, connection: Connection, values: Parameters, otherwise: FloatArray | None
    ) -> FloatArray:
        if self._stays(connection) and connection.id in values.weights:
            return values.weights[connection.id]
        result = _begun(otherwise, values, self._shape(connection))
        for before, there, here in self._kept(connection):
            if before.id in values.weights:
                result[here] = values.weights[before.id][there]
        return read_only(result)

    def _biases(self, layer: Layer, values: Parameters, otherwise: FloatArray | None) -> FloatArray:
        if self._remains(layer.id) and layer.id in values.biases:
            return values.biases[layer.id]
        result = _begun(otherwise, values, (layer.size,))
        for block in self._blocks[layer.id]:
            if block.origin in values.biases:
                result[block.here] = values.biases[block.origin][block.there]
        return read_only(result)

    def _stays(self, connection: Connection) -> bool:
        """Whether a connection joins the same neurons in the same order as before."""
        if not self._old.has_connection(connection.id):
            return False
        before = self._old.connection(connection.id)
        ends = connection.source, connection.target
        return ends == (before.source, before.target) and all(self._remains(end) for end in ends)

    def _remains(self, layer_id: int) -> bool:
        old, new = self._old, self._new
        return old.has_layer(layer_id) and old.layer(layer_id).neurons == new.layer(layer_id).neurons

    def _shape(self, connection: Connection) -> tuple[int, int]:
        return self._new.layer(connection.target).size, self._new.layer(connection.source).size

    def _kept(self, connection: Connection) -> Iterator[tuple[Connection, _Rectangle, _Rectangle]]:
        """The parts of a connection that were there before: of which one, and their places there and here."""
        for rows in self._blocks[connection.target]:
            for columns in self._blocks[connection.source]:
                before = self._old.between(columns.origin, rows.origin)
                if before is not None:
                    yield before, np.ix_(rows.there, columns.there), np.ix_(rows.here, columns.here)


_Rectangle = tuple[NDArray[np.intp], ...]


def _begun(otherwise: FloatArray | None, values: Parameters, shape: tuple[int, ...]) -> FloatArray:
    """A copy of an array to begin with; zeros as precise as the values where there is none."""
    if otherwise is not None:
        return np.array(otherwise)
    known = next(chain(values.weights.values(), values.biases.values()), None)
    return np.zeros(shape, np.float32 if known is None else known.dtype)


def _blocks(
    layer: Layer, homes: Mapping[int, tuple[int, int]], originals: Mapping[int, int]
) -> Iterator[_Block]:
    by_origin: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for here, neuron in enumerate(layer.neurons):
        home = homes.get(originals.get(neuron, neuron))
        if home is not None:
            by_origin[home[0]].append((home[1], here))
    for origin, places in by_origin.items():
        there, where = np.array(places, dtype=np.intp).T
        yield _Block(origin, there, where)
