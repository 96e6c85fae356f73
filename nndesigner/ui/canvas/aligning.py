"""Bringing the selected layers into line: edits of the layout that never put one on top of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from nndesigner.document.model import Document, Point
from nndesigner.session.session import Edit, Session
from nndesigner.ui.canvas.adding import chosen_layers
from nndesigner.ui.canvas.geometry import Column, geometry_of
from nndesigner.ui.canvas.placing import placed_at

Apply = Callable[[str, Edit], bool]

_GAP = 24.0
"""Least room between layers that would otherwise cover each other."""


class Axis(Enum):
    """A direction on the canvas."""

    X = 0
    Y = 1

    @property
    def other(self) -> Axis:
        """The direction across."""
        return Axis.Y if self is Axis.X else Axis.X

    def of(self, column: Column) -> float:
        """Where the middle of a layer is, along this direction."""
        return column.center.x() if self is Axis.X else column.center.y()

    def reach(self, column: Column) -> tuple[float, float]:
        """How far a layer reaches before and behind its middle, along this direction."""
        area, middle = column.extent, column.center
        if self is Axis.X:
            return middle.x() - area.left(), area.right() - middle.x()
        return middle.y() - area.top(), max(area.bottom(), column.control.bottom()) - middle.y()


@dataclass(frozen=True)
class Arrangement:
    """A way of bringing layers into line.

    Attributes:
        name: What undo calls it.
        least: Layers that it needs.
        places: Where the layers stand afterwards.
    """

    name: str
    least: int
    places: Callable[[list[Column]], dict[int, Point]]

    def refusal(self, session: Session) -> str | None:
        """Why it cannot be done, in one sentence; None if it can."""
        if len(chosen_layers(session.selection)) >= self.least:
            return None
        return f"Select at least {'two' if self.least == 2 else 'three'} layers to bring them into line."

    def carry_out(self, session: Session, apply: Apply) -> bool:
        """Arrange the selected layers; whether it was done."""
        layers = chosen_layers(session.selection)
        return len(layers) >= self.least and apply(self.name, lambda document: self.edited(document, layers))

    def edited(self, document: Document, layers: Iterable[int]) -> Document:
        """The document with some layers arranged; all others stay where they are seen."""
        columns = geometry_of(document).columns
        return placed_at(document, self.places([columns[layer] for layer in layers]))


def _in_line(columns: list[Column], axis: Axis) -> dict[int, Point]:
    """One behind the other along an axis: across it all at their mean, along it apart."""
    across = sum(axis.other.of(column) for column in columns) / len(columns)
    ordered = sorted(columns, key=lambda column: (axis.of(column), axis.other.of(column), column.layer.id))
    return _points(ordered, _apart(ordered, axis), axis, across)


def _apart(ordered: list[Column], axis: Axis) -> list[float]:
    """Places along an axis, moved on where a layer would cover the one before, about the same middle."""
    wanted = [axis.of(column) for column in ordered]
    places = wanted[:1]
    for before, column, place in zip(ordered, ordered[1:], wanted[1:], strict=False):
        room = axis.reach(before)[1] + _GAP + axis.reach(column)[0]
        places.append(max(place, places[-1] + room))
    shift = (sum(wanted) - sum(places)) / len(places)
    return [place + shift for place in places]


def _evenly(columns: list[Column]) -> dict[int, Point]:
    """The same distance from each to the next, along the direction in which they are farther apart."""
    spread = {axis: max(map(axis.of, columns)) - min(map(axis.of, columns)) for axis in Axis}
    axis = max(Axis, key=lambda one: spread[one])
    ordered = sorted(columns, key=lambda column: (axis.of(column), column.layer.id))
    first, step = axis.of(ordered[0]), spread[axis] / (len(ordered) - 1)
    points: dict[int, Point] = {}
    for place, column in enumerate(ordered):
        points |= _points([column], [first + place * step], axis, axis.other.of(column))
    return points


def _points(columns: list[Column], along: list[float], axis: Axis, across: float) -> dict[int, Point]:
    return {
        column.layer.id: (place, across) if axis is Axis.X else (across, place)
        for column, place in zip(columns, along, strict=True)
    }


ROW = Arrangement("Align in a row", 2, lambda columns: _in_line(columns, Axis.X))
COLUMN = Arrangement("Align in a column", 2, lambda columns: _in_line(columns, Axis.Y))
EVENLY = Arrangement("Distribute evenly", 3, _evenly)
