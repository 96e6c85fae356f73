"""What is on the screen: the view, the geometry and the scene, worked out when they are needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.canvas.geometry import LABEL_WIDTH, Geometry, geometry_of
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.content import ContentPainter, paint_all
from nndesigner.ui.canvas.scene import Scene, scene_of
from nndesigner.ui.canvas.values import Mode, Values, preview_values, values_of
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.theme import Theme

_PICTURE_MARGIN = 24.0
_LARGEST_PICTURE = 4000.0

Key = tuple[object, ...]


class Display:
    """Shows the session's document, or what an edit under way would make of it.

    Attributes:
        viewport: The part of the canvas that is seen.
        mode: Which numbers are shown.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        self._session, self._theme = session, theme
        self.viewport = Viewport()
        self.mode = Mode.WEIGHTS
        self._content = ContentPainter()
        self._colors = NumberColors(theme)
        self._preview: Document | None = None
        self._geometry: tuple[Document, Geometry] | None = None
        self._scene: tuple[Key, Scene] | None = None
        self._values: tuple[Key, Values] | None = None
        self._pixmap: tuple[Key, QPixmap] | None = None

    # -- what is shown

    @property
    def geometry(self) -> Geometry:
        """Where everything of the session's document stands."""
        document, known = self._session.document, self._geometry
        same = (
            known is not None
            and known[0].network is document.network
            and known[0].layout is document.layout
        )
        if known is None or not same:
            known = self._geometry = document, geometry_of(document)
        return known[1]

    @property
    def scene(self) -> Scene:
        """What is painted: the session's document, or the preview."""
        session, document = self._session, self._preview or self._session.document
        live = session.training.state is State.RUNNING
        key = (
            document.network, document.layout, document.data, session.parameters, session.inspection,
            session.sample, self.mode, live, self._preview,
        )  # fmt: skip
        if self._scene is None or not _same(self._scene[0], key):
            geometry = self.geometry if self._preview is None else geometry_of(document)
            values = self._values_of(document)
            self._scene = key, scene_of(session, document, geometry, values, self.mode, live=live)
        return self._scene[1]

    @property
    def values(self) -> Values:
        """The numbers of the session's document."""
        session = self._session
        key = (session.document.network, session.parameters, session.inspection, self.mode)
        if self._values is None or not _same(self._values[0], key):
            self._values = key, values_of(session, self.mode)
        return self._values[1]

    def preview(self, edit: Callable[[Document], Document] | None) -> None:
        """Show what an edit would do, or no longer; the document stays as it is."""
        self._preview = edit(self._session.document) if edit is not None else None

    @property
    def previewing(self) -> bool:
        """Whether something is shown that is not so yet."""
        return self._preview is not None

    def forget_colors(self) -> None:
        """The theme has changed."""
        self._colors = NumberColors(self._theme)
        self._content.forget()
        self._pixmap = None

    def bounds(self) -> QRectF:
        """Around everything on the canvas, names beside the neurons included."""
        scene, bounds = self.scene, self.scene.geometry.bounds
        for key, column in scene.geometry.columns.items():
            if scene.labels[key].names is not None and column.shape.circles:
                left = LABEL_WIDTH if column.layer.role is Role.INPUT else 0.0
                right = 0.0 if left else LABEL_WIDTH
                bounds = bounds.united(column.body.adjusted(-left, 0, right, 0))
        return bounds

    # -- painting

    def brushes(self, painter: QPainter, viewport: Viewport | None = None) -> Brushes:
        """What to paint with."""
        return Brushes(painter, viewport or self.viewport, self._theme, self._colors)

    def paint(self, painter: QPainter, size: QSize, ratio: float, *, hurry: bool = False) -> bool:
        """Paint the content; what has not changed comes from a picture.

        Args:
            painter: On the widget.
            size: Of the widget.
            ratio: Pixels of the screen per device-independent pixel.
            hurry: Rather soon than sharp.

        Returns:
            Whether all of it shows the present numbers; else paint again soon.
        """
        scene, view = self.scene, self.viewport
        place = view.scale, view.offset.x(), view.offset.y()
        key = (scene, *place, size.width(), size.height(), ratio, hurry)
        if self._pixmap is not None and _same(self._pixmap[0], key):
            painter.drawPixmap(0, 0, self._pixmap[1])
            return True
        pixmap, complete = self._drawn(scene, size, ratio, hurry)
        painter.drawPixmap(0, 0, pixmap)
        self._pixmap = (key, pixmap) if complete else None
        return complete

    def picture(self) -> QImage:
        """The whole network as an image, twice as large as at 100 % where that is not too large."""
        bounds = self.bounds().marginsAdded(_margins())
        scale = min(2.0, _LARGEST_PICTURE / max(bounds.width(), bounds.height(), 1.0))
        size = (bounds.size() * scale).toSize().expandedTo(QSize(1, 1))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(self._theme.color("sunken"))
        painter = QPainter(image)
        brushes = self.brushes(painter, Viewport(scale, QPointF() - bounds.topLeft() * scale))
        paint_all(brushes, self.scene)
        painter.end()
        return image

    def _drawn(self, scene: Scene, size: QSize, ratio: float, hurry: bool) -> tuple[QPixmap, bool]:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        complete = self._content.paint(self.brushes(painter), scene, ratio, hurry=hurry)
        painter.end()
        return pixmap, complete

    def _values_of(self, document: Document) -> Values:
        now = self._session.document.network
        if document.network is now:
            return self.values
        return preview_values(self.values, now, document.network, document.parameters)


def _same(old: Key, new: Key) -> bool:
    """Whether two keys hold the same objects, or equal numbers."""
    return len(old) == len(new) and all(
        a is b or (isinstance(a, float | int | str) and a == b) for a, b in zip(old, new, strict=True)
    )


def _margins() -> QMarginsF:
    return QMarginsF(_PICTURE_MARGIN, _PICTURE_MARGIN, _PICTURE_MARGIN, _PICTURE_MARGIN)
