"""The part of the canvas that one picture shows, and its pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from nndesigner.engine.parameters import FloatArray
from nndesigner.ui.canvas.curves import descent
from nndesigner.ui.canvas.legs import Leg

_PAD = 6
"""Pixels above and below the curves, for their width."""


@dataclass(frozen=True)
class Sheet:
    """Pixels over a part of the canvas.

    Attributes:
        left, top: Its corner on the canvas.
        sharpness: Pixels per canvas unit.
        columns, rows: Its size in pixels.
        whole: Whether all of the leg is on it.
    """

    left: float
    top: float
    sharpness: float
    columns: int
    rows: int
    whole: bool = True

    @property
    def area(self) -> QRectF:
        """What it shows of the canvas."""
        size = self.columns / self.sharpness, self.rows / self.sharpness
        return QRectF(self.left, self.top, *size)

    def across(self, leg: Leg) -> FloatArray:
        """Share of a leg's way across at the borders of the columns of pixels, shape (columns + 1,)."""
        x = self.left + np.arange(self.columns + 1) / self.sharpness
        shares: FloatArray = np.clip((x - leg.start) / leg.width, 0.0, 1.0)
        return shares

    def cover(self, leg: Leg) -> FloatArray:
        """Which share of every column of pixels lies between the ends of a leg, shape (columns,)."""
        x = self.left + np.arange(self.columns + 1) / self.sharpness
        left, right = sorted((leg.start, leg.start + leg.width))
        shares: FloatArray = np.diff(np.clip(x, left, right)) * self.sharpness
        return shares.astype(np.float32)

    def down(self, leg: Leg) -> FloatArray:
        """Share of the way down that is done there, shape (columns + 1,)."""
        return descent(self.across(leg)).astype(np.float32)

    def pixels(self, heights: FloatArray) -> FloatArray:
        """Heights on the canvas in pixels from the top."""
        rows: FloatArray = ((heights - self.top) * self.sharpness).astype(np.float32)
        return rows


def whole_sheet(leg: Leg, sharpness: float) -> Sheet:
    """All of a leg."""
    pad = _PAD / sharpness
    return _over(leg.bounds.adjusted(0, -pad, 0, pad), sharpness, whole=True)


def window_sheet(leg: Leg, sharpness: float, window: QRectF) -> Sheet:
    """What is within a window of a leg."""
    pad = _PAD / sharpness
    return _over(leg.bounds.adjusted(0, -pad, 0, pad).intersected(window), sharpness, whole=False)


def _over(area: QRectF, sharpness: float, *, whole: bool) -> Sheet:
    """Pixels over an area; those of all sheets of a sharpness lie in one grid, so that legs join."""
    left, top = (math.floor(edge * sharpness) for edge in (area.left(), area.top()))
    right, bottom = (math.ceil(edge * sharpness) for edge in (area.right(), area.bottom()))
    columns, rows = max(1, right - left), max(1, bottom - top)
    return Sheet(left / sharpness, top / sharpness, sharpness, columns, rows, whole)
