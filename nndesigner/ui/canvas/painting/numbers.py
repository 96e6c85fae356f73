"""Numbers on the lines, where there is room for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import WeightRef
from nndesigner.ui.canvas.curves import descent
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.links import FEW, Link
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.edges import Choice, choose
from nndesigner.ui.canvas.painting.gallery import Gallery
from nndesigner.ui.canvas.scene import Scene, edge_values
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.fonts import SMALL, font
from nndesigner.ui.format import number

SMALLEST_SCALE = 1.0
"""Zoom from which on numbers can be read."""
_NEAREST = 8.0
"""Zoom from which on the strongest of many lines have their numbers."""
_STRONGEST = 18
"""So many of them."""
_SHARE, _FEW = 0.16, 6
"""Of a bundle's area, so much may be covered by numbers; so many may be there in any case."""
_TRIES = np.array([0.3, 0.7, 0.22, 0.78, 0.38, 0.62, 0.5, 0.14, 0.86])
"""Where along the part in sight a number is tried."""
_CLEAR = 12.0
"""Pixels to the next line beyond which more are no better."""
_USUAL = "−0.000"
"""What is taken for the width of a number while it is worked out how many there is room for."""
_HALO = 0.94
"""Opacity of the ground behind a number: it is to be read over any line."""
_PAD = 3.0
_APART = QSizeF(8.0, 5.0)
"""Least distance between two numbers on the screen, so that they are no column."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of one leg, the strongest first.

    Attributes:
        y0, y1: Where each begins and ends on the canvas, shape (n,).
        values: Their numbers, shape (n,).
        link: Whose they are.
        rows, columns: Their ends and beginnings, shape (n,).
    """

    leg: Leg
    y0: FloatArray
    y1: FloatArray
    values: FloatArray
    link: Link
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    def picked(self, lines: NDArray[np.bool_]) -> Lines:
        """Some of them."""
        y0, y1, values = (each[lines] for each in (self.y0, self.y1, self.values))
        return Lines(self.leg, y0, y1, values, self.link, self.rows[lines], self.columns[lines])

    def weight(self, line: int) -> WeightRef:
        """Which weight a line is."""
        target, source = self.link.target.layer.neurons, self.link.source.layer.neurons
        return self.link.connection.id, target[int(self.rows[line])], source[int(self.columns[line])]


@dataclass(frozen=True)
class Label:
    """The number of a weight and where it stands on the screen."""

    area: QRectF
    value: float
    weight: WeightRef


def paint_numbers(
    brushes: Brushes, scene: Scene, gallery: Gallery, cards: Sequence[QRectF] = ()
) -> list[Label]:
    """Write the numbers of lines, those of the strongest first.

    Args:
        brushes: Where to.
        scene: What.
        gallery: Knows which lines of a large connection are drawn.
        cards: What floats over the canvas, on the screen: no number is written under it.

    Returns:
        The numbers that were written.
    """
    if scene.lines_hidden or brushes.viewport.scale < SMALLEST_SCALE:
        return []
    sight = QRectF(brushes.painter.viewport())
    blocked = [brushes.rect(column.body) for column in scene.geometry.columns.values()]
    found = labels(list(_lines(scene, gallery)), brushes.viewport, sight, measured, [*blocked, *cards])
    for label in found:
        _write(brushes, label)
    return found


def paint_card(brushes: Brushes, label: Label) -> None:
    """Write a number again, on a small card over everything else."""
    brushes.painter.setPen(QPen(brushes.color("line"), 1.0))
    brushes.painter.setBrush(brushes.color("surface"))
    brushes.painter.drawRoundedRect(label.area.adjusted(-_PAD, -1, _PAD, 1), 2 * _PAD, 2 * _PAD)
    _write(brushes, label)


def measured(value: float) -> QSizeF:
    """How large a number is on the screen, with a little room at its sides."""
    return _extent(number(value))


def _extent(words: str) -> QSizeF:
    metrics = QFontMetricsF(font(SMALL + 1))
    return QSizeF(metrics.horizontalAdvance(words) + 2 * _PAD, metrics.height())


