"""Pens and brushes as attributes of SVG elements; what SVG assumes anyway is not written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPaintEngineState, QPen, QTransform

from nndesigner.ui.pictures.svg_paths import plain


class Style:
    """What is painted with at the moment.

    Attributes:
        definitions: The gradients used so far.
    """

    def __init__(self) -> None:
        self.definitions: list[str] = []
        self._pen, self._brush = QPen(), QBrush()
        self._opacity, self._transform = 1.0, QTransform()

    def follow(self, state: QPaintEngineState) -> None:
        """Take over pen, brush, opacity and transformation."""
        self._pen, self._brush = QPen(state.pen()), QBrush(state.brush())
        self._opacity, self._transform = state.opacity(), QTransform(state.transform())

    def drawn(self) -> str:
        """Of a shape with an inside and an outline."""
        return self._fill() + self._line() + self._place()

    def stroke(self) -> str:
        """Of a line."""
        return self._line() + self._place()

    def ink(self, place: str) -> str:
        """Of text, which is filled with the colour of the pen, and is placed by a transformation."""
        return self._paint("fill", self._pen.color()) + self._place(place)

    def whole(self) -> str:
        """Of an image."""
        return self._share("opacity", self._opacity) + self._place()

    def _fill(self) -> str:
        if self._brush.style() is Qt.BrushStyle.NoBrush:
            return ""
        gradient = self._brush.gradient()
        if isinstance(gradient, QLinearGradient):
            return f' fill="url(#{self._defined(gradient)})"' + self._share("fill-opacity", self._opacity)
        return self._paint("fill", self._brush.color())

    def _line(self) -> str:
        pen = self._pen
        if pen.style() is Qt.PenStyle.NoPen:
            return ""
        width = pen.widthF() or 1.0
        text = self._paint("stroke", pen.color())
        text += f' stroke-width="{plain(width)}"' if width != 1.0 else ""
        if pen.capStyle() is Qt.PenCapStyle.RoundCap:
            text += ' stroke-linecap="round"'
        if pen.joinStyle() is Qt.PenJoinStyle.RoundJoin:
            text += ' stroke-linejoin="round"'
        if pen.style() is not Qt.PenStyle.SolidLine:
            text += f' stroke-dasharray="{" ".join(plain(part * width) for part in pen.dashPattern())}"'
        return text

    def _place(self, within: str = "") -> str:
        moved, steps = self._transform, [within] if within else []
        if not moved.isIdentity():
            six = moved.m11(), moved.m12(), moved.m21(), moved.m22(), moved.dx(), moved.dy()
            steps.insert(0, f"matrix({' '.join(f'{part:.6g}' for part in six)})")
        return f' transform="{" ".join(steps)}"' if steps else ""

    def _paint(self, what: str, color: QColor) -> str:
        return f' {what}="{color.name()}"' + self._share(f"{what}-opacity", color.alphaF() * self._opacity)

    def _share(self, what: str, share: float) -> str:
        return f' {what}="{share:.3g}"' if share < 1.0 else ""

    def _defined(self, gradient: QLinearGradient) -> str:
        key = f"gradient{len(self.definitions) + 1}"
        (x1, y1), (x2, y2) = ((p.x(), p.y()) for p in (gradient.start(), gradient.finalStop()))
        stops = "".join(
            f'<stop offset="{plain(place)}" stop-color="{QColor(color).name()}"/>'
            for place, color in gradient.stops()
        )
        self.definitions.append(
            f'<linearGradient id="{key}" gradientUnits="userSpaceOnUse" x1="{plain(x1)}" y1="{plain(y1)}"'
            f' x2="{plain(x2)}" y2="{plain(y2)}">{stops}</linearGradient>'
        )
        return key
