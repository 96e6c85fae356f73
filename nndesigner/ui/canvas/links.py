"""The curves of one connection: where they run, and which one is at a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nndesigner.engine.network import Connection
from nndesigner.ui.canvas.geometry import Column, Geometry
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.routing import routed
from nndesigner.ui.canvas.shapes import Kind

FEW = 600
"""Weights of a connection up to which each of its curves can be pointed at, at any zoom."""
NEAR = 2.0
"""Zoom from which every curve in sight is drawn, and can be pointed at, however many there are."""


@dataclass(frozen=True, eq=False)
class Link:
    """A connection between two columns.

    Attributes:
        legs: Its way: one, or, round other columns, several of which the last fans out to the target.
    """

    connection: Connection
    source: Column
    target: Column
    legs: tuple[Leg, ...]

    @property
    def fan(self) -> Leg:
        """The leg on which there is a curve per weight."""
        return self.legs[-1]

    @property
    def start(self) -> float:
        """x of its beginning."""
        return self.source.out_x

    @property
    def width(self) -> float:
        """x of its end minus that of its beginning; negative where the target stands left of the source."""
        return self.target.in_x - self.source.out_x

    @cached_property
    def bounds(self) -> QRectF:
        """Around all of its curves."""
        whole = self.legs[0].bounds
        for leg in self.legs[1:]:
            whole = whole.united(leg.bounds)
        return whole

    @property
    def drawable(self) -> bool:
        """Whether its ends are apart."""
        return abs(self.width) >= 1.0

    def single(self, scale: float) -> bool:
        """Whether each of its curves can be pointed at, at a scale of the view; never at a tile."""
        if Kind.TILE in (self.source.shape.kind, self.target.shape.kind):
            return False
        return self.fan.count <= FEW or scale >= NEAR

    def covers(self, point: QPointF, slack: float = 0.0) -> bool:
        """Whether a point is within the bundle of curves, or not farther above or below than `slack`."""
        return any(leg.covers(point, slack) for leg in self.legs)

    def weight_at(self, point: QPointF, slack: float) -> tuple[int, int] | None:
        """(row, column) of the weight whose curve is nearest to a point, not farther than `slack`."""
        found = self.fan.curve_at(point, slack, self.connection.mask)
        return (found.row, found.column) if found is not None else None

    def curve(self, row: int, column: int) -> QPainterPath:
        """The curve of one weight, over all legs."""
        pieces = [*(leg.curve(column, column) for leg in self.legs[:-1]), self.fan.curve(column, row)]
        path = pieces[0]
        for piece in pieces[1:]:
            path.connectPath(piece)
        return path

    def envelope(self) -> QPainterPath:
        """The outline of the whole bundle of curves."""
        path = QPainterPath()
        for leg in self.legs:
            path = path.united(leg.envelope())
        return path


_known: WeakKeyDictionary[Geometry, tuple[Link, ...]] = WeakKeyDictionary()


def links_of(geometry: Geometry) -> tuple[Link, ...]:
    """All connections, the longest first, so that a short one lies on top."""
    links = _known.get(geometry)
    if links is None:
        links = _known[geometry] = _laid(geometry)
    return links


def _laid(geometry: Geometry) -> tuple[Link, ...]:
    columns, legs = geometry.columns, routed(geometry)
    links = [Link(c, columns[c.source], columns[c.target], legs[c.id]) for c in geometry.network.connections]
    return tuple(sorted(links, key=lambda link: -abs(link.width)))
