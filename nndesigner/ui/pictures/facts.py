"""What is said about a picture before it is made: how large it is, and how many lines are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from nndesigner.ui.canvas.painting.vector import Tick
from nndesigner.ui.pictures.composition import UNIT_DPI, Composition
from nndesigner.ui.pictures.formats import image_of
from nndesigner.ui.pictures.studio import Work
from nndesigner.ui.pictures.wishes import Format

_MM_PER_INCH = 25.4


@dataclass(frozen=True, eq=False)
class Look:
    """A small image of a picture, and what is said about it."""

    image: QImage
    words: str


def look_at(kind: Format, room: QSizeF, largest: float) -> Work:
    """The work of drawing a picture so small that it fits into so many pixels.

    Args:
        kind: The format that it is to have.
        room: Pixels.
        largest: Pixels per unit, at most.
    """

    def work(composition: Composition, tick: Tick) -> Look:
        size = composition.size
        fitting = min(room.width() / size.width(), room.height() / size.height(), largest)
        return Look(image_of(composition, fitting, tick), facts(composition, kind))

    return work


def facts(composition: Composition, kind: Format) -> str:
    """One or two sentences."""
    return f"{_size(composition, kind)} {lines_words(composition)}".strip()


def lines_words(composition: Composition) -> str:
    """How many lines are drawn; nothing where there are none."""
    drawn, all_lines = composition.lines_drawn, composition.lines
    if not drawn:
        return ""
    if drawn == all_lines:
        return "One line." if drawn == 1 else f"All {drawn:,} lines."
    return f"The {drawn:,} strongest of {all_lines:,} lines."


def _size(composition: Composition, kind: Format) -> str:
    width, height = composition.size.width(), composition.size.height()
    if kind is Format.PNG:
        scale = composition.wishes.scale
        return f"{width * scale:,.0f} × {height * scale:,.0f} pixels."
    unit = _MM_PER_INCH / UNIT_DPI
    return f"{width * unit:.0f} × {height * unit:.0f} mm."
