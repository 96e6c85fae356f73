"""A composition as a page of PDF: lines as lines, text as text, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QUuid
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from nndesigner.ui.canvas.painting.vector import Tick
from nndesigner.ui.pictures.composition import UNIT_DPI, Composition
from nndesigner.ui.pictures.png import enlarged

_CREATOR = "NN Designer"
_POINTS = 72
_CONTEXTUAL = QFont.Tag("calt")
_RESOLUTION = 1200
_DATES = re.compile(rb"/(?:Creation|Mod)Date \(D:[^)]*\)")
_METADATA = """<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"""


def pdf(composition: Composition, tick: Tick) -> bytes:
    """The file.

    Args:
        composition: The picture.
        tick: Called now and then; may raise to end the work.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer, scale = _writer(buffer, composition), _RESOLUTION / UNIT_DPI
    with _Painter(writer) as painter:
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        composition.paint(painter, tick=tick)
    # Without dates the same project makes the same file. The length must stay: the file holds positions.
    return _DATES.sub(lambda found: b" " * len(found[0]), bytes(buffer.data().data()))


def _writer(buffer: QBuffer, composition: Composition) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setTitle(composition.name)
    writer.setCreator(_CREATOR)
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), composition.name.encode()))
    writer.setDocumentXmpMetadata(_METADATA.format(title=escape(composition.name)).encode())
    writer.setResolution(_RESOLUTION)
    size = composition.size * (_POINTS / UNIT_DPI)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    return writer


class _Painter(QPainter):
    """Writes ordinary letters only: what others mean a PDF does not say, so that they cannot be copied.

    Pixels it repeats, so that no program blurs them.
    """

    def drawImage(self, *arguments: Any, **named: Any) -> None:
        """Draw an image; into an area as its pixels are."""
        if len(arguments) == 2 and isinstance(arguments[0], QRectF):
            area, image = arguments
            super().drawImage(area, enlarged(image, area))
        else:
            super().drawImage(*arguments, **named)

    def setFont(self, made: QFont | str | Sequence[str]) -> None:
        """Take a typeface without figures of one width, and without what depends on the neighbours."""
        ordinary = QFont(made)
        ordinary.clearFeatures()
        ordinary.setFeature(_CONTEXTUAL, 0)
        super().setFont(ordinary)
