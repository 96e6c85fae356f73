"""A drawn leg, and how it is shown where the leg has moved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nndesigner.ui.canvas.legs import Frame
from nndesigner.ui.canvas.painting.colors import packed

_MOST_PIXELS = 160_000
"""Of a picture that is bent while something is dragged; a larger one loses sharpness until it rests."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Some curves as an image.

    Attributes:
        area: Where on the canvas it belongs.
        frame: Of the leg when it was drawn.
    """

    image: QImage
    area: QRectF
    frame: Frame


def bent(picture: Picture, frame: Frame) -> Picture:
    """The picture with every column of its pixels moved to where the leg runs now.

    All curves of a leg do the same share of their descent at the same x. So moving an end of the leg moves
    what is in a column of pixels as a whole, and the bent picture shows what drawing anew would.
    """
    pixels, area, before = _pixels(picture.image), picture.area, picture.frame
    stride = max(1, int(np.ceil(np.sqrt(pixels.size / _MOST_PIXELS))))
    sharp = picture.image.width() / max(area.width(), 1e-9)
    x = area.left() + (np.arange(0, pixels.shape[1], stride) + 0.5) / sharp
    across = np.clip((x - before.start) / before.width, 0.0, 1.0)
    (old_top, old_bottom), (top, bottom) = before.span(across), frame.span(across)
    tall = old_bottom - old_top > 1.0
    grown = np.where(tall, np.maximum(bottom - top, 0.1) / np.where(tall, old_bottom - old_top, 1.0), 1.0)
    above = float(np.min(top + (area.top() - old_top) * grown))
    below = float(np.max(top + (area.bottom() - old_top) * grown))
    most = _MOST_PIXELS / len(x)
    rows = max(1, int(min((below - above) * sharp / stride, most)))
    heights = above + (np.arange(rows) + 0.5)[:, np.newaxis] * ((below - above) / rows)
    found = _taken(pixels[:, ::stride], (old_top + (heights - top) / grown - area.top()) * sharp)
    if frame.width * before.width < 0:
        found = found[:, ::-1]
    return Picture(_image(found), _placed(picture, frame, above, below), frame)


def _placed(picture: Picture, frame: Frame, above: float, below: float) -> QRectF:
    """The area of a picture when its leg has moved: the same shares of the way across."""
    edges = np.array([picture.area.left(), picture.area.right()])
    ends = frame.start + frame.width * (edges - picture.frame.start) / picture.frame.width
    return QRectF(float(ends.min()), above, float(np.ptp(ends)), below - above)


def _taken(pixels: NDArray[np.uint32], rows: NDArray[Any]) -> NDArray[np.uint32]:
    """Pixels of given rows in every column; nothing where there is no such row."""
    place = np.floor(rows).astype(np.intp)
    missing = (place < 0) | (place >= len(pixels))
    found = pixels[np.where(missing, 0, place), np.arange(pixels.shape[1])]
    found[missing] = 0
    return found


def _image(pixels: NDArray[np.uint32]) -> QImage:
    return packed(np.ascontiguousarray(pixels).view(np.uint8).reshape(*pixels.shape, 4))


def _pixels(image: QImage) -> NDArray[np.uint32]:
    raw: Any = image.constBits()
    rows = np.frombuffer(raw, np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return rows[:, : image.width()]
