"""From ranges of rows of the outline to a selection, and back: thousands of neurons are a few ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QItemSelection

from nndesigner.engine.network import Network
from nndesigner.session.selection import Selection
from nndesigner.ui.panels.outline_model import OutlineModel
from nndesigner.ui.panels.outline_rows import GROUP, Kind, Row

Run = tuple[Row, Row]
"""First and last of rows that follow each other below the same one."""


def selected(model: OutlineModel, chosen: QItemSelection) -> Selection:
    """What these rows are on the canvas: a heading is all that stands below it."""
    layers, neurons, connections = set(), set(), set()
    for row in (*_rows(model, chosen), *_below_headings(model, chosen)):
        if row.layer is not None and row.neuron is not None:
            neurons.add((row.layer, row.neuron))
        elif row.layer is not None and row.kind is Kind.LAYER:
            layers.add(row.layer)
        elif row.connection is not None:
            connections.add(row.connection)
    return Selection(frozenset(layers), frozenset(neurons), frozenset(connections))


def selection_of(model: OutlineModel, network: Network, chosen: Selection) -> QItemSelection:
    """The rows of a selection."""
    found = QItemSelection()
    for first, last in _runs(network, chosen):
        found.select(model.index_of(first), model.index_of(last))
    return found


def _rows(model: OutlineModel, chosen: QItemSelection) -> Iterator[Row]:
    for place in range(chosen.count()):
        part = chosen.at(place)
        above = part.parent()
        for row in range(part.top(), part.bottom() + 1):
            yield model.row_at(model.index(row, 0, above))


def _below_headings(model: OutlineModel, chosen: QItemSelection) -> Iterator[Row]:
    """The rows below selected headings; of a heading with selected rows below it, those alone count."""
    above = (chosen.at(place).parent() for place in range(chosen.count()))
    parents = {model.row_at(index) for index in above if index.isValid()}
    for row in _rows(model, chosen):
        if row.kind in (Kind.GROUP, Kind.CONNECTIONS) and row not in parents:
            yield from (model.row_at(index) for index in model.below(model.index_of(row)))


def _runs(network: Network, chosen: Selection) -> Iterator[Run]:
    for layer in chosen.layers:
        yield Row(Kind.LAYER, layer), Row(Kind.LAYER, layer)
    for key in chosen.connections:
        yield Row(Kind.CONNECTION, connection=key), Row(Kind.CONNECTION, connection=key)
    places: dict[int, list[int]] = {}
    for owner, neuron in chosen.neurons:
        places.setdefault(owner, []).append(network.layer(owner).index_by_neuron[neuron])
    for owner, found in places.items():
        neurons = network.layer(owner).neurons
        for first, last in _neighbours(sorted(found)):
            yield Row(Kind.NEURON, owner, neurons[first]), Row(Kind.NEURON, owner, neurons[last])


def _neighbours(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of places; none reaches from one group into the next."""
    first = last = -1
    for place in places:
        if first < 0:
            first = place
        elif place != last + 1 or place % GROUP == 0:
            yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last
