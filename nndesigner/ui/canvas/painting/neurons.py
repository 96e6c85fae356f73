"""The neurons of one layer: circles coloured by their number, a strip, a picture, a block or a tile."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nndesigner.engine.network import Override, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.blocks import FEW, cells_in_sight, paint_stamped
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.details import ROOM, detail_of, paint_details, reading_place
from nndesigner.ui.canvas.painting.glyphs import paint_activation, paint_frozen
from nndesigner.ui.canvas.painting.tiles import paint_tile
from nndesigner.ui.canvas.shapes import Kind
from nndesigner.ui.fonts import font
from nndesigner.ui.format import short

_ROOM_FOR_NUMBER = 10.0
"""Radius on the screen from which a circle holds its number."""
_DIGITS, _LARGEST_DIGITS = 0.74, 22
"""Height of the number as a share of the radius; and in pixels, however large the circle is."""
_ROOM_FOR_PIXEL_NUMBER, _PIXEL_DIGITS = 24.0, 0.36
"""Side on the screen from which a pixel holds its number, and the height of that as a share of it."""
_SMALLEST_DIGITS, _MEASURED = 6, 100
"""Pixels of the smallest numbers, and of the font that they are measured with."""
_FREE = 4.0
"""Pixels left free beside a number in a circle."""
_CAPITAL = 0.73
"""Height of a digit as a share of the size of its font."""
_ROOM_FOR_BADGE = 8.0
_ROOM_FOR_GRID = 7.0
_PLAIN = Override()


@dataclass(frozen=True, eq=False)
class Look:
    """The numbers of a layer.

    Attributes:
        values: One per neuron, shape (n,); None where there are none.
        limit: End of their range.
        brightness: The same from 0 to 1, where the layer is a photograph; else None.
        names: Of its neurons, empty for those without one; None where none has one.
        biases: One per neuron, shape (n,); None where there are none.
        quiet: Whether these are not the numbers of the overlay, which has none here: they are shown in greys.
    """

    values: FloatArray | None = None
    limit: float = 1.0
    brightness: FloatArray | None = None
    names: Sequence[str] | None = None
    biases: FloatArray | None = None
    quiet: bool = False


def paint_neurons(brushes: Brushes, column: Column, look: Look) -> None:
    """Paint all neurons of a layer."""
    if look.quiet:
        brushes = replace(brushes, colors=brushes.colors.quiet)
    kind = column.shape.kind
    if kind is Kind.TILE:
        paint_tile(brushes, column, look.values, look.limit)
    elif kind is Kind.PICTURE and column.shape.grid is not None:
        _paint_picture(brushes, column, look, column.shape.grid)
    elif kind is Kind.BLOCK:
        _paint_block(brushes, column, look)
    else:
        if column.strip is not None:
            _paint_strip(brushes, column, look, column.strip)
        _paint_single(brushes, column, look, column.shape.circles)


def _paint_block(brushes: Brushes, column: Column, look: Look) -> None:
    if brushes.exact:
        _paint_single(brushes, column, look, range(column.shape.size))
        return
    cells = cells_in_sight(brushes, column)
    if cells.count > FEW:
        paint_stamped(brushes, column, cells, look.values, look.limit)
    else:
        _paint_single(brushes, column, look, cells.places(column))


def _paint_single(brushes: Brushes, column: Column, look: Look, places: Sequence[int]) -> None:
    """Paint some neurons one by one."""
    _paint_circles(brushes, column, look, list(places))
    _paint_badges(brushes, column, places)
    named = look.names is not None and column.layer.role is Role.HIDDEN
    if look.names is not None and named and column.shape.radius * brushes.viewport.scale < ROOM:
        _paint_names(brushes, column, look.names, places)


def _paint_circles(brushes: Brushes, column: Column, look: Look, places: list[int]) -> None:
    painter, shape = brushes.painter, column.shape
    radius = shape.radius * brushes.viewport.scale
    surface, text = brushes.color("surface"), brushes.color("muted")
    fills = [(surface, text)] * len(places)
    if look.values is not None:
        fills = brushes.colors.fills(look.values[places], look.limit)
    outline = QPen(brushes.color("faint"), 1.0)
    words = {}
    if look.values is not None and radius >= _ROOM_FOR_NUMBER:
        words = {place: short(float(look.values[place]), look.limit) for place in places}
    size, fitting = digits_in(radius, words.values())
    digits = font(size)
    sight = QRectF(painter.viewport()).adjusted(-radius, -radius, radius, radius)
    for place, (fill, ink) in zip(places, fills, strict=True):
        middle = brushes.point(column.middle(place))
        if not (brushes.exact or sight.contains(middle)):
            continue
        painter.setPen(outline)
        painter.setBrush(fill)
        painter.drawEllipse(middle, radius, radius)
        at, room = reading_place(middle, radius, QRectF(painter.viewport()))
        if words.get(place) in fitting:
            painter.setPen(ink)
            painter.setFont(digits)
            area = QRectF(at.x() - 2 * radius, at.y() - radius, 4 * radius, 2 * radius)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words[place])
        if radius >= ROOM:
            paint_details(brushes, at, room, ink, *detail_of(place, look.names, look.biases))


def digits_in(radius: float, words: Collection[str]) -> tuple[int, frozenset[str]]:
    """Height of the numbers of a layer so that all fit into its circles, and those that do fit."""
    metrics = QFontMetricsF(font(_MEASURED))
    widths = {word: metrics.horizontalAdvance(word) / _MEASURED for word in set(words)}
    largest = min(round(radius * _DIGITS), _LARGEST_DIGITS)
    widest = max(widths.values(), default=0.0)
    sizes = range(max(largest, _SMALLEST_DIGITS), _SMALLEST_DIGITS - 1, -1)
    size = next((size for size in sizes if widest * size <= _chord(radius, size)), _SMALLEST_DIGITS)
    return size, frozenset(word for word, width in widths.items() if width * size <= _chord(radius, size))


def _chord(radius: float, height: float) -> float:
    """Room in a circle for a line of digits of a height."""
    half = height * _CAPITAL / 2
    return 2 * math.sqrt(max(radius * radius - half * half, 0.0)) - _FREE


def _paint_badges(brushes: Brushes, column: Column, places: Sequence[int]) -> None:
    """Mark neurons that differ from their layer, that are steps, or that do not learn."""
    layer, scale = column.layer, brushes.viewport.scale
    radius = column.shape.radius * scale
    if layer.role is Role.INPUT or radius < _ROOM_FOR_BADGE:
        return
    size = max(5.0, radius * 0.46)
    for place in places:
        override = layer.overrides.get(layer.neurons[place], _PLAIN)
        activation = override.activation or layer.activation
        middle = brushes.point(column.middle(place))
        if override.activation or activation == "step":
            area = _disc(brushes, middle + QPointF(0.86, 0.86) * radius, size)
            paint_activation(brushes.painter, area, activation, brushes.color("accent"))
        if override.frozen:
            area = _disc(brushes, middle + QPointF(0.86, -0.86) * radius, size)
            paint_frozen(brushes.painter, area, brushes.color("accent"))


def _disc(brushes: Brushes, middle: QPointF, radius: float) -> QRectF:
    """Paint the ground of a badge; what it shows goes into the rectangle."""
    brushes.painter.setPen(QPen(brushes.color("line"), 1))
    brushes.painter.setBrush(brushes.color("surface"))
    brushes.painter.drawEllipse(middle, radius, radius)
    half = radius * 0.58
    return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)


def _paint_names(brushes: Brushes, column: Column, names: Sequence[str], places: Sequence[int]) -> None:
    scale = brushes.viewport.scale
    made = brushes.small_font()
    room = (column.shape.pitch - 2 * column.shape.radius) * scale
    if room < made.pixelSize():
        return
    for place in places:
        if names[place]:
            below = brushes.point(column.middle(place) + QPointF(0, column.shape.radius))
            area = QRectF(below.x() - 60, below.y(), 120, room)
            brushes.text(area, Qt.AlignmentFlag.AlignCenter, names[place], made, brushes.color("muted"))


def _paint_strip(brushes: Brushes, column: Column, look: Look, strip: QRectF) -> None:
    painter, area = brushes.painter, brushes.rect(strip)
    first, last = _hidden_range(column)
    painter.setPen(QPen(brushes.color("faint"), 1.0))
    painter.setBrush(brushes.color("surface"))
    painter.drawRoundedRect(area.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)
    if look.values is not None:
        image = brushes.colors.picture(look.values[first:last, np.newaxis], look.limit)
        painter.drawImage(area.adjusted(1, 1, -1, -1), image)
    dots = QPen(brushes.color("faint"), 2.4 * brushes.text_scale)
    dots.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(dots)
    for y, way in ((area.top(), -1), (area.bottom(), 1)):
        for step in (7, 13, 19):
            painter.drawPoint(QPointF(area.center().x(), y + way * step * brushes.viewport.scale))


def _hidden_range(column: Column) -> tuple[int, int]:
    """First neuron of the strip and the one behind its last."""
    circles = column.shape.circles
    gap = next(place for place, (a, b) in enumerate(pairwise(circles)) if b > a + 1)
    return circles[gap] + 1, circles[gap + 1]


def _paint_picture(brushes: Brushes, column: Column, look: Look, grid: tuple[int, int]) -> None:
    painter, area = brushes.painter, brushes.rect(column.body)
    # Pixels are to be seen as such, as long as each has at least one of the screen's.
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, area.width() < grid[1])
    painter.fillRect(area, brushes.color("surface"))
    if look.brightness is not None:
        painter.drawImage(area, brushes.colors.photograph(look.brightness.reshape(grid)))
    elif look.values is not None:
        painter.drawImage(area, brushes.colors.picture(look.values.reshape(grid), look.limit))
    painter.setPen(QPen(brushes.color("line"), 1.0))
    cell = column.shape.cell * brushes.viewport.scale
    if cell >= _ROOM_FOR_GRID:
        rows, columns = grid
        for line in range(1, columns):
            x = brushes.crisp(area.left() + line * cell)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for line in range(1, rows):
            y = brushes.crisp(area.top() + line * cell)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(brushes.color("faint"), 1.0))
    painter.drawRect(area)
    if look.brightness is None and look.values is not None and cell >= _ROOM_FOR_PIXEL_NUMBER:
        _paint_pixel_numbers(brushes, column, look.values, look.limit)


def _paint_pixel_numbers(brushes: Brushes, column: Column, values: FloatArray, limit: float) -> None:
    painter = brushes.painter
    cell = column.shape.cell * brushes.viewport.scale
    painter.setFont(font(min(max(6, round(cell * _PIXEL_DIGITS)), _LARGEST_DIGITS)))
    for place, (_, ink) in enumerate(brushes.colors.fills(values, limit)):
        area = brushes.rect(column.neuron_rect(place))
        if brushes.exact or area.intersects(QRectF(painter.viewport())):
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, short(float(values[place]), limit))
