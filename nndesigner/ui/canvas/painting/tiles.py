"""A collapsed layer: one tile with a strip of its activations."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes

_CORNER = 8.0


def paint_tile(brushes: Brushes, column: Column, values: FloatArray | None, limit: float) -> None:
    """Paint the tile; its words are painted with those of the other layers."""
    painter = brushes.painter
    painter.setPen(QPen(brushes.color("faint"), 1.0))
    painter.setBrush(brushes.color("surface"))
    painter.drawRoundedRect(brushes.rect(column.body), _CORNER, _CORNER)
    strip = column.strip
    if strip is not None:
        _paint_strip(brushes, brushes.rect(strip), values, limit)


def _paint_strip(brushes: Brushes, area: QRectF, values: FloatArray | None, limit: float) -> None:
    painter = brushes.painter
    painter.setBrush(brushes.color("sunken"))
    painter.setPen(QPen(brushes.color("line"), 1.0))
    painter.drawRect(area)
    if values is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, area.width() < len(values))
        painter.drawImage(area, brushes.colors.picture(values[np.newaxis, :], limit))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
