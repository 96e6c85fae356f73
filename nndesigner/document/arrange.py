"""Where layers stand that nobody has placed: columns from left to right by their depth in the graph."""

from __future__ import annotations

from collections import defaultdict

from nndesigner.document.model import Document, Form, Layout, Point
from nndesigner.engine.network import Network

COLUMN_SPACING = 220.0
_WIDE_SPACING, _OPEN_SPACING = 340.0, 470.0
_MANY = 16
"""Between layers of more neurons than this, lines need more room to be told apart; open ones are wide."""
ROW_SPACING = 320.0
FARTHEST = 20_000.0
"""Canvas units from the middle within which every layer stands, whatever a file or a text says."""
_TALL_ROW_SPACING = 640.0


def positions(document: Document) -> dict[int, Point]:
    """Centre of every layer's column in canvas units: the user's where there is one, else automatic.

    An automatic place is chosen relative to a placed predecessor, so that a new layer appears beside the
    layer it follows, not on top of one that was dragged there.
    """
    depth = _depths(document.network)
    columns: dict[int, list[int]] = defaultdict(list)
    for layer in document.network.layers:
        if layer.id not in document.layout.positions:  # who has a place of their own moves nobody else
            columns[depth[layer.id]].append(layer.id)
    placed: dict[int, Point] = {}
    for layer in document.network.forward_order:
        given = document.layout.positions.get(layer.id)
        placed[layer.id] = (
            within_reach(given)
            if given is not None
            else _automatic(document, layer.id, depth, columns, placed)
        )
    return placed


def within_reach(point: Point) -> Point:
    """The point, or the one nearest to it that is not farther from the middle than a canvas reaches."""
    x, y = (min(max(value, -FARTHEST), FARTHEST) for value in point)
    return x, y


def tidied(document: Document) -> Layout:
    """A layout in which every layer stands where it would stand if nobody had moved any."""
    forms = document.layout.forms
    bare = Document(network=document.network, layout=Layout(forms=forms))
    return Layout(positions(bare), forms)


def _depths(network: Network) -> dict[int, int]:
    depth: dict[int, int] = {}
    for layer in network.forward_order:
        sources = [depth[connection.source] for connection in network.incoming(layer.id)]
        depth[layer.id] = max(sources) + 1 if sources else 0
    return depth


def _automatic(
    document: Document,
    layer_id: int,
    depth: dict[int, int],
    columns: dict[int, list[int]],
    placed: dict[int, Point],
) -> Point:
    network, column = document.network, columns[depth[layer_id]]
    tall = any(network.layer(other).size > _MANY for other in column)
    row = column.index(layer_id) - (len(column) - 1) / 2
    y = row * (_TALL_ROW_SPACING if tall else ROW_SPACING)
    before = [connection.source for connection in network.incoming(layer_id)]
    if not before:
        return depth[layer_id] * COLUMN_SPACING, y
    x = max(placed[source][0] + _spacing(document, source, layer_id) for source in before)
    return x, sum(placed[source][1] for source in before) / len(before) + y


def _spacing(document: Document, source: int, target: int) -> float:
    return max(_room(document, layer) for layer in (source, target))


def _room(document: Document, layer: int) -> float:
    if document.network.layer(layer).size <= _MANY:
        return COLUMN_SPACING
    return _OPEN_SPACING if document.layout.forms.get(layer) is Form.OPEN else _WIDE_SPACING
