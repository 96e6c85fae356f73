"""A composition as the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from nndesigner.errors import NNDesignerError
from nndesigner.ui.canvas.painting.vector import Tick
from nndesigner.ui.pictures.composition import UNIT_DPI, Composition
from nndesigner.ui.pictures.pdf import pdf
from nndesigner.ui.pictures.png import eight_bits, png
from nndesigner.ui.pictures.svg import SvgDevice
from nndesigner.ui.pictures.wishes import Format

_MOST_PIXELS = 64_000_000
"""Of the largest image; while it is painted each takes eight bytes."""
_INCH = 0.0254
"""In metres."""


def encoded(composition: Composition, kind: Format, tick: Tick) -> bytes:
    """The file.

    Args:
        composition: The picture.
        kind: Of file.
        tick: Called now and then; may raise to end the work.

    Raises:
        NNDesignerError: It would have too many pixels.
    """
    return _ENCODERS[kind](composition, tick)


def image_of(composition: Composition, scale: float, tick: Tick) -> QImage:
    """The picture as an image with so many pixels per unit.

    Raises:
        NNDesignerError: It would have too many pixels.
    """
    size = (composition.size * scale).toSize().expandedTo(QSize(1, 1))
    if size.width() * size.height() > _MOST_PIXELS:
        raise NNDesignerError(
            f"The picture would be {size.width():,} × {size.height():,} pixels large.",
            remedy="Choose a smaller scale, or SVG or PDF, which have no pixels.",
        )
    # Sixteen bits per colour: thousands of faint lines upon each other keep their colour.
    image = QImage(size, QImage.Format.Format_RGBA64_Premultiplied)
    image.fill(0)
    image.setDevicePixelRatio(scale)
    with QPainter(image) as painter:
        composition.paint(painter, tick=tick)
    made = eight_bits(image, transparent=composition.wishes.transparent)
    dots = round(UNIT_DPI * scale / _INCH)
    made.setDotsPerMeterX(dots)
    made.setDotsPerMeterY(dots)
    return made


def _png(composition: Composition, tick: Tick) -> bytes:
    return png(image_of(composition, composition.wishes.scale, tick))


def _svg(composition: Composition, tick: Tick) -> bytes:
    device = SvgDevice(composition.size, composition.name)
    with QPainter(device) as painter:
        composition.paint(painter, grouped=device.group, tick=tick)
    return device.file()


_ENCODERS: Mapping[Format, Callable[[Composition, Tick], bytes]] = {
    Format.PNG: _png,
    Format.SVG: _svg,
    Format.PDF: pdf,
}
