"""How large names are written, and where: seen from afar, text stays larger than everything else."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from nndesigner.ui.canvas.geometry import LABEL_WIDTH, PADDING, Column
from nndesigner.ui.canvas.shapes import Kind
from nndesigner.ui.fonts import TEXT

SMALLEST_TEXT, LARGEST_TEXT = 0.72, 1.3
"""Text follows the zoom between these, so that it can be read on a large network seen as a whole."""
LINE = 18.0
"""Height of a line of text at 100 %."""
LABEL_GAP = 4.0
"""Between the frame around a layer and the names beside it."""
_LEAST_WIDTH = 120.0
"""Pixels of the screen that a header has at least."""
_FAR = 0.3
"""Zoom below which details would run into those of the next layer: only names are written."""
_LEAST_PITCH = 0.8
"""Names are written where neurons are at least so many times the size of their letters apart."""
_LETTER, _DETAIL = 0.6, 12
"""Width of a letter as a share of its size, and letters of a usual second line of a header."""


def text_scale(scale: float) -> float:
    """Size of text as a share of that at 100 %, at a scale of the view."""
    return min(max(scale, SMALLEST_TEXT), LARGEST_TEXT)


def is_far(scale: float) -> bool:
    """Whether headers consist of the name alone."""
    return scale < _FAR


def header_area(column: Column, scale: float) -> QRectF:
    """Where the one or two lines of a header are written, in canvas units."""
    line = LINE * text_scale(scale) / scale
    width = max(column.header.width(), _LEAST_WIDTH / scale)
    # Seen from far away, the words do not fit into a tile and stand above it.
    crowded = column.shape.kind is Kind.TILE and column.header.height() < 2 * line
    bottom = column.outline.top() if crowded else column.header.bottom()
    height = line if is_far(scale) else 2 * line
    return QRectF(column.header.center().x() - width / 2, bottom - height, width, height)


def header_words(column: Column, scale: float) -> QRectF:
    """The part of a header's area that its words take, more or less."""
    area, letters = header_area(column, scale), len(column.layer.name)
    if not is_far(scale):
        letters = max(letters, _DETAIL)
    width = min(area.width(), letters * _LETTER * TEXT * text_scale(scale) / scale)
    return QRectF(area.center().x() - width / 2, area.top(), width, area.height())


def names_written(column: Column, scale: float) -> bool:
    """Whether there is room for names beside the neurons of a layer."""
    size = round(TEXT * text_scale(scale))
    return column.shape.named and column.shape.pitch * scale >= _LEAST_PITCH * size


def name_distance(column: Column, scale: float) -> float:
    """From the middle of a neuron to its name, in canvas units: beyond the frame of a selected layer."""
    return column.shape.radius + PADDING + LABEL_GAP * text_scale(scale) / scale


def name_area(column: Column, place: int, scale: float) -> QRectF:
    """Where the name of an input or output neuron is written, in canvas units: at its outer side."""
    size = text_scale(scale) / scale
    away, width, line = name_distance(column, scale), LABEL_WIDTH * max(1.0, size), LINE * size
    middle = QPointF(column.center.x(), float(column.ys[place]))
    left = middle.x() - away - width if column.layer.role.value == "input" else middle.x() + away
    return QRectF(left, middle.y() - line / 2, width, line)


def name_words(column: Column, place: int, words: str, scale: float) -> QRectF:
    """The part of the area of a name that it takes, more or less, with the gap between it and the neuron."""
    area = name_area(column, place, scale)
    width = min(area.width(), len(words) * _LETTER * TEXT * text_scale(scale) / scale)
    gap = LABEL_GAP * text_scale(scale) / scale
    if column.layer.role.value == "input":
        return area.adjusted(area.width() - width, 0, gap, 0)
    return area.adjusted(-gap, 0, width - area.width(), 0)
