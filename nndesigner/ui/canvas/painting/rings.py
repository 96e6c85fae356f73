"""Rings around selected neurons, drawn in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.shapes import Kind

_WIDTH, _AROUND_CIRCLE, _AROUND_SLICE = 2.0, 4.0, 2.0


def paint_rings(brushes: Brushes, column: Column, places: Collection[int]) -> None:
    """Mark neurons of a layer, by their positions in it.

    Circles have a ring each. Pixels, and slices of a strip, have one around all that touch each other.
    """
    painter, seen = brushes.painter, QRectF(brushes.painter.viewport())
    circles = frozenset(column.shape.circles)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(brushes.color("accent"), _WIDTH))
    for place in circles.intersection(places):
        area = _around(brushes.rect(column.neuron_rect(place)), _AROUND_CIRCLE)
        if area.intersects(seen):
            painter.drawEllipse(area)
    slices = sorted(frozenset(places) - circles)
    runs = (
        column.neuron_rect(first).united(column.neuron_rect(last))
        for first, last in _runs(slices, _row_length(column))
    )
    painter.drawRects([_around(brushes.rect(run), _AROUND_SLICE) for run in runs])


def _row_length(column: Column) -> int:
    """How many neurons stand beside each other before a new row begins."""
    shape = column.shape
    return shape.grid[1] if shape.kind is Kind.PICTURE and shape.grid is not None else shape.size


def _runs(places: list[int], row_length: int) -> Iterator[tuple[int, int]]:
    """First and last of the places that follow each other in one row."""
    first = last = None
    for place in places:
        if first is None or last is None:
            first = place
        elif place != last + 1 or place % row_length == 0:
            yield first, last
            first = place
        last = place
    if first is not None and last is not None:
        yield first, last


def _around(area: QRectF, distance: float) -> QRectF:
    return area.adjusted(-distance, -distance, distance, distance)
