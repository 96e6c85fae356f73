"""What is under the pointer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF

from nndesigner.ui.canvas.geometry import (
    CONTROL_GAP,
    CONTROL_WIDTH,
    HANDLE_RADIUS,
    Column,
    Geometry,
)
from nndesigner.ui.canvas.lettering import header_words, name_area, name_words, names_written
from nndesigner.ui.canvas.links import Link, links_of
from nndesigner.ui.canvas.shapes import Kind

_EDGE_SLACK = 5.0
_HANDLE_SLACK = 4.0
_CORNER = 10.0
_BORDER_SLACK, _BORDER_MOST = 4.0, 6.0
"""How far from an edge of the outline it can be taken hold of: pixels of the screen, at most canvas units."""
_BUTTON_SHARE = 0.32
"""Of the control's width that each of its two buttons takes."""


class Part(Enum):
    """The kinds of things to be found on the canvas."""

    NOTHING = "nothing"
    NEURON = "neuron"
    HEADER = "header"
    BODY = "body"
    TOP = "top edge"
    BOTTOM = "bottom edge"
    HANDLE = "handle"
    FEWER = "fewer"
    NUMBER = "number"
    MORE = "more"
    WEIGHT = "weight"
    CONNECTION = "connection"


EDGES = frozenset({Part.TOP, Part.BOTTOM})
"""Of a layer's outline; dragged to change the number of neurons."""
LAYER_PARTS = frozenset({Part.HEADER, Part.BODY}) | EDGES
CONTROLS = frozenset({Part.HANDLE, Part.FEWER, Part.NUMBER, Part.MORE})
"""Shown, and therefore hit, only where a layer is pointed at or selected."""


@dataclass(frozen=True)
class Hit:
    """One thing on the canvas, by ids.

    Attributes:
        layer: Of everything that belongs to a layer.
        neuron: Of a neuron; the receiving one of a weight.
        connection: Of a weight or connection.
        source: The sending neuron of a weight.
    """

    part: Part = Part.NOTHING
    layer: int | None = None
    neuron: int | None = None
    connection: int | None = None
    source: int | None = None


NOTHING = Hit()
Names = Mapping[int, Sequence[str] | None]
"""What is written beside the neurons of layers, by their ids."""


def hit_test(
    geometry: Geometry,
    point: QPointF,
    scale: float = 1.0,
    controls: Collection[int] = (),
    *,
    lines: bool = True,
    names: Names | None = None,
) -> Hit:
    """What is at a point of the canvas.

    Args:
        geometry: Where everything stands.
        point: In canvas units.
        scale: Of the view; what is small can be hit from as many screen pixels away at every zoom.
        controls: Ids of the layers whose handle and control are shown.
        lines: Whether connections are shown.
        names: What is written beside neurons, by layer id; None where that is unknown, and may be anything.
    """
    for column in reversed(tuple(geometry.columns.values())):
        found = _on_controls(column, point, scale) if column.layer.id in controls else None
        found = found or _on_column(column, point, scale)
        if found is not None:
            return found
    found = _on_words(geometry, point, scale) or _on_labels(geometry, point, scale, names)
    return found or (_on_links(geometry, point, scale) if lines else None) or NOTHING


def layer_at(geometry: Geometry, point: QPointF, slack: float = 0.0) -> int | None:
    """Id of the layer whose outline or header is at a point."""
    for column in reversed(tuple(geometry.columns.values())):
        area = column.outline.adjusted(-slack, -slack, slack, slack)
        if area.contains(point) or column.header.contains(point):
            return column.layer.id
    return None


def links_at(geometry: Geometry, point: QPointF, slack: float) -> Iterator[Link]:
    """Connections whose bundle of curves is at a point, the shortest first."""
    return (link for link in reversed(links_of(geometry)) if link.covers(point, slack))


def _on_controls(column: Column, point: QPointF, scale: float) -> Hit | None:
    layer = column.layer.id
    away = point - column.handle
    limit = HANDLE_RADIUS + _HANDLE_SLACK / scale
    if QPointF.dotProduct(away, away) <= limit * limit:
        return Hit(Part.HANDLE, layer)
    edge = _edge_at(column, point, scale)
    if edge is not None:
        return Hit(edge, layer)
    if column.control.adjusted(0, -CONTROL_GAP, 0, 0).contains(point) and point.y() < column.control.top():
        return Hit(Part.BODY, layer)
    if not column.control.contains(point):
        return None
    share = (point.x() - column.control.left()) / CONTROL_WIDTH
    part = Part.FEWER if share < _BUTTON_SHARE else Part.MORE if share > 1 - _BUTTON_SHARE else Part.NUMBER
    return Hit(part, layer)


