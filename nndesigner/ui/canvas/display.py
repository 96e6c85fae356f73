"""What is on the screen: the view, the geometry and the scene, worked out when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui.canvas.geometry import HEADER_HEIGHT, LABEL_WIDTH, Geometry, geometry_of
from nndesigner.ui.canvas.lettering import SMALLEST_TEXT, name_distance
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.painting.colors import NumberColors
from nndesigner.ui.canvas.painting.content import ContentPainter, paint_all
from nndesigner.ui.canvas.painting.numbers import Label
from nndesigner.ui.canvas.painting.sources import Marked
from nndesigner.ui.canvas.scene import Emphasis, Scene, scene_of
from nndesigner.ui.canvas.values import Mode, Values, preview_values, values_of
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.theme import Theme

_MARK_ROOM = 40.0
"""What the mark of a right or wrong answer may need beyond the room for names, in canvas units."""
_PICTURE_MARGIN = 24.0
_LARGEST_PICTURE = 4000.0

Key = tuple[object, ...]


class Display:
    """Shows the session's document, or what an edit under way would make of it.

    Attributes:
        viewport: The part of the canvas that is seen.
        mode: Which numbers are shown.
        emphasis: What is drawn in full while everything else is dimmed; None for everything.
        lines_hidden: Whether no lines are drawn.
        marked: What connecting by the keyboard shows.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        self._session, self._theme = session, theme
        self.viewport = Viewport()
        self.mode = Mode.WEIGHTS
        self.emphasis: Emphasis | None = None
        self.lines_hidden = False
        self.marked = Marked()
        self.cards: Callable[[], Sequence[QRectF]] = tuple
        """Where floating controls are on the screen, as the canvas says that has them."""
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
            session.sample, session.since, self.mode, live, self._preview, self.emphasis, self.lines_hidden,
        )  # fmt: skip
        if self._scene is None or not _same(self._scene[0], key):
            geometry = self.geometry if self._preview is None else geometry_of(document)
            values = self._values_of(document)
            scene = scene_of(
                session,
                document,
                geometry,
                values,
                live=live,
                emphasis=self.emphasis,
                lines_hidden=self.lines_hidden,
            )
            self._scene = key, scene
        return self._scene[1]

    @property
    def values(self) -> Values:
        """The numbers of the session's document."""
        session = self._session
        key = (session.document.network, session.parameters, session.inspection, session.since, self.mode)
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

    def bounds(self, scale: float = 1.0) -> QRectF:
        """Around everything on the canvas as it is seen at a scale, names beside the neurons included."""
        bounds = self.scene.geometry.bounds
        for area in self.areas(scale):
            bounds = bounds.united(area)
        return bounds

    def areas(self, scale: float = 1.0) -> list[QRectF]:
        """Around each layer and its header as seen at a scale, names beside the neurons and detours included.

        Text does not become as small as everything else, seen from far away.
        """
        scene, areas, larger = self.scene, [], max(1.0, SMALLEST_TEXT / scale)
        width, above = LABEL_WIDTH * larger, HEADER_HEIGHT * (larger - 1.0)
        for key, column in scene.geometry.columns.items():
            area = column.outline
            if scene.labels[key].names is not None and column.shape.named:
                beside = width + name_distance(column, scale) - column.shape.radius
                marked = _MARK_ROOM * larger if scene.labels[key].marks else 0.0
                left = beside if column.layer.role is Role.INPUT else 0.0
                right = 0.0 if left else beside + marked
                area = area.united(column.body.adjusted(-left, 0, right, 0))
            areas += [area, column.header.adjusted(0, -above, 0, 0)]
        return areas + [leg.bounds for link in scene.links if len(link.legs) > 1 for leg in link.legs]

    def controls(self) -> list[QRectF]:
        """Where each layer shows the control of its size when the pointer is on it."""
        return [column.control for column in self.scene.geometry.columns.values()]

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
        scene, key = self.scene, self._key(size, ratio, hurry=hurry)
        if self._pixmap is not None and _same(self._pixmap[0], key):
            painter.drawPixmap(0, 0, self._pixmap[1])
            return True
        pixmap, complete = self._drawn(scene, size, ratio, hurry)
        painter.drawPixmap(0, 0, pixmap)
        self._pixmap = (key, pixmap) if complete else None
        return complete

    @property
    def numbers(self) -> Sequence[Label]:
        """The numbers written on lines."""
        return self._content.numbers

    @property
    def drawing(self) -> bool:
        """Whether connections are being drawn on another thread: there will be something new to paint."""
        return self._content.drawing

    def is_complete(self, size: QSize, ratio: float) -> bool:
        """Whether what was painted last shows all that is so, sharply."""
        return self._pixmap is not None and _same(self._pixmap[0], self._key(size, ratio, hurry=False))

    def picture(self) -> QImage:
        """The whole network as an image, twice as large as at 100 % where that is not too large.

        It shows everything, whatever is dimmed or hidden on the screen.
        """
        bounds = self.bounds().marginsAdded(_margins())
        scale = min(2.0, _LARGEST_PICTURE / max(bounds.width(), bounds.height(), 1.0))
        size = (bounds.size() * scale).toSize().expandedTo(QSize(1, 1))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(self._theme.color("sunken"))
        with QPainter(image) as painter:
            brushes = self.brushes(painter, Viewport(scale, QPointF() - bounds.topLeft() * scale))
            paint_all(brushes, self._whole_scene())
            return image

    def _whole_scene(self) -> Scene:
        if self.emphasis is None and not self.lines_hidden:
            return self.scene
        session, live = self._session, self._session.training.state is State.RUNNING
        return scene_of(session, session.document, self.geometry, self.values, live=live)

    def _drawn(self, scene: Scene, size: QSize, ratio: float, hurry: bool) -> tuple[QPixmap, bool]:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            brushes = self.brushes(painter)
            complete = self._content.paint(brushes, scene, ratio, cards=self.cards(), hurry=hurry)
            return pixmap, complete

    def _key(self, size: QSize, ratio: float, *, hurry: bool) -> Key:
        """Of what a picture of the whole canvas shows."""
        view = self.viewport
        place = view.scale, view.offset.x(), view.offset.y()
        cards = [
            edge
            for card in self.cards()
            for edge in (card.left(), card.top(), card.right(), card.bottom())
        ]
        return (self.scene, *place, size.width(), size.height(), ratio, hurry, *cards)

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
