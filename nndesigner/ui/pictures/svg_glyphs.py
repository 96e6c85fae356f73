"""Text as outlines, each glyph stored once whatever the size of the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QRawFont, QTextLayout

from nndesigner.ui.pictures.svg_paths import path_data, plain

EM = 1000
"""Size of the glyphs that are stored: outlines are exact only where they are large."""
_ENDLESS = 1e6

_Key = tuple[str, str, int]


class Glyphs:
    """The glyphs used so far."""

    def __init__(self) -> None:
        self._names: dict[_Key, str] = {}
        self._paths: dict[str, str] = {}

    @property
    def definitions(self) -> Sequence[str]:
        """One path per glyph."""
        return [f'<path id="{name}" d="{data}"/>' for name, data in self._paths.items()]

    def uses(self, words: str, font: QFont) -> str:
        """References to the glyphs of some words, whose baseline begins at 0, 0 and whose size is EM."""
        layout = QTextLayout(words, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_ENDLESS)
        layout.endLayout()
        scale, base = EM / font.pixelSize(), line.ascent()
        found = []
        for run in layout.glyphRuns():
            face = run.rawFont()
            face.setPixelSize(EM)
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                name = self._name(face, glyph)
                if name:
                    x, y = (plain(part * scale, 0) for part in (place.x(), place.y() - base))
                    found.append(f'<use xlink:href="#{name}" x="{x}" y="{y}"/>')
        return "".join(found)

    def _name(self, face: QRawFont, glyph: int) -> str:
        """The id of a glyph; empty for one that shows nothing, such as a space."""
        key = face.familyName(), face.styleName(), glyph
        if key not in self._names:
            path = face.pathForGlyph(glyph)
            self._names[key] = "" if path.isEmpty() else f"glyph{len(self._paths) + 1}"
            if self._names[key]:
                self._paths[self._names[key]] = path_data(path, digits=0)
        return self._names[key]