def _on_column(column: Column, point: QPointF, scale: float) -> Hit | None:
    layer = column.layer
    index = column.neuron_at(point, 3.0 / scale)
    if index is not None:
        return Hit(Part.NEURON, layer.id, layer.neurons[index])
    edge = _edge_at(column, point, scale)
    if edge is not None:
        return Hit(edge, layer.id)
    if column.header.contains(point):
        return Hit(Part.HEADER, layer.id)
    return Hit(Part.BODY, layer.id) if column.outline.contains(point) else None


def _edge_at(column: Column, point: QPointF, scale: float) -> Part | None:
    """The upper or lower edge of the outline, if the point is on one; a tile has none to take hold of."""
    area, slack = column.outline, min(_BORDER_SLACK / scale, _BORDER_MOST)
    if column.shape.kind is Kind.TILE or not area.left() + _CORNER < point.x() < area.right() - _CORNER:
        return None
    if abs(point.y() - area.bottom()) <= slack:
        return Part.BOTTOM
    return Part.TOP if abs(point.y() - area.top()) <= slack else None


def _on_words(geometry: Geometry, point: QPointF, scale: float) -> Hit | None:
    """The layer whose header is written at a point; seen from afar, they reach over others."""
    found = [column for column in geometry.columns.values() if header_words(column, scale).contains(point)]
    nearest = min(found, key=lambda column: abs(column.center.x() - point.x()), default=None)
    return None if nearest is None else Hit(Part.HEADER, nearest.layer.id)


def _on_labels(geometry: Geometry, point: QPointF, scale: float, names: Names | None) -> Hit | None:
    """The neuron whose name is at a point. Names may reach over other layers, and yield to them."""
    for column in reversed(tuple(geometry.columns.values())):
        index = _label_at(column, point, scale)
        if index is not None and _reaches(column, index, point, scale, names):
            return Hit(Part.NEURON, column.layer.id, column.layer.neurons[index])
    return None


def _reaches(column: Column, index: int, point: QPointF, scale: float, names: Names | None) -> bool:
    """Whether the name of a neuron is so long that the point is on it."""
    if names is None:
        return True
    written = names.get(column.layer.id) or ()
    words = written[index] if index < len(written) else ""
    level = QPointF(point.x(), float(column.ys[index]))
    return bool(words) and name_words(column, index, words, scale).contains(level)


def _label_at(column: Column, point: QPointF, scale: float) -> int | None:
    """The input or output neuron whose name is at a point."""
    side = {"input": -1, "output": 1}.get(column.layer.role.value, 0)
    away = (point.x() - column.center.x()) * side
    if side == 0 or not names_written(column, scale):
        return None
    words = name_area(column, 0, scale)
    farthest = max(abs(words.left() - column.center.x()), abs(words.right() - column.center.x()))
    if not column.shape.width / 2 + PAD < away < farthest:
        return None
    half = column.shape.pitch / 2
    index = column.gap_at(point.y() - half)
    if index >= column.shape.size or index not in column.shape.circles:
        return None
    return index if abs(float(column.ys[index]) - point.y()) < half else None


PAD = 4.0
"""Between a neuron and its name."""


def _on_links(geometry: Geometry, point: QPointF, scale: float) -> Hit | None:
    behind: Hit | None = None
    for link in links_at(geometry, point, _EDGE_SLACK / scale):
        single = link.single(scale)
        found = link.weight_at(point, _EDGE_SLACK / scale) if single else None
        if found is not None:
            row, column = found
            target, source = link.target.layer.neurons[row], link.source.layer.neurons[column]
            return Hit(Part.WEIGHT, None, target, link.connection.id, source)
        if behind is None and not (single and link.fan.covers(point, _EDGE_SLACK / scale)):
            behind = Hit(Part.CONNECTION, connection=link.connection.id)
    return behind
