"""Colours of numbers on the canvas, and of text upon them."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.theme import Theme

_LIGHT, _DARK = QColor("#FFFFFF"), QColor("#000000")
"""Text upon numbers. On some colours only pure black or white have enough contrast."""
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_QUIET = 0.3
"""How far quiet greys are from paper to ink at most."""
_FLARE = 0.05
"""What a screen adds to every luminance, white being 1: WCAG 2, as all of the following."""


class NumberColors:
    """The diverging map of a theme, ready for painting."""

    def __init__(self, theme: Theme) -> None:
        paper, ink = rgb(theme.color("sunken")), rgb(theme.color("text"))
        self._paint_with(theme.diverging(), ink)
        self.plus = rgb(theme.color("plus"))
        self.minus = rgb(theme.color("minus"))
        self._paper = paper

    def _paint_with(self, table: NDArray[np.uint8], ink: FloatArray) -> None:
        self._table, self._ink = table, ink
        self._colors = [QColor(*(int(part) for part in entry)) for entry in self._table]
        fills = luminance(self._table[:, :3])
        light, dark = (contrast(luminance(rgb(ink)), fills) for ink in (_LIGHT, _DARK))
        self._texts = [_LIGHT if white > black else _DARK for white, black in zip(light, dark, strict=True)]

    @cached_property
    def quiet(self) -> NumberColors:
        """Greys near the canvas's colour, for numbers that are shown but are not what is looked at."""
        greys = copy(self)
        ink = self._paper + (self._ink - self._paper) * _QUIET
        share = np.abs(np.linspace(-1.0, 1.0, len(self._table)))[:, np.newaxis]
        table = self._table.copy()
        table[:, :3] = np.rint(self._paper + (ink - self._paper) * share)
        greys._paint_with(table, ink)
        return greys

    @property
    def table(self) -> FloatArray:
        """Red, green and blue of all colours from −limit to limit, from 0 to 255, shape (256, 3)."""
        colors: FloatArray = self._table[:, :3].astype(np.float32)
        return colors

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


def luminance(colors: FloatArray | NDArray[np.uint8]) -> FloatArray:
    """Relative luminance of red, green, blue from 0 to 255, shape (…, 3): 0 for black, 1 for white."""
    share = np.asarray(colors, np.float64) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    result: FloatArray = linear @ _LUMINANCE
    return result


def contrast(one: FloatArray, other: FloatArray) -> FloatArray:
    """Contrast of two luminances: 1 where they are the same, 21 for black on white."""
    result: FloatArray = (np.maximum(one, other) + _FLARE) / (np.minimum(one, other) + _FLARE)
    return result


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
    return packed(pixels)


def packed(pixels: NDArray[np.uint8]) -> QImage:
    """An image from premultiplied blue, green, red and alpha, shape (rows, columns, 4)."""
    height, width = pixels.shape[:2]
    raw: Any = pixels
    data, kind = memoryview(raw).cast("B"), QImage.Format.Format_ARGB32_Premultiplied
    return QImage(data, width, height, 4 * width, kind).copy()


def _image(colors: FloatArray) -> QImage:
    return premultiplied(colors, np.ones(colors.shape[:2]))
