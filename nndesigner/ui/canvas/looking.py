"""Everything that helps to look at the canvas and to use it without a mouse, wired to the view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent

from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.aids import ViewAids
from nndesigner.ui.canvas.bounds import selection_bounds
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.fitting import free_view
from nndesigner.ui.canvas.lettering import header_area
from nndesigner.ui.canvas.linking import Linking
from nndesigner.ui.canvas.links import NEAR, links_of
from nndesigner.ui.canvas.overlay.overlays import Overlays
from nndesigner.ui.canvas.painting.sources import Marked
from nndesigner.ui.canvas.sight import is_bare, painted
from nndesigner.ui.canvas.stage import CanvasStage
from nndesigner.ui.canvas.viewport import LARGEST
from nndesigner.ui.notices import Notices

_MOST_IN_SIGHT = 0.6
"""Share of the network in sight from which on a mini-map tells nothing."""
_FOCUS, _LINES, _SOURCE = "focus", "lines", "source"


class Looking(QObject):
    """Zoom to the selection, focus mode, hidden lines, mini-map, and marking a source by the keyboard."""

    def __init__(
        self, bridge: Bridge, notices: Notices, display: Display, stage: CanvasStage, overlays: Overlays
    ) -> None:
        super().__init__(stage)
        self._session: Session = bridge.session
        self._display, self._stage, self._overlays = display, stage, overlays
        self.aids = ViewAids(bridge.session, display, self)
        self.linking = Linking(bridge.session, stage.commands, notices, self)
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_F: self.aids.toggle_focus,
            Qt.Key.Key_W: self.aids.toggle_lines,
            Qt.Key.Key_M: self.aids.toggle_map,
            Qt.Key.Key_1: self.linking.mark,
            Qt.Key.Key_2: self.linking.connect_marked,
        }
        bridge.networkChanged.connect(self._show_network)
        for signal in (bridge.selectionChanged, self.aids.changed, self.linking.changed):
            signal.connect(self._follow)
        bridge.layoutChanged.connect(self.show_map)
        stage.viewportChanged.connect(self.show_map)
        stage.viewportChanged.connect(self._say_if_bare)
        overlays.nothing.fitted.connect(stage.fit)
        overlays.map.moved.connect(self._look_at)
        overlays.chips.closed.connect(self._put_away)
        self._follow()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key without modifiers means; whether it means anything here."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held or not self._session.document.network.layers:
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self.linking.forget()
        does = self._keys.get(event.key())
        if does is None or event.isAutoRepeat():
            return False
        does()
        return True

    def zoom_to_selection(self) -> None:
        """Show what is selected as large as it fits, by a short way."""
        scene = self._display.scene
        bounds = selection_bounds(scene.geometry, scene.links, self._session.selection)
        if not bounds.isEmpty():
            self._stage.fly_to(free_view(bounds, self._stage.screen, self._stage.cards(), LARGEST))

    def show_map(self) -> None:
        """Show the mini-map where part of the network is out of sight, unless the user does not want it."""
        network, view, map_ = self._session.document.network, self._stage.viewport, self._overlays.map
        wanted = self.aids.map_wanted and bool(network.layers)
        needed = wanted and view.share(self._display.bounds(), self._stage.screen) < _MOST_IN_SIGHT
        if needed:
            geometry = self._display.geometry
            map_.show_network(geometry, links_of(geometry))
            map_.show_view(view.rect_to_canvas(self._stage.screen))
        if needed == map_.isHidden():
            map_.setVisible(needed)
            self._overlays.arrange()
        if needed and not map_.held:
            areas = self._display.areas(view.scale)
            self._overlays.keep_map_clear([view.rect_to_screen(area) for area in areas])

    def _say_if_bare(self) -> None:
        """Where nothing is in sight, show the way back."""
        display, view, screen = self._display, self._stage.viewport, self._stage.screen
        links = () if display.lines_hidden else display.scene.links
        window = view.rect_to_canvas(screen)
        areas = display.areas(view.scale)
        if view.scale >= NEAR:
            columns = display.scene.geometry.columns.values()
            areas = [column.body for column in columns if painted(column, window)]
            areas += [header_area(column, view.scale) for column in columns]
        if self._session.document.network.layers and is_bare(areas, links, window, view.scale):
            self._overlays.nothing.show_in(screen.toRect())
        else:
            self._overlays.nothing.hide()

    def _show_network(self) -> None:
        """In another project the source would be another layer that happens to have the same id."""
        if self._session.undo_name is None and self._session.redo_name is None:
            self.linking.forget()
        self._follow()

    def _follow(self) -> None:
        self.aids.follow()
        self._say_if_bare()
        joint = self.linking.joint
        self._display.marked = Marked(self.linking.source, joint.closes if joint is not None else ())
        self._show_chips()
        self.show_map()
        self._stage.changed.emit()

    def _show_chips(self) -> None:
        say, chosen = self._overlays.chips.say, bool(self._session.selection)
        bare = not self._session.document.network.layers
        hidden = self.aids.lines_hidden and not bare
        say(_LINES, "Weights hidden (W)" if hidden else "", "Show the weights again")
        words = "Focus (F)" if chosen else "Focus (F): select what to look at"
        say(_FOCUS, words if self.aids.focus and not bare else "", "Show everything in full again")
        say(_SOURCE, self._source_words(), "Forget the source")

    def _source_words(self) -> str:
        if not self.linking.source:
            return ""
        joint = self.linking.joint
        if joint is None:
            return f"Source: {self.linking.name} — select the target and press 2; Esc forgets"
        return f"{joint.words}: press 2" if joint.edit is not None else joint.words

    def _put_away(self, chip: str) -> None:
        does = {
            _FOCUS: self.aids.toggle_focus,
            _LINES: self.aids.toggle_lines,
            _SOURCE: self.linking.forget,
        }
        does[chip]()

    def _look_at(self, point: QPointF) -> None:
        view, screen = self._stage.viewport, QRectF(self._stage.screen)
        self._stage.viewport = view.moved(screen.center() - view.to_screen(point))
