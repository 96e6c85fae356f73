"""What a circle says when it is seen from near: which neuron it is and its bias, around its number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.format import number

ROOM = 52.0
"""Radius on the screen from which a circle has room for more than its number."""
_AWAY, _FARTHEST = 0.5, 30.0
"""How far from the middle the lines stand: as a share of the radius, but not more pixels than this."""
_WIDTH = 1.5
"""Width of a line as a share of the radius."""


def reading_place(middle: QPointF, radius: float, sight: QRectF) -> tuple[QPointF, float]:
    """Where words in a circle stand, so that they are in sight when part of a large circle is not.

    Args:
        middle: Of the circle on the screen.
        radius: Of it.
        sight: The part of the screen that is seen.

    Returns:
        The place, and half of the room at its sides.
    """
    if radius < ROOM:
        return middle, radius
    inside = sight.adjusted(ROOM, ROOM, -ROOM, -ROOM)
    x = min(max(middle.x(), inside.left()), max(inside.right(), inside.left()))
    y = min(max(middle.y(), inside.top()), max(inside.bottom(), inside.top()))
    away = QPointF(x, y) - middle
    far = math.hypot(away.x(), away.y())
    most = radius - ROOM
    if far > most:
        away *= most / far
    return middle + away, math.sqrt(max(radius**2 - min(far, most) ** 2, ROOM**2))


def paint_details(
    brushes: Brushes,
    middle: QPointF,
    radius: float,
    ink: QColor,
    name: str,
    bias: float | None,
) -> None:
    """Write a neuron's name over its number, and its bias under it."""
    away, made = min(radius * _AWAY, _FARTHEST), brushes.small_font()
    height = 2.0 * made.pixelSize()
    for way, words in ((-1, name), (1, "" if bias is None else f"b {number(bias)}")):
        if words:
            width = radius * _WIDTH
            area = QRectF(middle.x() - width / 2, middle.y() + way * away - height / 2, width, height)
            brushes.text(area, Qt.AlignmentFlag.AlignCenter, words, made, ink)


def detail_of(place: int, names: Sequence[str] | None, biases: FloatArray | None) -> tuple[str, float | None]:
    """Name and bias of a neuron at a place in its layer."""
    name = names[place] if names is not None and names[place] else f"neuron {place + 1}"
    return name, float(biases[place]) if biases is not None and place < len(biases) else None
