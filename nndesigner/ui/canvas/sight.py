"""Whether anything of the network is in sight."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF

from nndesigner.ui.canvas.geometry import Column
from nndesigner.ui.canvas.legs import Leg
from nndesigner.ui.canvas.links import NEAR, Link
from nndesigner.ui.canvas.shapes import Kind


def is_bare(areas: Iterable[QRectF], links: Iterable[Link], window: QRectF, scale: float) -> bool:
    """Whether neither a layer nor a line is to be seen.

    Args:
        areas: Of the layers with all that is written beside them.
        links: Whose lines are drawn.
        window: Of the canvas.
        scale: Of the view: from afar a bundle is seen as a whole, from near only its lines.
    """
    if any(area.intersects(window) for area in areas):
        return False
    return not any(_seen(link, leg, window, scale) for link in links for leg in link.legs)


def painted(column: Column, window: QRectF) -> bool:
    """Whether something of a layer itself is to be seen; between its circles there is only ground."""
    if not column.body.intersects(window):
        return False
    if column.shape.kind is not Kind.CIRCLES or column.strip is not None:
        return True
    near = np.abs(column.ys - window.center().y()) <= column.shape.radius + window.height() / 2
    return bool(near.any())


def _seen(link: Link, leg: Leg, window: QRectF, scale: float) -> bool:
    if not leg.bounds.intersects(window):
        return False
    middle, reach = window.center(), math.hypot(window.width(), window.height()) / 2
    if leg.fans and scale >= NEAR:
        return leg.curve_at(middle, reach, link.connection.mask) is not None
    return leg.covers(middle, reach)
