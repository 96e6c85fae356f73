"""The whole network, small, with the part that is seen framed; a click moves the view there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.links import Link
from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.canvas.painting.outlines import paint_outlines
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.theme import Theme

LARGEST, SMALLEST = QSize(132, 88), QSize(80, 40)
"""Of the picture, which has the proportions of the network as far as it can."""
_MARGIN = 4.0
"""Free pixels around the network in the picture."""
_STEP = 0.1
"""Share of the view that an arrow key moves it."""
_LEAST_FRAME = 3.0
_VEIL = 0.55
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-_STEP, 0),
    Qt.Key.Key_Right: QPointF(_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, -_STEP),
    Qt.Key.Key_Down: QPointF(0, _STEP),
}


class MiniMap(Card):
    """A card at the upper right of the canvas."""

    moved = Signal(QPointF)
    """The view is to show this point of the canvas in its middle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("canvasMap", parent)
        self.picture = Picture(theme, self)
        self.picture.moved.connect(self.moved)
        self.row.addWidget(self.picture)
        self.hide()

    @property
    def held(self) -> bool:
        """Whether the frame is being dragged."""
        return self.picture.held

    def show_network(self, geometry: Geometry, links: tuple[Link, ...]) -> None:
        """Show another network, or the same elsewhere."""
        self.picture.show_network(geometry, links)

    def show_view(self, view: QRectF) -> None:
        """Frame the part of the canvas that is seen."""
        self.picture.view = view
        self.picture.update()


class Picture(QWidget):
    """The picture on the card; arrow keys move the view while it has the focus."""

    moved = Signal(QPointF)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvasMapPicture")
        self.setAccessibleName("Mini-map")
        self.setAccessibleDescription("The whole network, with the part that is seen framed.")
        self.setToolTip("Click or drag to move the view; arrow keys do too (M hides the map)")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self._geometry: Geometry | None = None
        self._links: tuple[Link, ...] = ()
        self._drawn: QPixmap | None = None
        self._held: QPointF | None = None
        """From the point that is held to the middle of the frame, in canvas units."""
        self.view = QRectF()
        """The part of the canvas that is seen."""
        theme.changed.connect(self._forget)

    def show_network(self, geometry: Geometry, links: tuple[Link, ...]) -> None:
        """Show another network, or the same elsewhere."""
        if geometry is not self._geometry:
            self._geometry, self._links = geometry, links
            self.setFixedSize(_size(geometry.bounds))
            self._forget()

    @property
    def held(self) -> bool:
        """Whether the frame is being dragged."""
        return self._held is not None

    @property
    def viewport(self) -> Viewport:
        """From the canvas to the picture."""
        bounds = self._geometry.bounds if self._geometry is not None else QRectF()
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if bounds.isEmpty():
            return Viewport()
        scale = min(room.width() / bounds.width(), room.height() / bounds.height())
        return Viewport(scale, room.center() - bounds.center() * scale)

    @property
    def frame(self) -> QRectF:
        """Around the part that is seen, in the picture; at its edge where that lies outside."""
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        seen = self.viewport.rect_to_screen(self.view)
        left, right = (min(max(x, inside.left()), inside.right()) for x in (seen.left(), seen.right()))
        top, bottom = (min(max(y, inside.top()), inside.bottom()) for y in (seen.top(), seen.bottom()))
        left, top = min(left, inside.right() - _LEAST_FRAME), min(top, inside.bottom() - _LEAST_FRAME)
        return QRectF(left, top, max(right - left, _LEAST_FRAME), max(bottom - top, _LEAST_FRAME))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the frame, or let it jump to the pointer."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = self.viewport.to_canvas(event.position())
        inside = self.view.contains(at)
        self._held = self.view.center() - at if inside else QPointF()
        if not inside:
            self.moved.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The frame follows the pointer."""
        if self._held is not None:
            self.moved.emit(self.viewport.to_canvas(event.position()) + self._held)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the view."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        size = self.view.size()
        self.moved.emit(self.view.center() + QPointF(step.x() * size.width(), step.y() * size.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The network from a picture, the frame over it."""
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._network_picture())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame, veil = self.frame, self._theme.color("surface")
            veil.setAlphaF(_VEIL)
            painter.setClipRegion(self.rect())
            for area in _around(QRectF(self.rect()), frame):
                painter.fillRect(area, veil)
            painter.setPen(QPen(self._theme.color("accent"), 2.0 if self.hasFocus() else 1.25))
            painter.drawRoundedRect(frame, 2, 2)

    def _network_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._drawn is None or self._drawn.devicePixelRatio() != ratio:
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            if self._geometry is not None:
                with QPainter(self._drawn) as painter:
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    paint_outlines(painter, self._theme, self.viewport, self._geometry, self._links)
        return self._drawn

    def _forget(self) -> None:
        self._drawn = None
        self.update()


def _size(bounds: QRectF) -> QSize:
    if bounds.isEmpty():
        return SMALLEST
    return bounds.size().toSize().scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(SMALLEST)


def _around(whole: QRectF, hole: QRectF) -> tuple[QRectF, ...]:
    """What is left of a rectangle when another one inside is cut out."""
    return (
        QRectF(whole.topLeft(), QPointF(whole.right(), hole.top())),
        QRectF(QPointF(whole.left(), hole.bottom()), whole.bottomRight()),
        QRectF(QPointF(whole.left(), hole.top()), hole.bottomLeft()),
        QRectF(hole.topRight(), QPointF(whole.right(), hole.bottom())),
    )
