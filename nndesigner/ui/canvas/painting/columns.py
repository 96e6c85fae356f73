"""What stands around the neurons of a layer: its header, and the names of inputs and outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import LABEL_WIDTH, Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.shapes import Kind

_LINE = 18.0
_FAR = 0.3
"""Zoom below which details would run into those of the next layer: only names are written."""
_BAR_WIDTH, _BAR_HEIGHT = 80.0, 4.0
_NOTE, _MARK_GAP = 15.0, 6.0
"""Height of what stands under a name, and the gap between a bar and the mark beside it."""
_GAP = 10.0


@dataclass(frozen=True, eq=False)
class Labels:
    """What is written at a layer.

    Attributes:
        detail: Second line of the header.
        names: Beside its neurons; None for none.
        outputs: Activations of the output layer, shape (n,), for bars under the names; None for none.
        bold: Position of the predicted class.
        truth: Position of the class that the row is of.
        mark: What is said there.
        notes: What stands under the names and bars, such as a prediction in the user's units.
    """

    detail: str
    names: Sequence[str] | None = None
    outputs: FloatArray | None = None
    bold: int | None = None
    truth: int | None = None
    mark: str = ""
    notes: Sequence[str] | None = None


def paint_labels(brushes: Brushes, column: Column, labels: Labels) -> None:
    """Paint header and names."""
    _paint_header(brushes, column, labels.detail)
    if labels.names is None or not column.shape.named:
        return
    if column.shape.pitch * brushes.viewport.scale < 0.8 * brushes.name_font().pixelSize():
        return
    for place in column.shape.circles:
        if labels.names[place]:
            _paint_name(brushes, column, labels, place)


def _paint_header(brushes: Brushes, column: Column, detail: str) -> None:
    area = brushes.rect(column.header)
    line = _LINE * brushes.text_scale
    width = max(area.width(), 120.0)
    left = area.center().x() - width / 2
    # Seen from far away, the words do not fit into a tile and stand above it.
    crowded = column.shape.kind is Kind.TILE and area.height() < 2 * line
    bottom = brushes.rect(column.outline).top() if crowded else area.bottom()
    upper = QRectF(left, bottom - 2 * line, width, line)
    center = Qt.AlignmentFlag.AlignCenter
    far = brushes.viewport.scale < _FAR
    name = upper.translated(0, line) if far else upper
    brushes.text(name, center, column.layer.name, brushes.name_font(), brushes.color("text"))
    if far:
        return
    brushes.text(
        upper.translated(0, line), center, detail, brushes.small_font(), brushes.color("muted")
    )


def _paint_name(brushes: Brushes, column: Column, labels: Labels, place: int) -> None:
    scale, names = brushes.viewport.scale, labels.names or ()
    middle = brushes.point(QPointF(column.center.x(), float(column.ys[place])))
    away = column.shape.radius * scale + _GAP * brushes.text_scale
    width, line = LABEL_WIDTH * max(scale, brushes.text_scale), _LINE * brushes.text_scale
    if column.layer.role is Role.INPUT:
        area = QRectF(middle.x() - away - width, middle.y() - line / 2, width, line)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        font = brushes.name_font(QFont.Weight.Normal)
        brushes.text(area, right, names[place], font, brushes.color("text"))
        return
    area = QRectF(middle.x() + away, middle.y() - line / 2, width, line)
    below = labels.outputs is not None or labels.notes is not None or labels.truth == place
    inline = labels.truth == place
    if below and column.shape.pitch * scale > 1.6 * line:
        _paint_below(brushes, area, labels, place)
        area.translate(0, -0.32 * line)
        inline = False
    bold = labels.bold == place
    font = brushes.name_font(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    brushes.text(area, left, names[place], font, brushes.color("text"))
    if inline:
        width = QFontMetricsF(font).horizontalAdvance(names[place]) + _MARK_GAP
        brushes.text(
            area.adjusted(width, 0, 0, 0), left, labels.mark, brushes.small_font(), brushes.color("text")
        )


def _paint_below(brushes: Brushes, area: QRectF, labels: Labels, place: int) -> None:
    """Paint a bar, a mark beside it, and a note under it; what is missing leaves no gap."""
    scale = brushes.text_scale
    line = QRectF(area.left(), area.center().y() + 4.0 * scale, area.width(), _NOTE * scale)
    beside = line
    if labels.outputs is not None:
        track = QRectF(line.left(), line.top() + 2, _BAR_WIDTH * scale, _BAR_HEIGHT * scale)
        _paint_bar(brushes, track, float(np.clip(labels.outputs[place], 0.0, 1.0)))
        beside = line.translated((_BAR_WIDTH + _MARK_GAP) * scale, (_BAR_HEIGHT - _NOTE) / 2 * scale + 2)
        line = line.translated(0, _BAR_HEIGHT * scale + 4)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if labels.truth == place:
        brushes.text(beside, left, labels.mark, brushes.small_font(), brushes.color("text"))
    if labels.notes is not None:
        brushes.text(line, left, labels.notes[place], brushes.small_font(), brushes.color("muted"))


def _paint_bar(brushes: Brushes, track: QRectF, share: float) -> None:
    painter = brushes.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.color("line"))
    painter.drawRect(track)
    painter.setBrush(brushes.color("accent"))
    painter.drawRect(QRectF(track.left(), track.top(), track.width() * share, track.height()))
