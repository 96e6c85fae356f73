"""What QPainter asks for, as elements of SVG."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPixmap,
    QPolygonF,
    QTextItem,
)

from nndesigner.ui.pictures.png import enlarged, png
from nndesigner.ui.pictures.svg_glyphs import EM, Glyphs
from nndesigner.ui.pictures.svg_paths import box, path_data, plain, point
from nndesigner.ui.pictures.svg_style import Style


class SvgEngine(QPaintEngine):
    """Collects elements.

    Attributes:
        lines: The elements so far.
    """

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.lines: list[str] = []
        self._style = Style()
        self._glyphs = Glyphs()

    @property
    def definitions(self) -> Sequence[str]:
        """What elements refer to: gradients and glyphs."""
        return [*self._style.definitions, *self._glyphs.definitions]

    def write(self, line: str) -> None:
        """Add an element, or the beginning or end of one."""
        self.lines.append(line)

    # -- what QPainter asks for

    def begin(self, _device: QPaintDevice) -> bool:
        """Painting begins."""
        self.setActive(True)
        return True

    def end(self) -> bool:
        """Painting ends."""
        self.setActive(False)
        return True

    def type(self) -> QPaintEngine.Type:
        """Not one of Qt's own."""
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        """Another pen, brush, opacity or transformation."""
        self._style.follow(state)

    def drawPath(self, path: QPainterPath) -> None:
        """Curves, filled or not."""
        self.write(f'<path d="{path_data(path)}"{self._style.drawn()}/>')

    def drawPolygon(self, points: Iterable[Any], mode: QPaintEngine.PolygonDrawMode) -> None:
        """A line with corners, or an area."""
        open_line = mode is QPaintEngine.PolygonDrawMode.PolylineMode
        path = QPainterPath()
        path.addPolygon(QPolygonF(list(points)))
        if not open_line:
            path.closeSubpath()
        style = self._style.stroke() if open_line else self._style.drawn()
        self.write(f'<path d="{path_data(path)}"{style}/>')

    def drawLines(self, lines: Iterable[Any]) -> None:
        """Straight lines."""
        for line in lines:
            ends = f"M{point(line.x1(), line.y1())}L{point(line.x2(), line.y2())}"
            self.write(f'<path d="{ends}"{self._style.stroke()}/>')

    def drawPoints(self, points: Iterable[Any]) -> None:
        """Dots as wide as the pen."""
        for dot in points:
            self.write(f'<path d="M{point(dot.x(), dot.y())}h0"{self._style.stroke()}/>')

    def drawRects(self, rects: Iterable[Any]) -> None:
        """Rectangles."""
        for rect in rects:
            self.write(f"<rect{box(rect)}{self._style.drawn()}/>")

    def drawEllipse(self, rect: QRectF | QRect) -> None:
        """A circle or an ellipse."""
        rect = QRectF(rect)
        middle, a, b = rect.center(), rect.width() / 2, rect.height() / 2
        radii = f'r="{plain(a)}"' if math.isclose(a, b) else f'rx="{plain(a)}" ry="{plain(b)}"'
        kind = "circle" if math.isclose(a, b) else "ellipse"
        at = f'cx="{plain(middle.x())}" cy="{plain(middle.y())}"'
        self.write(f"<{kind} {at} {radii}{self._style.drawn()}/>")

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        """Words, as outlines that are called by them."""
        words = item.text()
        if words.strip():
            font = item.font()
            place = f"translate({point(at.x(), at.y())}) scale({font.pixelSize() / EM:.6g})"
            uses = self._glyphs.uses(words, font)
            self.write(f"<g aria-label={quoteattr(words)}{self._style.ink(place)}>{uses}</g>")

    def drawImage(
        self,
        area: QRectF | QRect,
        image: QImage,
        part: QRectF | QRect,
        _flags: Qt.ImageConversionFlag = Qt.ImageConversionFlag.AutoColor,
    ) -> None:
        """Pixels."""
        area = QRectF(area)
        content = png(enlarged(image.copy(QRectF(part).toRect()), area))
        address = f"data:image/png;base64,{base64.b64encode(content).decode()}"
        shape = f'{box(area)} preserveAspectRatio="none"{self._style.whole()}'
        self.write(f'<image{shape} xlink:href="{address}"/>')

    def drawPixmap(self, area: QRectF | QRect, pixmap: QPixmap | QImage, part: QRectF | QRect) -> None:
        """Pixels."""
        self.drawImage(area, pixmap if isinstance(pixmap, QImage) else pixmap.toImage(), part)
