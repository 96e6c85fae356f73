"""Painting that always ends, and how much room something needs that is painted: seen by painting it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

_LARGEST = 2000.0
"""Side of the image that is looked at; larger areas are looked at from farther away."""


def inked(area: QRectF, paint: Callable[[QPainter], None]) -> QRectF:
    """The part of an area that is painted on; empty where nothing is."""
    if area.isEmpty():
        return QRectF()
    scale = min(1.0, _LARGEST / max(area.width(), area.height()))
    image = QImage(
        math.ceil(area.width() * scale), math.ceil(area.height() * scale), QImage.Format.Format_ARGB32
    )
    image.fill(0)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        painter.translate(QPointF() - area.topLeft())
        paint(painter)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    touched = pixels[:, 3 : 4 * image.width() : 4] > 0
    columns, rows = np.flatnonzero(touched.any(axis=0)), np.flatnonzero(touched.any(axis=1))
    if not columns.size:
        return QRectF()
    corner = QPointF(float(columns[0]), float(rows[0])) / scale
    size = QSizeF(float(columns[-1] - columns[0] + 1), float(rows[-1] - rows[0] + 1)) / scale
    return QRectF(corner, size).translated(area.topLeft())
