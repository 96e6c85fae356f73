"""The one way in which every structural edit makes the next document."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from nndesigner.document.carry import carried, carried_memory
from nndesigner.document.model import Document, Layout, Point
from nndesigner.engine.network import Connection, Layer, Network


def restructured(
    document: Document,
    *,
    layers: Iterable[Layer] | None = None,
    connections: Iterable[Connection] | None = None,
    next_id: int | None = None,
    placed: Mapping[int, Point] | None = None,
    keep_function: bool | None = None,
) -> Document:
    """Return the document with another structure, parameters and optimiser's memory carried over by id.

    Args:
        document: The document before.
        layers: All layers after the edit; None keeps them.
        connections: All connections after the edit; None keeps them.
        next_id: The next unused id; None keeps it.
        placed: Positions that the edit decides on.
        keep_function: Whether new neurons and connections start without effect on what the network computes;
            None: if it has been trained.
    """
    before = document.network
    network = Network(
        layers=before.layers if layers is None else tuple(layers),
        connections=before.connections if connections is None else tuple(connections),
        next_id=before.next_id if next_id is None else next_id,
    )
    parameters = carried(
        before,
        document.parameters,
        network,
        seed=document.training.seed,
        trained=document.progress.steps > 0 if keep_function is None else keep_function,
        dtype=document.training.precision,
    )
    watch = replace(document.progress.watch, best=math.inf)
    return replace(
        document,
        network=network,
        parameters=parameters,
        progress=replace(document.progress, watch=watch) if document.progress.steps else document.progress,
        memory=carried_memory(before, document.memory, network),
        best=None,
        layout=laid_out(document, network, placed),
    )


def with_layer(document: Document, layer_id: int, change: Callable[[Layer], Layer]) -> Document:
    """Return the document with one layer changed in a way that touches no size."""
    layers = tuple(change(layer) if layer.id == layer_id else layer for layer in document.network.layers)
    return replace(document, network=replace(document.network, layers=layers))


def laid_out(document: Document, network: Network, placed: Mapping[int, Point] | None = None) -> Layout:
    """The layout of a document for another network, with the positions that an edit decides on."""
    before = document.layout
    positions = {key: value for key, value in before.positions.items() if network.has_layer(key)}
    forms = {key: value for key, value in before.forms.items() if network.has_layer(key)}
    if placed is None and len(positions) == len(before.positions) and len(forms) == len(before.forms):
        return before
    return Layout({**positions, **(placed or {})}, forms)
