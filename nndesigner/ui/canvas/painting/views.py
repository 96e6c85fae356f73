"""Which pictures of connections there are, and whether one of them does for what is seen."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF

from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.painting.edges import LegPainter, effort, resolution
from nndesigner.ui.canvas.painting.sheet import Sheet, whole_sheet, window_sheet

QUICK = 60_000
"""Effort up to which a leg is drawn at once; where it is more, it is drawn on another thread."""
COARSE = 4.0
"""Pixels of the screen per pixel of a picture of a part from which on that is no better than the whole."""
_BEYOND = 0.15
"""Share of the window by which a picture of a part reaches beyond it, at every side."""
_MOST_PIXELS = 3_000_000
"""Of such a picture; on a larger screen it is less sharp."""


class Spot(NamedTuple):
    """Which picture: of which leg, of all lines or those in full, of the whole or the part seen from near."""

    connection: int
    leg: int
    full: bool = False
    near: bool = False


class View(NamedTuple):
    """What is seen.

    Attributes:
        scale: Pixels of the screen per canvas unit.
        window: Of the canvas.
        hurry: Whether it is moving: rather soon than sharp.
    """

    scale: float
    window: QRectF
    hurry: bool = False


def same_place(one: Leg, other: Leg) -> bool:
    """Whether two legs run the same way."""
    return one is other or (
        one.frame == other.frame
        and one.fans == other.fans
        and np.array_equal(one.y0, other.y0)
        and np.array_equal(one.y1, other.y1)
    )


def fits(painter: LegPainter, leg: Leg, spot: Spot, view: View) -> bool:
    """Whether a painter draws what is wanted, sharply."""
    if not same_place(painter.leg, leg):
        return False
    if not spot.near:
        return painter.sheet.sharpness == resolution(leg, view.scale)
    sheet = painter.sheet
    return sheet.sharpness == _near_sharpness(view) and sheet.area.contains(_needed(leg, view))


def keeps_up(painter: LegPainter, leg: Leg, spot: Spot, view: View) -> bool:
    """Whether something is drawn anew while it is moving: what is quick, and what comes into sight."""
    if spot.near:
        return painter.sheet.sharpness == _near_sharpness(view) and same_place(painter.leg, leg)
    return effort(leg, painter.sheet) <= QUICK


def _needed(leg: Leg, view: View) -> QRectF:
    """The part of a leg in sight, without a pixel's breadth at its borders."""
    inset = 1.0 / view.scale
    return leg.bounds.intersected(view.window).adjusted(inset, inset, -inset, -inset)


def sheet_for(leg: Leg, spot: Spot, view: View) -> Sheet:
    """The pixels that a picture is drawn into."""
    if not spot.near:
        return whole_sheet(leg, resolution(leg, view.scale))
    return window_sheet(leg, _near_sharpness(view), _around(view))


def _around(view: View) -> QRectF:
    """The window and what lies close beside it."""
    across, down = view.window.width() * _BEYOND, view.window.height() * _BEYOND
    return view.window.adjusted(-across, -down, across, down)


def _near_sharpness(view: View) -> float:
    area = _around(view)
    pixels = max(area.width() * area.height() * view.scale**2, 1.0)
    # Rounded, because the window moves by fractions of a pixel.
    return round(view.scale * min(1.0, math.sqrt(_MOST_PIXELS / pixels)), 6)
