"""Where layers stand that nobody has placed: columns from left to right by their depth in the graph."""

from __future__ import annotations

from collections import defaultdict

from nndesigner.document.model import Document, Layout, Point
from nndesigner.engine.network import Network

COLUMN_SPACING = 220.0
ROW_SPACING = 320.0


def positions(document: Document) -> dict[int, Point]:
    """Centre of every layer's column in canvas units: the user's where there is one, else automatic.

    An automatic place is chosen relative to a placed predecessor, so that a new layer appears beside the
    layer it follows, not on top of one that was dragged there.
    """
    depth = _depths(document.network)
    columns: dict[int, list[int]] = defaultdict(list)
    for layer in document.network.layers:
        columns[depth[layer.id]].append(layer.id)
    placed: dict[int, Point] = {}
    for layer in document.network.forward_order:
        given = document.layout.positions.get(layer.id)
        placed[layer.id] = (
            given if given is not None else _automatic(document, layer.id, depth, columns, placed)
        )
    return placed


def tidied(document: Document) -> Layout:
    """A layout in which every layer stands where it would stand if nobody had moved any."""
    bare = Document(network=document.network)
    return Layout(positions(bare))


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
    column = columns[depth[layer_id]]
    row = column.index(layer_id) - (len(column) - 1) / 2
    before = [placed[connection.source] for connection in document.network.incoming(layer_id)]
    if before:
        return max(x for x, _ in before) + COLUMN_SPACING, sum(y for _, y in before) / len(
            before
        ) + row * ROW_SPACING
    return depth[layer_id] * COLUMN_SPACING, row * ROW_SPACING
