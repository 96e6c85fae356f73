"""Colours of numbers on the canvas, and of text upon them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.theme import Theme

_LIGHT, _DARK = QColor("#FFFFFF"), QColor("#10141A")
_READABLE = 140.0
"""Brightness (0 to 255) above which dark text is read more easily."""


class NumberColors:
    """The diverging map of a theme, ready for painting."""

    def __init__(self, theme: Theme) -> None:
        self._table = theme.diverging()
        self._colors = [QColor(*(int(part) for part in entry)) for entry in self._table]
        brightness = self._table[:, :3] @ np.array([0.299, 0.587, 0.114])
        self._texts = [_DARK if value > _READABLE else _LIGHT for value in brightness]
        self.plus = rgb(theme.color("plus"))
        self.minus = rgb(theme.color("minus"))
        self._paper, self._ink = rgb(theme.color("sunken")), rgb(theme.color("text"))

    def fill(self, value: float, limit: float) -> QColor:
        """Colour of a number."""
        return self._colors[int(entries(np.array([value]), limit)[0])]

    def fills(self, values: FloatArray, limit: float) -> list[tuple[QColor, QColor]]:
        """Colour of each number, and of text upon it."""
        return [(self._colors[entry], self._texts[entry]) for entry in entries(values, limit).tolist()]

    def picture(self, values: FloatArray, limit: float) -> QImage:
        """Numbers, shape (rows, columns), as an image of as many pixels."""
        return _image(self._table[entries(values, limit)][..., :3].astype(np.float64))

    def photograph(self, shares: FloatArray) -> QImage:
        """Brightnesses from 0 to 1, shape (rows, columns), as an image from paper to ink."""
        share = np.clip(shares, 0.0, 1.0)[..., np.newaxis]
        return _image(self._paper + (self._ink - self._paper) * share)


def entries(values: FloatArray, limit: float) -> NDArray[np.intp]:
    """Index into the 256 colours: 0 at −limit, 255 at limit; zero where there is no number."""
    share = np.nan_to_num(np.asarray(values, np.float64) / limit, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.rint((np.clip(share, -1.0, 1.0) + 1.0) * 127.5).astype(np.intp)


def rgb(color: QColor) -> FloatArray:
    """Red, green, blue from 0 to 255, shape (3,)."""
    return np.array([color.red(), color.green(), color.blue()], np.float32)


def premultiplied(colors: FloatArray, alpha: FloatArray) -> QImage:
    """An image from colours multiplied by their opacity.

    Args:
        colors: Red, green, blue from 0 to 255, shape (rows, columns, 3).
        alpha: From 0 to 1, shape (rows, columns).
    """
    height, width = alpha.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., 2::-1] = colors
    pixels[..., 3] = alpha * 255
    raw: Any = pixels
    data, kind = memoryview(raw).cast("B"), QImage.Format.Format_ARGB32_Premultiplied
    return QImage(data, width, height, 4 * width, kind).copy()


def _image(colors: FloatArray) -> QImage:
    return premultiplied(colors, np.ones(colors.shape[:2]))
