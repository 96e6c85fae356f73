"""The lines between neurons one by one, as curves with a width and an opacity: for print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.edges import BOLD, FINE, MOST, Choice, choose
from nndesigner.ui.canvas.painting.strokes import opacity, strength, width
from nndesigner.ui.canvas.scene import Scene, edge_values

MOST_OF_ALL = 30_000
"""Lines of a whole network."""
_CROWD = 160
"""Lines of a connection from which on each is drawn fainter."""
_FADING, _THINNING = 0.85, 0.35
"""How fast they fade and become thinner, as powers of their number."""
_FAINTEST = 0.03
"""Programs that show pictures add up fainter lines to grey."""

Tick = Callable[[], None]
"""Called after every line; may raise to end the work."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """The lines of one connection that are drawn.

    Attributes:
        choice: Which they are, the strongest first.
        values: Their numbers, shape (n,).
        limit: End of the range.
    """

    link: Link
    choice: Choice
    values: FloatArray
    limit: float

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.values)

    @cached_property
    def widths(self) -> FloatArray:
        """In canvas units, shape (n,)."""
        wide: FloatArray = width(strength(self.values, self.limit)) * _crowded(self.count, _THINNING)
        if self.count > FINE:
            wide[BOLD:] = np.minimum(wide[BOLD:], 1.0)
        return wide

    @cached_property
    def opacities(self) -> FloatArray:
        """From 0 to 1, shape (n,)."""
        full = opacity(strength(self.values, self.limit))
        if self.count <= FINE:
            return np.asarray(full * _crowded(self.count, _THINNING))
        faint: FloatArray = np.maximum(full * _crowded(self.count, _FADING), _FAINTEST)
        faint[:BOLD] = full[:BOLD] * _crowded(self.count, _FADING / 2)
        return faint


def bundles_of(scene: Scene, most: int = MOST_OF_ALL) -> list[Bundle]:
    """The lines that are drawn: of every connection as many as on the canvas, together at most `most`."""
    found = []
    for link in scene.links:
        shape = link.target.shape.size, link.source.shape.size
        values = edge_values(scene.values, link.connection, shape)
        if values is not None:
            found.append((link, values))
    rooms = shared_out([min(lines_of(link), MOST) for link, _ in found], most)
    return [_bundle(*pair, room, scene.values.edge_limit) for pair, room in zip(found, rooms, strict=True)]


def lines_of(link: Link) -> int:
    """How many lines a connection has, removed ones left out."""
    mask = link.connection.mask
    return link.target.shape.size * link.source.shape.size if mask is None else int(np.count_nonzero(mask))


def shared_out(counts: Sequence[int], most: int) -> list[int]:
    """How many of each may be drawn: small ones all, large ones equally many, together at most `most`."""
    rooms, left, others = [0] * len(counts), most, len(counts)
    for place in sorted(range(len(counts)), key=lambda place: counts[place]):
        rooms[place] = min(counts[place], left // others)
        left, others = left - rooms[place], others - 1
    return rooms


def paint_bundle(brushes: Brushes, bundle: Bundle, tick: Tick) -> None:
    """Paint the lines of a connection, the strongest last."""
    painter, moved = brushes.painter, brushes.viewport.transform
    plus, minus = brushes.color("plus"), brushes.color("minus")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place in reversed(range(bundle.count)):
        color = QColor(plus if bundle.values[place] >= 0 else minus)
        color.setAlphaF(float(bundle.opacities[place]))
        pen = QPen(color, float(bundle.widths[place]) * brushes.viewport.scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        row, column = int(bundle.choice.rows[place]), int(bundle.choice.columns[place])
        painter.drawPath(moved.map(bundle.link.curve(row, column)))
        tick()


def _bundle(link: Link, values: FloatArray, room: int, limit: float) -> Bundle:
    choice = choose(values, link.connection.mask, room)
    return Bundle(link, choice, values[choice.rows, choice.columns], limit)


def _crowded(count: int, power: float) -> float:
    return float(min(1.0, _CROWD / max(count, 1)) ** power)
