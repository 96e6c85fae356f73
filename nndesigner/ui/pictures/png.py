"""Pixels, and pixels as a file."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter

_ROWS = 64
"""Rows that are converted at once: while Qt does it the window cannot do anything."""

_FINE = 4
"""Pixels per unit of images in files of lines, at least."""


def enlarged(image: QImage, area: QRectF) -> QImage:
    """An image for an area of so many units, each pixel repeated so often that no program blurs it."""
    across = max(1, math.ceil(_FINE * area.width() / image.width()))
    down = max(1, math.ceil(_FINE * area.height() / image.height()))
    return image.scaled(QSize(image.width() * across, image.height() * down))


def eight_bits(image: QImage, *, transparent: bool) -> QImage:
    """An image with eight bits per colour, as screens and files have them."""
    kind = QImage.Format.Format_ARGB32 if transparent else QImage.Format.Format_RGB32
    made = QImage(image.size(), kind)
    rows = np.frombuffer(made.bits(), np.uint8).reshape(image.height(), -1)
    for top in range(0, image.height(), _ROWS):
        strip = image.copy(0, top, image.width(), min(_ROWS, image.height() - top)).convertToFormat(kind)
        rows[top : top + _ROWS] = np.frombuffer(strip.constBits(), np.uint8).reshape(strip.height(), -1)
    return made


def png(image: QImage) -> bytes:
    """An image as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