def _write(brushes: Brushes, label: Label) -> None:
    """A number in the colour of its line, as dark as words have to be."""
    painter = brushes.painter
    painter.setFont(font(SMALL + 1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.color("sunken", _HALO))
    painter.drawRoundedRect(label.area, _PAD, _PAD)
    painter.setPen(brushes.color("minus_text" if label.value < 0 else "plus_text"))
    painter.drawText(label.area, Qt.AlignmentFlag.AlignCenter, number(label.value))


def labels(
    lines: Sequence[Lines],
    viewport: Viewport,
    sight: QRectF,
    size_of: Callable[[float], QSizeF],
    blocked: Sequence[QRectF],
) -> list[Label]:
    """Places for the numbers of lines: on their line, in sight, and none over another.

    Args:
        lines: Of all legs.
        viewport: Of the canvas.
        sight: The part of the screen that is seen.
        size_of: Of a number on the screen.
        blocked: What no number may cover, on the screen.
    """
    board = _Board(size_of, sight, blocked)
    for bundle in lines:
        seen = _in_sight(bundle, viewport.rect_to_canvas(sight))
        if seen is not None:
            _place(seen, viewport, board)
    return board.labels


class _Board:
    """Numbers that have their place."""

    def __init__(self, size_of: Callable[[float], QSizeF], sight: QRectF, blocked: Sequence[QRectF]) -> None:
        self.labels: list[Label] = []
        self.sight = sight
        self._size_of = size_of
        self._blocked = [area for area in blocked if area.intersects(sight)]
        self._taken: list[QRectF] = []

    def put(self, middle: QPointF, value: float, weight: WeightRef) -> bool:
        """Put a number there if all of it has room; whether it had."""
        size = self._size_of(value)
        area = QRectF(middle - QPointF(size.width(), size.height()) / 2, size)
        if not self.sight.contains(area) or any(area.intersects(other) for other in self._blocked):
            return False
        if any(area.intersects(other) for other in self._taken):
            return False
        across, down = _APART.width(), _APART.height()
        self._taken.append(area.adjusted(-across, -down, across, down))
        self.labels.append(Label(area, value, weight))
        return True


def _lines(scene: Scene, gallery: Gallery) -> Iterator[Lines]:
    for link in scene.links:
        leg, shape = link.fan, (link.target.shape.size, link.source.shape.size)
        values = edge_values(scene.values, link.connection, shape)
        choice = _choice(scene, link, values, gallery) if values is not None and link.drawable else None
        if values is not None and choice is not None and len(choice.rows):
            rows, columns = choice.rows, choice.columns
            yield Lines(leg, leg.y0[columns], leg.y1[rows], values[rows, columns], link, rows, columns)


def _choice(scene: Scene, link: Link, values: FloatArray, gallery: Gallery) -> Choice | None:
    """The lines that may have numbers: of large connections those drawn of the part in sight."""
    emphasis = scene.emphasis
    if link.fan.count > FEW:
        painter = gallery.lines(link, full=emphasis is not None)
        return painter.choice if painter is not None else None
    mask = link.connection.mask
    if emphasis is not None:
        full = emphasis.lines(link.connection, link.source.layer, link.target.layer)
        mask = full if mask is None else full & mask
    return choose(values, mask)


def _in_sight(bundle: Lines, window: QRectF) -> tuple[Lines, FloatArray] | None:
    """The lines that run through a window, and the shares of the way across between which they do."""
    leg = bundle.leg
    seen = leg.bounds.intersected(window)
    if seen.width() <= 0 or seen.height() <= 0:
        return None
    ends = np.sort((np.array([seen.left(), seen.right()]) - leg.start) / leg.width)
    ys = np.stack([bundle.y0 + (bundle.y1 - bundle.y0) * down for down in descent(ends)])
    inside = (ys.max(axis=0) >= seen.top()) & (ys.min(axis=0) <= seen.bottom())
    inside &= np.isfinite(bundle.values)
    return (bundle.picked(inside), ends) if inside.any() else None


def _place(seen: tuple[Lines, FloatArray], viewport: Viewport, board: _Board) -> None:
    bundle, ends = seen
    leg, count = bundle.leg, len(bundle.values)
    across = ends[0] + (ends[1] - ends[0]) * _TRIES
    room = leg.bounds.height() * abs(leg.width) * (ends[1] - ends[0]) * viewport.scale**2
    room = min(room, board.sight.width() * board.sight.height())
    usual = _extent(_USUAL) + _APART
    fitting = max(_FEW, int(_SHARE * room / (usual.width() * usual.height())))
    if count > fitting:
        if viewport.scale < _NEAREST:
            return
        count = min(count, fitting, _STRONGEST)
    down = descent(across)[:, np.newaxis]
    heights = bundle.y0 + (bundle.y1 - bundle.y0) * down
    order = _clearest(heights * viewport.scale)
    for line in range(count):
        for place in order[:, line]:
            point = QPointF(leg.start + leg.width * float(across[place]), float(heights[place, line]))
            if board.put(viewport.to_screen(point), float(bundle.values[line]), bundle.weight(line)):
                break


def _clearest(heights: FloatArray) -> NDArray[np.intp]:
    """For every line, the tries from the one farthest from other lines; both of shape (tries, n)."""
    if heights.shape[1] == 1:
        return np.argsort(np.abs(_TRIES - 0.5), kind="stable")[:, np.newaxis]
    order = np.argsort(heights, axis=1)
    gaps = np.diff(np.take_along_axis(heights, order, axis=1), axis=1)
    free = np.minimum(
        np.concatenate([gaps[:, :1], gaps], axis=1), np.concatenate([gaps, gaps[:, -1:]], axis=1)
    )
    clear = np.empty_like(free)
    np.put_along_axis(clear, order, np.minimum(free, _CLEAR), axis=1)
    # Among places that are as clear, each line begins with another one: numbers spread along the curves.
    tries, count = clear.shape
    turn = (np.arange(tries)[:, np.newaxis] - np.arange(count)) % tries
    return np.lexsort((turn, -clear.round()), axis=0)
