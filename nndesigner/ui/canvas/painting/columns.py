"""What stands around the neurons of a layer: its header, and the names of inputs and outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont

from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import LABEL_WIDTH, Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes

_LINE = 18.0
_BAR_WIDTH, _BAR_HEIGHT = 80.0, 4.0
_GAP = 10.0


@dataclass(frozen=True, eq=False)
class Labels:
    """What is written at a layer.

    Attributes:
        detail: Second line of the header.
        names: Beside its neurons; None for none.
        outputs: Activations of the output layer, shape (n,), for bars under the names; None for none.
        bold: Position of the predicted class.
        numbers: What stands under the names instead of bars, such as a prediction in the user's units.
    """

    detail: str
    names: Sequence[str] | None = None
    outputs: FloatArray | None = None
    bold: int | None = None
    numbers: Sequence[str] | None = None


def predicted(outputs: FloatArray | None) -> int | None:
    """Position of the largest of several outputs."""
    return int(np.argmax(outputs)) if outputs is not None and len(outputs) > 1 else None


def paint_labels(brushes: Brushes, column: Column, labels: Labels) -> None:
    """Paint header and names."""
    _paint_header(brushes, column, labels.detail)
    if labels.names is None or column.shape.grid is not None:
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
    upper = QRectF(left, area.bottom() - 2 * line, width, line)
    center = Qt.AlignmentFlag.AlignCenter
    brushes.text(upper, center, column.layer.name, brushes.name_font(), brushes.color("text"))
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
    below = labels.outputs is not None or labels.numbers is not None
    if below and column.shape.pitch * scale > 1.6 * line:
        _paint_below(brushes, area, labels, place)
        area.translate(0, -0.32 * line)
    bold = labels.bold == place
    font = brushes.name_font(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    brushes.text(area, left, names[place], font, brushes.color("text"))


def _paint_below(brushes: Brushes, area: QRectF, labels: Labels, place: int) -> None:
    scale = brushes.text_scale
    top = area.center().y() + 5.0 * scale
    if labels.numbers is not None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        line = QRectF(area.left(), top - 1, area.width(), area.height())
        brushes.text(line, left, labels.numbers[place], brushes.small_font(), brushes.color("muted"))
        return
    if labels.outputs is None:
        return
    track = QRectF(area.left(), top + 1, _BAR_WIDTH * scale, _BAR_HEIGHT * scale)
    share = float(np.clip(labels.outputs[place], 0.0, 1.0))
    painter = brushes.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.color("line"))
    painter.drawRect(track)
    painter.setBrush(brushes.color("accent"))
    painter.drawRect(QRectF(track.left(), track.top(), track.width() * share, track.height()))
