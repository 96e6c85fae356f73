"""Fades neurons that are not what the user looks at in focus mode."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.colors import premultiplied, rgb

FAINT = 0.35
"""Opacity of a layer none of whose neurons is looked at."""
_VEIL = 0.7
"""Opacity of what is laid over single neurons."""


def paint_veil(brushes: Brushes, column: Column, places: NDArray[np.intp]) -> None:
    """Fade all neurons of a layer but those at some places; a tile, which is one thing, stays as it is."""
    shape, alpha = column.shape, np.full(column.shape.size, _VEIL)
    alpha[places] = 0.0
    if shape.grid is not None:
        cells = np.zeros(shape.grid[0] * shape.grid[1])
        cells[: shape.size] = alpha
        _paint_cells(brushes, brushes.rect(column.body), cells.reshape(shape.grid))
        return
    path = QPainterPath()
    for place in shape.circles:
        if alpha[place]:
            path.addEllipse(brushes.rect(column.neuron_rect(place)).adjusted(-1, -1, 1, 1))
    brushes.painter.setPen(Qt.PenStyle.NoPen)
    brushes.painter.fillPath(path, brushes.color("sunken", _VEIL))
    if column.strip is not None and shape.strip is not None:
        inside = [place for place in range(shape.size) if place not in shape.circles]
        _paint_cells(brushes, brushes.rect(column.strip), alpha[inside][:, np.newaxis])


def _paint_cells(brushes: Brushes, area: QRectF, alpha: FloatArray) -> None:
    colors = rgb(brushes.theme.color("sunken")) * alpha[..., np.newaxis]
    brushes.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    brushes.painter.drawImage(area, premultiplied(colors, alpha))
