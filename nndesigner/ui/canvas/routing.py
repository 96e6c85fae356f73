"""How connections that pass other layers run: gathered into a channel above or below them.

A connection runs straight to its target unless another column stands in the way. Then its curves leave the
source, come together in a narrow channel on the side that is less of a detour, and fan out again behind the
last column passed. Channels that would lie over each other get lanes of their own, the shorter ones nearer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QRectF

from nndesigner.engine.network import Connection
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column, Geometry
from nndesigner.ui.canvas.legs import Leg

GAP = 14.0
"""Between a channel and what it passes, and between two channels."""
_THREAD = 3.0
"""Distance of neighbouring curves in a channel, as long as they are few."""
_THICKEST = 18.0
"""Height of the channel of many."""
_SHORTEST_FAN = 28.0
"""Least width of a bundle that is being gathered or fans out."""
CLEAR = 2.0
"""Of the outline of a column, so much may be brushed by a bundle that runs straight."""
_SAMPLES = 17
"""Places along a column or header at which it is looked whether a bundle runs through it."""


def routed(geometry: Geometry) -> Mapping[int, tuple[Leg, ...]]:
    """The legs of every connection, by its id."""
    router = _Router(geometry.columns)
    order = sorted(geometry.network.connections, key=lambda c: abs(router.straight(c).width))
    return {connection.id: router.legs(connection) for connection in order}


class _Router:
    """Lays one connection after the other, keeping clear of the channels of those before."""

    def __init__(self, columns: Mapping[int, Column]) -> None:
        self._columns = columns
        self._areas = {key: _area(column) for key, column in columns.items()}
        self._channels: list[QRectF] = []

    def straight(self, connection: Connection) -> Leg:
        """The connection without a detour."""
        source, target = self._columns[connection.source], self._columns[connection.target]
        return Leg(source.out_x, target.in_x - source.out_x, source.ys, target.ys)

    def legs(self, connection: Connection) -> tuple[Leg, ...]:
        """The connection, round what stands in its way."""
        leg = self.straight(connection)
        others = [key for key in self._areas if key not in (connection.source, connection.target)]
        between = [key for key in others if _stands_between(leg, self._columns[key].outline)]
        passed = [key for key in between if self._is_met(leg, key)]
        if not passed:
            return (leg,)
        channel = min(
            (self._channel(leg, others, between, passed, way) for way in (-1, 1)),
            key=lambda channel: _detour(leg, channel),
        )
        self._channels.append(channel)
        return _through(leg, channel)

    def _channel(
        self, leg: Leg, others: Sequence[int], between: Sequence[int], passed: Sequence[int], way: int
    ) -> QRectF:
        """The channel above (−1) or below (1) the columns passed, and those that it meets there."""
        thick = min(_THICKEST, _THREAD * (len(leg.y0) - 1))
        inside = set(passed)
        while True:
            channel = self._clear_of_channels(_beside(leg, self._named(inside), thick, way), way)
            fans = [leg for leg in _through(leg, channel) if leg.frame.begin != leg.frame.end]
            wide = _tall(channel)
            met = {key for key in others if wide.intersects(_grown(self._areas[key], GAP / 2))}
            met |= {key for key in between if any(self._is_met(fan, key) for fan in fans)}
            if met <= inside:
                return channel
            inside |= met

    def _is_met(self, leg: Leg, key: int) -> bool:
        """Whether a bundle runs through a column or its header."""
        column = self._columns[key]
        return _runs_through(leg, column.outline) or _runs_through(leg, column.header)

    def _named(self, keys: Iterable[int]) -> list[QRectF]:
        return [self._areas[key] for key in keys]

    def _clear_of_channels(self, channel: QRectF, way: int) -> QRectF:
        """Moved outwards until it lies over no other."""
        moved = QRectF(channel)
        while True:
            met = [other for other in self._channels if _grown(other, GAP / 2).intersects(_tall(moved))]
            if not met:
                return moved
            if way < 0:
                moved.moveBottom(min(other.top() for other in met) - GAP)
            else:
                moved.moveTop(max(other.bottom() for other in met) + GAP)


def _area(column: Column) -> QRectF:
    """What a channel keeps clear of: neurons, header and control."""
    return column.outline.united(column.header).united(column.control)


def _grown(area: QRectF, by: float) -> QRectF:
    return area.adjusted(-by, -by, by, by)


def _tall(channel: QRectF) -> QRectF:
    """A channel of one curve has no height, and would meet nothing."""
    return channel.adjusted(0, -0.5, 0, 0.5)


def _stands_between(leg: Leg, outline: QRectF) -> bool:
    """Whether a column stands beside both ends of a bundle, between them."""
    return outline.left() > leg.start and outline.right() < leg.start + leg.width


def _runs_through(leg: Leg, area: QRectF) -> bool:
    """Whether a bundle runs through an area."""
    if not leg.bounds.intersects(area):
        return False
    x = np.linspace(area.left(), area.right(), _SAMPLES)
    across = (x - leg.start) / leg.width
    top, bottom = leg.frame.span(across)
    meets = (top < area.bottom() - CLEAR) & (bottom > area.top() + CLEAR)
    return bool(np.any(meets & (across >= 0.0) & (across <= 1.0)))


def _beside(leg: Leg, passed: Sequence[QRectF], thick: float, way: int) -> QRectF:
    begin, end = leg.start, leg.start + leg.width
    left = max(min(area.left() for area in passed) - GAP, begin + _SHORTEST_FAN)
    right = min(max(area.right() for area in passed) + GAP, end - _SHORTEST_FAN)
    middle = (begin + end) / 2
    left, right = min(left, middle), max(right, middle)
    if way < 0:
        top = min(area.top() for area in passed) - GAP - thick
    else:
        top = max(area.bottom() for area in passed) + GAP
    return QRectF(left, top, right - left, thick)


def _detour(leg: Leg, channel: QRectF) -> float:
    """How far up and down the middle of the bundle has to go."""
    y = channel.center().y()
    return abs(y - float(np.mean(leg.frame.begin))) + abs(y - float(np.mean(leg.frame.end)))


def _through(leg: Leg, channel: QRectF) -> tuple[Leg, ...]:
    lanes: FloatArray = np.linspace(channel.top(), channel.bottom(), len(leg.y0))
    if len(lanes) == 1:
        lanes = np.array([channel.center().y()])
    left, right, end = channel.left(), channel.right(), leg.start + leg.width
    gather = Leg(leg.start, left - leg.start, leg.y0, lanes, fans=False)
    along = Leg(left, right - left, lanes, lanes, fans=False)
    return gather, along, Leg(right, end - right, lanes, leg.y1, narrow=True)
