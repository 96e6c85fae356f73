"""What stands around the neurons of a layer: its header, and the names of inputs and outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.lettering import LINE, header_area, is_far, name_area, names_written
from nndesigner.ui.canvas.painting.canvas_painter import Brushes

_BAR_WIDTH, _SHORT_BAR, _BAR_HEIGHT = 80.0, 40.0, 4.0
_ROOM_BELOW = 1.6
"""Lines of text that neurons are apart where bars stand under names; else they stand beside them."""
_NOTE, _MARK_GAP = 15.0, 6.0
"""Height of what stands under a name, and the gap between a bar and the mark beside it."""


@dataclass(frozen=True)
class Mark:
    """A sign and a word in a colour of the theme."""

    sign: str
    word: str
    token: str


@dataclass(frozen=True, eq=False)
class Labels:
    """What is written at a layer.

    Attributes:
        detail: Second line of the header.
        names: Beside its neurons; None for none.
        outputs: Activations of the output layer, shape (n,), for bars under the names; None for none.
        bold: Position of the predicted class.
        marks: What is said of the prediction and of the true class, by position.
        notes: What stands under the names and bars, such as a prediction in the user's units.
    """

    detail: str
    names: Sequence[str] | None = None
    outputs: FloatArray | None = None
    bold: int | None = None
    marks: Mapping[int, Mark] = field(default_factory=dict)
    notes: Sequence[str] | None = None


def paint_labels(brushes: Brushes, column: Column, labels: Labels) -> None:
    """Paint header and names."""
    _paint_header(brushes, column, labels.detail)
    if labels.names is None or not names_written(column, brushes.viewport.scale):
        return
    for place in column.shape.circles:
        if labels.names[place]:
            _paint_name(brushes, column, labels, place)


def _paint_header(brushes: Brushes, column: Column, detail: str) -> None:
    area = brushes.rect(header_area(column, brushes.viewport.scale))
    line = LINE * brushes.text_scale
    upper = QRectF(area.left(), area.top(), area.width(), line)
    center = Qt.AlignmentFlag.AlignCenter
    brushes.text(upper, center, column.layer.name, brushes.name_font(), brushes.color("text"))
    if is_far(brushes.viewport.scale):
        return
    brushes.text(
        upper.translated(0, line), center, detail, brushes.small_font(), brushes.color("muted")
    )


def _paint_name(brushes: Brushes, column: Column, labels: Labels, place: int) -> None:
    scale, names = brushes.viewport.scale, labels.names or ()
    area, line = brushes.rect(name_area(column, place, scale)), LINE * brushes.text_scale
    if column.layer.role is Role.INPUT:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        font = brushes.name_font(QFont.Weight.Normal)
        brushes.text(area, right, names[place], font, brushes.color("text"))
        return
    bold = labels.bold == place
    font = brushes.name_font(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    below = labels.outputs is not None or labels.notes is not None or place in labels.marks
    apart = below and column.shape.pitch * scale > _ROOM_BELOW * line
    if apart:
        _paint_below(brushes, area, labels, place)
        area.translate(0, -0.32 * line)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    brushes.text(area, left, names[place], font, brushes.color("text"))
    if below and not apart:
        _paint_beside(brushes, area, labels, place)


def _paint_beside(brushes: Brushes, area: QRectF, labels: Labels, place: int) -> None:
    """Paint a bar where there is room for it behind all names, and a mark."""
    scale, metrics = brushes.text_scale, QFontMetricsF(brushes.name_font())
    widths = [metrics.horizontalAdvance(name) for name in labels.names or ()]
    x, after = max(widths, default=0.0) + _MARK_GAP, (_SHORT_BAR + _MARK_GAP) * scale
    if labels.outputs is not None and x + after <= area.width():
        track = QRectF(area.left() + x, area.center().y() - _BAR_HEIGHT * scale / 2, 0.0, _BAR_HEIGHT * scale)
        track.setWidth(_SHORT_BAR * scale)
        _paint_bar(brushes, track, float(np.clip(labels.outputs[place], 0.0, 1.0)))
        x += after
    else:
        x = widths[place] + _MARK_GAP
    _paint_mark(brushes, area.adjusted(x, 0, x, 0), labels.marks.get(place))


def _paint_mark(brushes: Brushes, area: QRectF, mark: Mark | None) -> None:
    if mark is None:
        return
    left, font = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, brushes.small_font()
    brushes.text(area, left, f"{mark.sign} {mark.word}", font, brushes.color(mark.token))


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
    _paint_mark(brushes, beside, labels.marks.get(place))
    if labels.notes is not None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        brushes.text(line, left, labels.notes[place], brushes.small_font(), brushes.color("muted"))


def _paint_bar(brushes: Brushes, track: QRectF, share: float) -> None:
    painter = brushes.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brushes.color("line"))
    painter.drawRect(track)
    painter.setBrush(brushes.color("accent"))
    painter.drawRect(QRectF(track.left(), track.top(), track.width() * share, track.height()))
