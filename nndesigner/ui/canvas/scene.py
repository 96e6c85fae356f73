"""Everything the canvas shows at one moment, gathered before anything is painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Network, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.session import Session
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.labels import header_detail, own_name, side_labels
from nndesigner.ui.canvas.links import Link, links_of
from nndesigner.ui.canvas.painting.columns import Labels, predicted
from nndesigner.ui.canvas.painting.neurons import Look
from nndesigner.ui.canvas.values import Mode, Values
from nndesigner.ui.format import number


@dataclass(frozen=True, eq=False)
class Scene:
    """What is shown.

    Attributes:
        links: Connections, the longest first.
        looks, labels: By layer id.
        fresh_layers, fresh_neurons, fresh_connections: Ids of those that a preview would add.
        live: Whether the numbers change quickly.
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


def scene_of(
    session: Session, document: Document, geometry: Geometry, values: Values, mode: Mode, *, live: bool
) -> Scene:
    """Gather what is shown.

    Args:
        session: For the row looked at.
        document: The one to show: the session's, or what an edit under way would make of it.
        geometry: Of that document.
        values: Its numbers.
        mode: What they are.
        live: Whether they change quickly.
    """
    now = session.document.network
    layers = document.network.layers
    return Scene(
        geometry,
        links_of(geometry),
        values,
        {layer.id: _look(document, layer, values, mode) for layer in layers},
        {layer.id: _labels(session, document, layer, values) for layer in layers},
        frozenset(layer.id for layer in layers if not now.has_layer(layer.id)),
        _fresh_neurons(now, document.network),
        frozenset(c.id for c in document.network.connections if not now.has_connection(c.id)),
        live,
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


def _look(document: Document, layer: Layer, values: Values, mode: Mode) -> Look:
    found = values.neurons.get(layer.id)
    if found is not None and len(found) != layer.size:
        found = None
    brightness = None
    if found is not None and layer.image_shape and layer.role is Role.INPUT and mode is not Mode.ERRORS:
        brightness = _brightness(document, found)
    names = None
    if layer.role is Role.HIDDEN and layer.overrides:
        names = [own_name(layer, neuron) for neuron in layer.neurons]
    return Look(found, values.neuron_limits.get(layer.id, 1.0), brightness, names)


def _brightness(document: Document, x: FloatArray) -> FloatArray:
    """Pixels from 0 to 1, by the range that pixels have in the whole table."""
    if document.data is None:
        return np.zeros_like(x)
    every = document.data.prepared.x
    low, high = float(every.min()), float(every.max())
    shares: FloatArray = (x - low) / (high - low or 1.0)
    return shares


def _labels(session: Session, document: Document, layer: Layer, values: Values) -> Labels:
    detail, names = header_detail(session, document, layer), side_labels(document, layer)
    outputs = values.activations.get(layer.id) if layer.role is Role.OUTPUT else None
    if outputs is None or len(outputs) != layer.size or names is None:
        return Labels(detail, names)
    data = document.data
    if data is not None and not data.prepared.classes:
        prepared = data.prepared
        units = outputs * prepared.target_scale + prepared.target_offset
        return Labels(detail, names, numbers=[number(float(value)) for value in units])
    bounded = ACTIVATIONS[layer.activation].range == (0.0, 1.0)
    return Labels(detail, names, outputs if bounded else None, predicted(outputs))
