"""What gestures, keys and menus work on: the document through edits, the view through its viewport."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nndesigner.document.model import Document
from nndesigner.document.names import full_name
from nndesigner.session.selection import Selection
from nndesigner.session.session import Edit, Session
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.fitting import Frame, clear_view, is_covered
from nndesigner.ui.canvas.flight import Flight
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.hits import Hit, hit_test
from nndesigner.ui.canvas.inline import InlineEdit
from nndesigner.ui.canvas.structure import Structure
from nndesigner.ui.canvas.viewport import Viewport
from nndesigner.ui.notices import Notices

_LEISURE_MS = 120
"""So long after the last movement everything is painted sharply."""
_FITTINGS = 3
"""How often a view is looked for: at a smaller scale text needs more of the canvas."""
_MUCH_SMALLER = 1.15
"""How much larger a network that became smaller could be shown before the view comes nearer."""
_ASIDE = 0.1
"""The share of the screen that the middle of a network may be away from its middle."""
_MOST_WITH_CONTROLS = 3
"""Selected layers up to which each shows its controls."""


class CanvasStage(QObject):
    """The canvas behind the widget."""

    changed = Signal()
    """Something has to be painted anew."""
    viewportChanged = Signal()
    connectWanted = Signal(object, object)
    """A connection ended on empty ground: where on the canvas; ids of its layer and its neuron or None."""

    def __init__(self, session: Session, display: Display, notices: Notices, widget: QWidget) -> None:
        super().__init__(widget)
        self._session, self._display, self._widget = session, display, widget
        self.commands = Commands(session, notices, self.fit)
        self.structure = Structure(session, self.commands, notices)
        self.inline = InlineEdit(widget)
        self.pointed: int | None = None
        """Id of the layer that the pointer is on."""
        self._leisure = QTimer(self)
        self._leisure.setSingleShot(True)
        self._leisure.setInterval(_LEISURE_MS)
        self._leisure.timeout.connect(self.changed)
        self._flight = Flight(self._fly_past, self)
        self.cards: Callable[[], Sequence[QRectF]] = tuple
        """Where floating controls are on the screen, as the canvas says that has them."""
        self.follows = True
        """Whether the view follows the network: until the user chooses another part of it."""
        self._framed = Frame()

    # -- what gestures use

    @property
    def session(self) -> Session:
        """The session."""
        return self._session

    @property
    def geometry(self) -> Geometry:
        """Where everything of the present document stands; previews do not change it."""
        return self._display.geometry

    @property
    def viewport(self) -> Viewport:
        """The part of the canvas that is seen."""
        return self._display.viewport

    @viewport.setter
    def viewport(self, viewport: Viewport) -> None:
        self._flight.stop()
        self.follows = False
        self.hurry()
        self._show(viewport)

    def hit(self, point: QPointF) -> Hit:
        """What is at a point of the canvas."""
        lines = not self._display.lines_hidden
        names = {key: labels.names for key, labels in self._display.scene.labels.items()}
        return hit_test(
            self.geometry, point, self.viewport.scale, self.controlled, lines=lines, names=names
        )

    def apply(self, name: str, edit: Edit) -> bool:
        """Make an edit; whether it was made."""
        return self.commands.apply(name, edit)

    def select(self, selection: Selection) -> None:
        """Select something."""
        self._session.select(selection)

    def preview(self, edit: Callable[[Document], Document] | None) -> None:
        """Show what an edit would do, or no longer show it; the document stays as it is."""
        self._display.preview(edit)
        self.hurry()
        self.changed.emit()

    def ask_to_connect(self, at: QPointF, layer: int, neuron: int | None) -> None:
        """Let the user choose what is added at a point and connected with a layer or neuron before it."""
        self.connectWanted.emit(at, (layer, neuron))

    def edit_size(self, layer: int) -> None:
        """Let the user type a number of neurons."""
        column = self.geometry.columns[layer]
        area = self.viewport.rect_to_screen(column.control)
        self.inline.ask_size(area, column.layer.size, lambda size: self.commands.resize(layer, size))

    def edit_name(self, layer: int, neuron: int | None = None) -> None:
        """Let the user type the name of a layer, or of one of its neurons."""
        column = self.geometry.columns[layer]
        if neuron is None:
            area, name, of = column.header, column.layer.name, "layer"
        else:
            of = full_name(self._session.document, column.layer, neuron)
            area = column.neuron_rect(column.layer.index_by_neuron[neuron])
            override = column.layer.overrides.get(neuron)
            name = (override.name or "") if override is not None else ""
        screen = self.viewport.rect_to_screen(area)
        self.inline.ask_name(screen, name, lambda new: self.commands.rename(layer, neuron, new), of=of)

    @property
    def controlled(self) -> frozenset[int]:
        """Ids of the layers whose handle and control are shown."""
        chosen = self._session.selection.layers
        shown = chosen if len(chosen) <= _MOST_WITH_CONTROLS else frozenset()
        return shown if self.pointed is None else shown | {self.pointed}

    # -- speed

    @property
    def hurried(self) -> bool:
        """Whether something moves under the pointer: paint soon rather than sharply."""
        return self._leisure.isActive()

    def hurry(self) -> None:
        """Something moves under the pointer; once it stands still, all is painted again."""
        self._leisure.start()

    # -- the part that is seen

    @property
    def screen(self) -> QRectF:
        """The widget's area."""
        return QRectF(self._widget.rect())

    @property
    def middle(self) -> QPointF:
        """The point of the canvas in the middle of the widget."""
        return self.viewport.to_canvas(self.screen.center())

    def fit(self) -> None:
        """Show the whole network, and go on doing so while it grows and shrinks."""
        self._flight.stop()
        self.follows = True
        self._framed = self._frame
        self._show(self._fitting())

    def fly_to(self, viewport: Viewport) -> None:
        """Show another part of the canvas, by a short way that the eye can follow."""
        self.follows = False
        self._flight.begin(self.viewport, viewport)

    def zoom(self, factor: float) -> None:
        """Zoom about the middle."""
        self.viewport = self.viewport.zoomed(factor, self.screen.center())

    def keep_in_sight(self) -> None:
        """Show the whole network again where it no longer fits the view, unless the user chose a part of it.

        That is if some of it lies outside; or, by a short way, if it became much smaller than what was fitted
        last, or stands aside with layers come or gone.
        """
        if not self.follows:
            return
        if not self.viewport.shows(self._display.bounds(), self.screen):
            self.fit()
            return
        before, self._framed = self._framed, self._frame
        fitting = self._fitting()
        smaller = self._framed.smaller_than(before) and fitting.scale > _MUCH_SMALLER * self.viewport.scale
        aside = self._framed.layers != before.layers and self._is_aside()
        if smaller or aside:
            self._flight.begin(self.viewport, fitting)

    def keep_clear(self) -> None:
        """Show the whole network again if a floating control has come to cover some of it."""
        areas = self._display.areas(self.viewport.scale)
        if self.follows and is_covered(self.viewport, areas, self.cards()):
            self.fit()

    @property
    def _frame(self) -> Frame:
        return Frame(frozenset(self.geometry.columns), self._display.bounds())

    def _fitting(self) -> Viewport:
        """The view of the whole network."""
        display, view = self._display, Viewport()
        for _ in range(_FITTINGS):
            scale = view.scale
            areas = [*display.areas(scale), *display.controls()]
            view = clear_view(display.bounds(scale), self.screen, areas, self.cards())
        return view

    def _is_aside(self) -> bool:
        """Whether the network stands far from the middle of the view."""
        away = self.viewport.to_screen(self._display.bounds().center()) - self.screen.center()
        limits = self.screen.size() * _ASIDE
        return abs(away.x()) > limits.width() or abs(away.y()) > limits.height()

    def _fly_past(self, viewport: Viewport) -> None:
        self.hurry()
        self._show(viewport)

    def _show(self, viewport: Viewport) -> None:
        self._display.viewport = viewport
        self.viewportChanged.emit()
        self.changed.emit()
