"""What follows a layer on the way to the cost: the sum over all paths, their number, and the strongest.

The number of paths grows like the product of the layers' sizes. So sum and number come from one pass back
through the layers, and the strongest paths from a best-first search: that pass also leaves with every neuron
the size of the largest product that can still follow, so the search begins no path that it does not need.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from itertools import count as counter

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.inspect import Inspection
from nndesigner.engine.network import Connection, Layer, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.sharing import slopes


@dataclass(frozen=True, eq=False)
class Way:
    """A path as far as it has got.

    Attributes:
        places: (layer id, place in the layer) of its neurons.
        factors: Of its value so far, the last neuron's own included.
        product: Of the factors.
    """

    places: tuple[tuple[int, int], ...]
    factors: tuple[float, ...]
    product: float

    def then(self, layer_id: int, place: int, *factors: float) -> Way:
        """The path one neuron longer."""
        product = self.product
        for factor in factors:
            product *= factor
        return Way((*self.places, (layer_id, place)), (*self.factors, *factors), product)


@dataclass(frozen=True, eq=False)
class _Steps:
    """The steps out of a neuron, the one with the strongest continuation first; parallel arrays.

    Attributes:
        layers, places: Where they lead.
        weights: Along them.
        reach: |weight| times the largest product that can follow.
    """

    layers: NDArray[np.intp]
    places: NDArray[np.intp]
    weights: FloatArray
    reach: FloatArray


class Downstream:
    """Everything a layer leads to, computed from the output back.

    Attributes:
        own: σ′(z) of every neuron; δ^L in the output layer.
        delta: ∂C/∂z of every neuron: the sum over all paths from it.
        reach: Largest size of a single path from it, −1 where there is none.
        count: Number of paths from it.
    """

    def __init__(self, inspection: Inspection, parameters: Parameters, layer_id: int) -> None:
        self._network, self._parameters, self._layer_id = inspection.network, parameters, layer_id
        self.own: dict[int, FloatArray] = {}
        self.delta: dict[int, FloatArray] = {}
        self.reach: dict[int, FloatArray] = {}
        self.count: dict[int, list[int]] = {}
        self._steps: dict[tuple[int, int], _Steps] = {}
        wanted = {layer_id} | self._network.descendants(layer_id)
        for layer in reversed(self._network.forward_order):
            if layer.id not in wanted:
                continue
            if layer.role is Role.OUTPUT:
                self._end(layer, inspection.delta[layer.id][0])
            else:
                self._add(layer, slopes(layer, inspection.z[layer.id], inspection.a[layer.id])[0])

    def strongest(self, j: int, first: float) -> Iterator[Way]:
        """All paths from a neuron of the layer, those of the largest products first.

        An entry of the heap is a path begun and the rank of its next step; its key is the size of the best
        path that it can become, which is known exactly. Among equals the longest goes first, so that many
        paths of value 0 are finished one by one.
        """
        layer_id = self._layer_id
        if not self.count[layer_id][j]:
            return
        way = Way((), (first,), first).then(layer_id, j, float(self.own[layer_id][j]))
        if self._is_output(layer_id):
            yield way
            return
        serial = counter()
        heap = [(self._key(way, 0), next(serial), way, 0)]
        while heap:
            _, _, way, rank = heapq.heappop(heap)
            steps = self._steps_from(*way.places[-1])
            if rank + 1 < len(steps.places):
                heapq.heappush(heap, (self._key(way, rank + 1), next(serial), way, rank + 1))
            to, place = int(steps.layers[rank]), int(steps.places[rank])
            longer = way.then(to, place, float(steps.weights[rank]), float(self.own[to][place]))
            if self._is_output(to):
                yield longer
            else:
                heapq.heappush(heap, (self._key(longer, 0), next(serial), longer, 0))

    # -- back through the layers

    def _end(self, layer: Layer, delta: FloatArray) -> None:
        self.own[layer.id] = self.delta[layer.id] = delta
        self.reach[layer.id] = _size(delta)
        self.count[layer.id] = [1] * layer.size

    def _add(self, layer: Layer, slope: FloatArray) -> None:
        total: FloatArray = np.zeros(layer.size)
        reach: FloatArray = np.full(layer.size, -1.0)
        paths = [0] * layer.size
        for connection in self._network.outgoing(layer.id):
            w, reached = self._along(connection, slice(None))
            total += w.T @ self.delta[connection.target]
            np.maximum(reach, reached.max(axis=0), out=reach)
            paths = [mine + more for mine, more in zip(paths, self._counts(connection), strict=True)]
        self.own[layer.id], self.delta[layer.id] = slope, slope * total
        self.reach[layer.id] = np.where(reach < 0.0, -1.0, _size(slope * reach))
        self.count[layer.id] = paths

    def _along(self, connection: Connection, senders: slice) -> tuple[FloatArray, FloatArray]:
        """The weights out of some neurons, and the size of the best path along each; −1 where none goes.

        Both have shape (n_target, senders).
        """
        w: FloatArray = np.asarray(self._parameters.weights[connection.id][:, senders], np.float64)
        reach = self.reach[connection.target][:, np.newaxis]
        there = np.broadcast_to(reach >= 0.0, w.shape)
        if connection.mask is not None:
            there = there & connection.mask[:, senders]
            w = np.where(connection.mask[:, senders], w, 0.0)
        return w, np.where(there, _size(w * reach), -1.0)

    def _counts(self, connection: Connection) -> list[int]:
        counts = self.count[connection.target]
        if connection.mask is None:
            return [sum(counts)] * self._network.layer(connection.source).size
        return [sum(compress(counts, column)) for column in connection.mask.T.tolist()]

    # -- forward along the strongest

    def _is_output(self, layer_id: int) -> bool:
        return self._network.layer(layer_id).role is Role.OUTPUT

    def _key(self, way: Way, rank: int) -> tuple[float, int]:
        following = float(self._steps_from(*way.places[-1]).reach[rank])
        size = abs(way.product * following)
        return -math.inf if math.isnan(size) else -size, -len(way.places)

    def _steps_from(self, layer_id: int, place: int) -> _Steps:
        found = self._steps.get((layer_id, place))
        if found is None:
            found = self._steps[layer_id, place] = self._sorted_steps(layer_id, place)
        return found

    def _sorted_steps(self, layer_id: int, place: int) -> _Steps:
        parts = []
        for connection in self._network.outgoing(layer_id):
            w, reach = (found[:, 0] for found in self._along(connection, slice(place, place + 1)))
            places = np.flatnonzero(reach >= 0.0)
            parts.append((np.full(len(places), connection.target), places, w[places], reach[places]))
        layers, places, weights, reach = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = np.argsort(-reach, kind="stable")
        return _Steps(layers[order], places[order], weights[order], reach[order])


def _size(values: FloatArray) -> FloatArray:
    """|value|, with what is not a number as infinite: such paths are the first that one wants to see."""
    return np.nan_to_num(np.abs(values), nan=np.inf, posinf=np.inf)
