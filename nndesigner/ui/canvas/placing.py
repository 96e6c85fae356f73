"""Where new layers go, how large they are, and what they are connected with."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF

from nndesigner.document import edits
from nndesigner.document.arrange import COLUMN_SPACING, positions
from nndesigner.document.edits.data import ENDINGS
from nndesigner.document.model import Document, Point
from nndesigner.engine.costs import COSTS
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.session.session import Edit
from nndesigner.ui.canvas.geometry import Column, Geometry, geometry_of
from nndesigner.ui.canvas.items import Item, ItemKind

SNAP = 14.0
"""Distance from which a layer jumps into line with another."""
CLOSEST = 130.0
"""Least distance between the middles of two columns beside each other."""
_HIDDEN_SIZE, _CLASSES = 4, 3
_UNDER = 32.0
"""Between a layer and one placed under it, for the control of its size."""


def default_size(document: Document, item: Item) -> int:
    """Neurons of a new layer: as many as the data needs, else a few."""
    if item.kind is ItemKind.NEURON:
        return 1
    data = document.data
    if item.role is Role.INPUT:
        return 2 if data is None else data.prepared.x.shape[1]
    if item.role is Role.OUTPUT:
        few = _CLASSES if item.activation == "softmax" else 1
        return few if data is None else data.prepared.outputs
    return _HIDDEN_SIZE


def ended(document: Document, role: Role, activation: str | None) -> tuple[str | None, str | None]:
    """Activation of a new layer, and the cost to train with if the present one could not be used."""
    if role is not Role.OUTPUT:
        return activation, None
    if activation is not None:
        return activation, suited_cost(document, activation)
    if document.data is None:
        return None, None
    ending = ENDINGS[document.data.prepared.task]
    refused = COSTS[document.training.cost].refusal(ending.activation) is not None
    return ending.activation, ending.cost if refused else None


def suited_cost(document: Document, activation: str) -> str | None:
    """The cost to train outputs of this activation with; None where the present one stays.

    One that the user chose, such as Huber's, stays where it can be used; the usual ones go with the outputs.
    """
    present, usual = document.training.cost, {ending.activation: ending.cost for ending in ENDINGS.values()}
    if present not in usual.values() and COSTS[present].refusal(activation) is None:
        return None
    return usual.get(activation)


def snapped(geometry: Geometry, point: QPointF, ignored: frozenset[int] = frozenset()) -> QPointF:
    """The point, brought into line with other columns where it nearly is."""
    others = [column for key, column in geometry.columns.items() if key not in ignored]
    y = _nearest([column.center.y() for column in others], point.y())
    xs = [column.center.x() for column in others]
    spaced = [x + step * COLUMN_SPACING for x in xs for step in (-1, 0, 1)]
    return QPointF(_nearest(spaced, point.x()), y)


def free_spot(geometry: Geometry, point: QPointF) -> QPointF:
    """A place for a new layer at a point, beside what stands there already."""
    spot = snapped(geometry, point)
    for column in geometry.columns.values():
        level = column.extent.top() < spot.y() < column.extent.bottom()
        if level and abs(column.center.x() - spot.x()) < CLOSEST:
            side = 1 if spot.x() >= column.center.x() else -1
            spot = QPointF(column.center.x() + side * COLUMN_SPACING, spot.y())
    return spot


def loose_neighbours(
    document: Document, geometry: Geometry, role: Role, spot: QPointF
) -> tuple[int | None, int | None]:
    """Ids of the nearest layers with a loose end, on the left and on the right of a new layer."""
    network = document.network
    left = [c for c in geometry.columns.values() if _loose_end(network, c.layer) and c.center.x() < spot.x()]
    right = [
        c for c in geometry.columns.values() if _loose_start(network, c.layer) and c.center.x() > spot.x()
    ]
    before = _closest(left, spot) if role is not Role.INPUT else None
    after = _closest(right, spot) if role is not Role.OUTPUT else None
    if before is not None and after is not None and before in network.descendants(after):
        after = None
    return before, after


def insertion_spot(document: Document, connection: int, point: QPointF | None) -> Point:
    """Where a layer put into a connection stands: near the point where there is room, else in between."""
    placed = positions(document)
    ends = document.network.connection(connection)
    (x0, y0), (x1, y1) = placed[ends.source], placed[ends.target]
    if x1 - x0 < 2 * CLOSEST:
        return x0 + COLUMN_SPACING, (y0 + y1) / 2
    x = (x0 + x1) / 2 if point is None else min(max(point.x(), x0 + CLOSEST), x1 - CLOSEST)
    return x, y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def insert_shifted(
    document: Document,
    connection: int,
    size: int,
    activation: str,
    spot: Point,
    keep_function: bool = False,
) -> Document:
    """Put a layer into a connection, moving everything on the right of it where there is no room."""
    placed = positions(document)
    end = placed[document.network.connection(connection).target][0]
    lacking = spot[0] + COLUMN_SPACING - end if end - spot[0] < CLOSEST else 0.0
    inserted = edits.insert_layer(
        document, connection, size, activation=activation, position=spot, keep_function=keep_function
    )
    # Places that were automatic would move with the new layer in the chain: what is seen stays.
    kept = {key: (x + lacking if x >= end else x, y) for key, (x, y) in placed.items()}
    return edits.move_layers(inserted, kept)


def insert_under(document: Document, connection: int, size: int) -> Document:
    """Put a sigmoid layer beside a connection so that the function is kept, under its lines."""
    ends, new, placed = document.network.connection(connection), document.network.next_id, positions(document)
    (x0, y0), (x1, _) = placed[ends.source], placed[ends.target]
    spot = max((x0 + x1) / 2, x0 + COLUMN_SPACING), y0
    inserted = insert_shifted(document, connection, size, "sigmoid", spot, keep_function=True)
    columns = dict(geometry_of(inserted).columns)
    made = columns.pop(new)
    lines = (columns[ends.source].extent.bottom() + columns[ends.target].extent.bottom()) / 2
    near = [c.extent.bottom() for c in columns.values() if abs(c.center.x() - spot[0]) < CLOSEST]
    y = spot[1] + max([lines, *near]) + _UNDER - made.extent.top()
    return edits.move_layers(inserted, {new: (spot[0], y)})


def moved(layers: frozenset[int], dx: float, dy: float) -> Edit:
    """The edit that moves layers, and nothing else.

    Layers that nobody has placed stand relative to those before them; they get the place where they are seen.
    """

    def edit(document: Document) -> Document:
        placed = positions(document)
        return placed_at(document, {key: (placed[key][0] + dx, placed[key][1] + dy) for key in layers})

    return edit


def placed_at(document: Document, points: Mapping[int, Point]) -> Document:
    """Place some layers; those that nobody has placed stay where they are seen."""
    return edits.move_layers(document, {**positions(document), **points})


def _loose_end(network: Network, layer: Layer) -> bool:
    return layer.role is not Role.OUTPUT and not network.outgoing(layer.id)


def _loose_start(network: Network, layer: Layer) -> bool:
    return layer.role is not Role.INPUT and not network.incoming(layer.id)


def _closest(columns: list[Column], spot: QPointF) -> int | None:
    def away(column: Column) -> float:
        return (column.center - spot).manhattanLength()

    return min(columns, key=away).layer.id if columns else None


def _nearest(lines: list[float], value: float) -> float:
    best = min(lines, key=lambda line: abs(line - value), default=value)
    return best if abs(best - value) <= SNAP else value
