"""Numbers on the lines, where there is room for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF

from nndesigner.engine.parameters import FloatArray
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
_SHARE, _FEW = 0.13, 6
"""Of a bundle's area, so much may be covered by numbers; so many may be there in any case."""
_TRIES = np.array([0.3, 0.7, 0.22, 0.78, 0.38, 0.62, 0.5, 0.14, 0.86])
"""Where along the part in sight a number is tried."""
_CLEAR = 12.0
"""Pixels to the next line beyond which more are no better."""
_WIDEST = "−0.000"
_HALO = 0.82
"""Opacity of the ground behind a number."""
_PAD = 3.0


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of one leg, the strongest first.

    Attributes:
        y0, y1: Where each begins and ends on the canvas, shape (n,).
        values: Their numbers, shape (n,).
    """

    leg: Leg
    y0: FloatArray
    y1: FloatArray
    values: FloatArray


@dataclass(frozen=True)
class Label:
    """A number and where it stands on the screen."""

    area: QRectF
    value: float


def paint_numbers(brushes: Brushes, scene: Scene, gallery: Gallery) -> None:
    """Write the numbers of lines, those of the strongest first."""
    if scene.lines_hidden or brushes.viewport.scale < SMALLEST_SCALE:
        return
    made = font(SMALL + 1)
    metrics, painter = QFontMetricsF(made), brushes.painter
    size = QSizeF(metrics.horizontalAdvance(_WIDEST) + 2 * _PAD, metrics.height())
    blocked = [brushes.rect(column.body) for column in scene.geometry.columns.values()]
    lines = list(_lines(scene, gallery))
    painter.setFont(made)
    for label in labels(lines, brushes.viewport, QRectF(painter.viewport()), size, blocked):
        words = number(label.value)
        width = metrics.horizontalAdvance(words) + 2 * _PAD
        ground = QRectF(label.area.center().x() - width / 2, label.area.top(), width, label.area.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.color("sunken", _HALO))
        painter.drawRoundedRect(ground, _PAD, _PAD)
        painter.setPen(brushes.color("text"))
        painter.drawText(label.area.adjusted(-_PAD, 0, _PAD, 0), Qt.AlignmentFlag.AlignCenter, words)


def labels(
    lines: Sequence[Lines], viewport: Viewport, sight: QRectF, size: QSizeF, blocked: Sequence[QRectF]
) -> list[Label]:
    """Places for the numbers of lines: on their line, in sight, and none over another.

    Args:
        lines: Of all legs.
        viewport: Of the canvas.
        sight: The part of the screen that is seen.
        size: Of a number on the screen.
        blocked: What no number may cover, on the screen.
    """
    board = _Board(size, sight, blocked)
    for bundle in lines:
        seen = _in_sight(bundle, viewport.rect_to_canvas(sight))
        if seen is not None:
            _place(seen, viewport, board)
    return board.labels


class _Board:
    """Numbers that have their place."""

    def __init__(self, size: QSizeF, sight: QRectF, blocked: Sequence[QRectF]) -> None:
        self.size, self.labels = size, list[Label]()
        half = size / 2
        self.inside = sight.adjusted(half.width(), half.height(), -half.width(), -half.height())
        self._blocked = [area for area in blocked if area.intersects(sight)]
        self._taken = np.empty((0, 2))

    def put(self, middle: QPointF, value: float) -> bool:
        """Put a number there if there is room; whether there was."""
        size = self.size
        away = np.abs(self._taken - (middle.x(), middle.y()))
        if np.any((away[:, 0] < size.width()) & (away[:, 1] < size.height())):
            return False
        area = QRectF(middle - QPointF(size.width(), size.height()) / 2, size)
        if not self.inside.contains(middle) or any(area.intersects(other) for other in self._blocked):
            return False
        self._taken = np.vstack([self._taken, (middle.x(), middle.y())])
        self.labels.append(Label(area, value))
        return True


def _lines(scene: Scene, gallery: Gallery) -> Iterator[Lines]:
    for link in scene.links:
        leg, shape = link.fan, (link.target.shape.size, link.source.shape.size)
        values = edge_values(scene.values, link.connection, shape)
        choice = _choice(scene, link, values, gallery) if values is not None and link.drawable else None
        if values is not None and choice is not None and len(choice.rows):
            numbers = values[choice.rows, choice.columns]
            yield Lines(leg, leg.y0[choice.columns], leg.y1[choice.rows], numbers)


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
    chosen = Lines(leg, bundle.y0[inside], bundle.y1[inside], bundle.values[inside])
    return (chosen, ends) if inside.any() else None


def _place(seen: tuple[Lines, FloatArray], viewport: Viewport, board: _Board) -> None:
    bundle, ends = seen
    leg, count = bundle.leg, len(bundle.values)
    across = ends[0] + (ends[1] - ends[0]) * _TRIES
    room = leg.bounds.height() * abs(leg.width) * (ends[1] - ends[0]) * viewport.scale**2
    room = min(room, board.inside.width() * board.inside.height())
    fitting = max(_FEW, int(_SHARE * room / (board.size.width() * board.size.height())))
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
            if board.put(viewport.to_screen(point), float(bundle.values[line])):
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
    return np.argsort(-clear, axis=0, kind="stable")
