"""Where on the canvas a selection is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF

from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.geometry import Column, Geometry
from nndesigner.ui.canvas.links import Link

_AROUND = 1.0
"""Room around neurons, in their own widths."""


def selection_bounds(geometry: Geometry, links: tuple[Link, ...], chosen: Selection) -> QRectF:
    """Around everything selected, with some room; empty where nothing is."""
    whole = QRectF()
    for area in _areas(geometry, links, chosen):
        whole = whole.united(area)
    return whole


def _areas(geometry: Geometry, links: tuple[Link, ...], chosen: Selection) -> Iterator[QRectF]:
    columns = geometry.columns
    yield from (columns[layer].extent for layer in chosen.layers)
    yield from (_around(columns[layer], neuron) for layer, neuron in chosen.neurons)
    for link in links:
        if link.connection.id in chosen.connections:
            yield link.bounds
    for key, target, source in chosen.weights:
        connection = geometry.network.connection(key)
        yield _around(columns[connection.target], target)
        yield _around(columns[connection.source], source)


def _around(column: Column, neuron: int) -> QRectF:
    area = column.neuron_rect(column.layer.index_by_neuron[neuron])
    room = _AROUND * max(area.width(), area.height())
    return area.adjusted(-room, -room, room, room)
