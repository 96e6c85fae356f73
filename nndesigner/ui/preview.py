"""The small picture that a project file shows of its network."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter

_SIDE = 512


def preview_png(picture: QImage) -> bytes:
    """A picture of the network as a PNG of at most 512 × 512 pixels."""
    small = picture.scaled(
        _SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(data, QByteArray(b"png")).write(small)
    return bytes(data.data().data())
