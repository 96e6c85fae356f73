"""A paint device that writes SVG: short, readable, the same bytes every time, the same look everywhere.

Text becomes outlines, because the bundled typeface is on few other machines; each glyph is stored once, and
the words stay in the file as the name of their group.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape, quoteattr

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPaintDevice, QPaintEngine

from nndesigner.ui.pictures.svg_engine import SvgEngine
from nndesigner.ui.pictures.svg_paths import plain

_DPI = 96
_MM_PER_INCH = 25.4
_DEPTH = 32
_MANY_COLORS = 2**24


class SvgDevice(QPaintDevice):
    """Paint on it with a `QPainter`, end the painting, and take the file."""

    def __init__(self, size: QSizeF, title: str) -> None:
        """Begin an empty drawing.

        Args:
            size: Width and height; a unit is 1/96 inch.
            title: What the picture is, for programs that list or read aloud.
        """
        super().__init__()
        self._size, self._title = size, title
        self._engine = SvgEngine()

    def paintEngine(self) -> QPaintEngine:
        """What QPainter hands everything to."""
        return self._engine

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """Whatever is painted meanwhile belongs together, and is called so."""
        self._engine.write(f"<g aria-label={quoteattr(name)}>")
        yield
        self._engine.write("</g>")

    def file(self) -> bytes:
        """The whole drawing as a file."""
        width, height = plain(self._size.width()), plain(self._size.height())
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" fill="none" role="img">'
        )
        title = f"<title>{escape(self._title)}</title>"
        defs = ["<defs>", *self._engine.definitions, "</defs>"] if self._engine.definitions else []
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, title, *defs, *self._engine.lines, "</svg>"]
        return "\n".join([*lines, ""]).encode()

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """Sizes and resolutions, as Qt asks for them."""
        kinds = QPaintDevice.PaintDeviceMetric
        width, height = self._size.width(), self._size.height()
        known = {
            kinds.PdmWidth: width,
            kinds.PdmHeight: height,
            kinds.PdmWidthMM: width / _DPI * _MM_PER_INCH,
            kinds.PdmHeightMM: height / _DPI * _MM_PER_INCH,
            kinds.PdmNumColors: _MANY_COLORS,
            kinds.PdmDepth: _DEPTH,
            kinds.PdmDpiX: _DPI,
            kinds.PdmDpiY: _DPI,
            kinds.PdmPhysicalDpiX: _DPI,
            kinds.PdmPhysicalDpiY: _DPI,
            kinds.PdmDevicePixelRatio: 1,
            kinds.PdmDevicePixelRatioScaled: self.devicePixelRatioFScale(),
        }
        return round(known.get(metric, 0))
