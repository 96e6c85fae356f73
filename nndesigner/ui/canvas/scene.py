"""Everything the canvas shows at one moment, gathered before anything is painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import Prepared
from nndesigner.document.model import Document
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import NeuronRef, WeightRef
from nndesigner.session.session import Session
from nndesigner.ui.canvas.answers import labels_of
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.labels import own_name
from nndesigner.ui.canvas.links import Link, links_of
from nndesigner.ui.canvas.painting.columns import Labels
from nndesigner.ui.canvas.painting.neurons import Look
from nndesigner.ui.canvas.values import Values
from nndesigner.ui.plots.color_scale import nice_limit, peak


@dataclass(frozen=True, eq=False)
class Emphasis:
    """What is drawn in full while everything else is dimmed.

    Attributes:
        neurons: (layer, neuron) ids; a weight is drawn in full where either of its ends is one of them.
        connections: Ids of connections all of whose weights are drawn in full.
        weights: (connection, receiving neuron, sending neuron) ids of single weights drawn in full.
        ends: (layer, neuron) ids of neurons at the other ends of all these: drawn in full, but not their
            other weights.
    """

    neurons: frozenset[NeuronRef] = frozenset()
    connections: frozenset[int] = frozenset()
    weights: frozenset[WeightRef] = frozenset()
    ends: frozenset[NeuronRef] = frozenset()

    def places(self, layer: Layer) -> NDArray[np.intp]:
        """Positions in a layer of its neurons that are drawn in full."""
        return _places(layer, self._shown.get(layer.id, frozenset()))

    @cached_property
    def _shown(self) -> Mapping[int, frozenset[NeuronRef]]:
        """Neurons drawn in full, by their layer."""
        found: dict[int, set[NeuronRef]] = {}
        for ref in self.neurons | self.ends:
            found.setdefault(ref[0], set()).add(ref)
        return {layer: frozenset(refs) for layer, refs in found.items()}

    def lines(self, connection: Connection, source: Layer, target: Layer) -> NDArray[np.bool_]:
        """Which weights of a connection are drawn in full, shape (target, source)."""
        full = np.full((target.size, source.size), connection.id in self.connections)
        full[_places(target, self.neurons), :] = True
        full[:, _places(source, self.neurons)] = True
        for owner, row, column in self.weights:
            if owner == connection.id and row in target.index_by_neuron and column in source.index_by_neuron:
                full[target.index_by_neuron[row], source.index_by_neuron[column]] = True
        return full


def _places(layer: Layer, neurons: frozenset[NeuronRef]) -> NDArray[np.intp]:
    index = layer.index_by_neuron
    found = [index[neuron] for owner, neuron in neurons if owner == layer.id and neuron in index]
    return np.sort(np.array(found, np.intp))


@dataclass(frozen=True, eq=False)
class Scene:
    """What is shown.

    Attributes:
        links: Connections, the longest first.
        looks, labels: By layer id.
        fresh_layers, fresh_neurons, fresh_connections: Ids of those that a preview would add.
        live: Whether the numbers change quickly.
        emphasis: What is drawn in full; None for everything.
        lines_hidden: Whether no lines are drawn.
    """

    geometry: Geometry
    links: tuple[Link, ...]
    values: Values
    looks: Mapping[int, Look]
    labels: Mapping[int, Labels]
    fresh_layers: frozenset[int] = frozenset()
    fresh_neurons: frozenset[int] = frozenset()
    fresh_connections: frozenset[int] = frozenset()
    live: bool = False
    emphasis: Emphasis | None = None
    lines_hidden: bool = False


def scene_of(
    session: Session,
    document: Document,
    geometry: Geometry,
    values: Values,
    *,
    live: bool,
    emphasis: Emphasis | None = None,
    lines_hidden: bool = False,
) -> Scene:
    """Gather what is shown.

    Args:
        session: For the row looked at.
        document: The one to show: the session's, or what an edit under way would make of it.
        geometry: Of that document.
        values: Its numbers.
        live: Whether they change quickly.
        emphasis: What is drawn in full; None for everything.
        lines_hidden: Whether no lines are drawn.
    """
    now = session.document.network
    layers = document.network.layers
    shown = session if document is session.document else document
    biases = shown.parameters.biases
    labels = {layer.id: labels_of(session, document, layer, values) for layer in layers}
    return Scene(
        geometry,
        links_of(geometry),
        values,
        {
            layer.id: _look(document, layer, values, biases.get(layer.id), labels[layer.id].names)
            for layer in layers
        },
        labels,
        frozenset(layer.id for layer in layers if not now.has_layer(layer.id)),
        _fresh_neurons(now, document.network),
        frozenset(c.id for c in document.network.connections if not now.has_connection(c.id)),
        live,
        emphasis,
        lines_hidden,
    )


def _fresh_neurons(before: Network, after: Network) -> frozenset[int]:
    if after is before:
        return frozenset()
    changed = [
        (before.layer(layer.id), layer)
        for layer in after.layers
        if before.has_layer(layer.id) and before.layer(layer.id).neurons != layer.neurons
    ]
    return frozenset(n for old, new in changed for n in new.neurons if n not in old.index_by_neuron)


def edge_values(values: Values, connection: Connection, shape: tuple[int, int]) -> FloatArray | None:
    """The numbers of a connection; None where there are none that fit it."""
    found = values.edges.get(connection.id)
    return found if found is not None and found.shape == shape else None


def _look(
    document: Document,
    layer: Layer,
    values: Values,
    biases: FloatArray | None,
    names: Sequence[str] | None,
) -> Look:
    found = values.neurons.get(layer.id)
    if found is not None and len(found) != layer.size:
        found = None
    brightness, limit = None, values.neuron_limits.get(layer.id, 1.0)
    quiet = found is None and layer.role is Role.INPUT
    if quiet:
        found = values.activations.get(layer.id)
        found = found if found is not None and len(found) == layer.size else None
        limit = nice_limit(peak(found)) if found is not None else 1.0
    if found is not None and layer.image_shape and layer.role is Role.INPUT:
        brightness = _brightness(document, found)
    if layer.role is Role.HIDDEN and layer.overrides:
        names = [own_name(layer, neuron) for neuron in layer.neurons]
    return Look(found, limit, brightness, names, biases, quiet)


def _brightness(document: Document, x: FloatArray) -> FloatArray:
    """Pixels from 0 to 1, by the range that pixels have in the whole table."""
    if document.data is None:
        return np.zeros_like(x)
    low, high = _pixel_range(document.data.prepared)
    shares: FloatArray = (x - low) / (high - low or 1.0)
    return shares


_pixel_ranges: WeakKeyDictionary[Prepared, tuple[float, float]] = WeakKeyDictionary()


def _pixel_range(prepared: Prepared) -> tuple[float, float]:
    """Least and largest of all pixels. They are millions: to look at each again and again takes too long."""
    known = _pixel_ranges.get(prepared)
    if known is None:
        known = _pixel_ranges[prepared] = float(prepared.x.min()), float(prepared.x.max())
    return known
