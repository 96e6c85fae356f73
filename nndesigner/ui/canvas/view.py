"""The canvas: where networks are drawn and watched."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from nndesigner.document.validation import Fix
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.copying import Copying
from nndesigner.ui.canvas.looking import Looking
from nndesigner.ui.canvas.menus import Menus
from nndesigner.ui.canvas.overlay.overlays import Overlays
from nndesigner.ui.canvas.reading import reading
from nndesigner.ui.canvas.surface import Surface
from nndesigner.ui.canvas.values import Mode
from nndesigner.ui.canvas.viewport import STEP
from nndesigner.ui.notices import Notices
from nndesigner.ui.pruning.pruning import Pruning
from nndesigner.ui.theme import Theme


class CanvasView(Surface):
    """The commands of the canvas and its floating controls; it holds nothing of the project."""

    modeChanged = Signal()
    """Other numbers are shown."""

    def __init__(
        self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge.session, theme, notices, parent)
        self.setObjectName("canvas")
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription("The network as a drawing. The outline lists its layers and neurons.")
        self._commands = self.stage.commands
        self.overlays = Overlays(theme, self)
        self.pruning = Pruning(bridge, theme, notices, self.stage, self)
        self.structure = self.stage.structure
        self.copying = Copying(bridge.session, self._commands, notices, self.stage)
        self._menus = Menus(bridge.session, self._commands, self, self)
        self._listen(bridge)
        self._connect_overlays()
        self.looking = Looking(bridge, notices, self.display, self.stage, self.overlays)
        self.looking.aids.changed.connect(self._show_numbers)
        self._show_network()

    # -- what the window's actions ask for

    def fit(self) -> None:
        """Show the whole network."""
        self.stage.fit()

    def zoom_in(self) -> None:
        """Zoom in about the middle."""
        self.stage.zoom(STEP)

    def zoom_out(self) -> None:
        """Zoom out about the middle."""
        self.stage.zoom(1 / STEP)

    def zoom_actual(self) -> None:
        """Zoom to 100 %."""
        self.stage.zoom(1 / self.stage.viewport.scale)

    def delete_selection(self) -> None:
        """Delete everything selected."""
        self._commands.delete()

    def select_all(self) -> None:
        """Select every layer."""
        self._commands.select_all()

    def add_at_centre(self, kind: str) -> None:
        """Add a palette item where it most likely belongs: the middle of the view on an empty canvas."""
        self._commands.add(kind, self.stage.middle)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_between(self) -> None:
        """Put a hidden layer into the selected connection."""
        self._commands.insert()

    def insert_keeping_function(self) -> None:
        """Put a hidden layer into the selected connection so that the network computes the same."""
        self._commands.insert(keep_function=True)

    def split_selected(self) -> None:
        """Split the selected neurons, or those of the selected layers, in two."""
        self._commands.split()

    def merge_selected(self) -> None:
        """Make one neuron of the selected ones."""
        self._commands.fuse()

    def connect_selected(self) -> None:
        """Connect the two selected layers, or the selected neurons of two layers."""
        self._commands.connect()

    def disconnect_selected(self) -> None:
        """Remove the selected connections, or those between the selected layers."""
        self._commands.disconnect()

    def rename_selected(self) -> None:
        """Type a name for the one layer or neuron that is selected."""
        chosen = self._session.selection
        if len(chosen.layers) == 1 and not chosen.neurons:
            self.stage.edit_name(next(iter(chosen.layers)))
        elif len(chosen.neurons) == 1 and not chosen.layers:
            self.stage.edit_name(*next(iter(chosen.neurons)))

    def edit_selected_size(self) -> None:
        """Type a number of neurons for the one layer that is selected."""
        layers = self._session.selection.layers
        if len(layers) == 1:
            self.stage.edit_size(next(iter(layers)))

    def move_selection(self, dx: float, dy: float) -> None:
        """Move the selected layers by so many canvas units."""
        self._commands.move(dx, dy)

    def tidy(self) -> None:
        """Put every layer where it would stand if nobody had moved any."""
        self._commands.tidy()
        self.fit()

    def grab_image(self) -> QImage:
        """The whole network as an image."""
        return self.display.picture()

    def show_mode(self, mode: Mode) -> None:
        """Show other numbers."""
        self.display.mode = mode
        self.overlays.modes.show_mode(mode)
        self._show_numbers()
        self.modeChanged.emit()

    def menu(self, at: QPointF) -> QMenu:
        """The context menu of the selection; `at` is a point of the canvas."""
        return self._menus.menu(at)

    def show_hint(self) -> None:
        """An empty canvas says how to begin, unless something is being dropped on it."""
        bare = not self._session.document.network.layers
        self.overlays.hint.setVisible(bare and not self.dragged_over)
        self.overlays.problems.set_aside(self.dragged_over)
        self.overlays.modes.setVisible(not bare)
        self.overlays.zoom.setVisible(not bare)

    # -- following the session

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that help to look come first, unless a gesture is under way."""
        if self.under_way or not self.looking.press(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep in sight what was."""
        self.overlays.arrange()
        if self.stage.follows:
            self.stage.fit()
        self.looking.show_map()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed meanwhile."""
        super().showEvent(event)
        self._show_numbers()

    def _listen(self, bridge: Bridge) -> None:
        bridge.networkChanged.connect(self._show_network)
        bridge.layoutChanged.connect(self._show_layout)
        for signal in (bridge.parametersChanged, bridge.dataChanged, bridge.selectionChanged):
            signal.connect(self._show_numbers)
        bridge.settingsChanged.connect(self._show_numbers)
        bridge.historyChanged.connect(self._show_problems)
        bridge.liveChanged.connect(self.update)
        self._theme.changed.connect(self._show_theme)

    def _connect_overlays(self) -> None:
        overlays, stage = self.overlays, self.stage
        overlays.modes.chosen.connect(self.show_mode)
        overlays.zoom.zoomedIn.connect(self.zoom_in)
        overlays.zoom.zoomedOut.connect(self.zoom_out)
        overlays.zoom.actual.connect(self.zoom_actual)
        overlays.zoom.fitted.connect(self.fit)
        overlays.hint.itemRequested.connect(self.add_at_centre)
        overlays.problems.fixRequested.connect(self._fix)
        overlays.problems.changed.connect(stage.keep_clear)
        overlays.problems.changed.connect(self.update)
        stage.cards = self.display.cards = overlays.areas
        self.hoverChanged.connect(self._read)
        stage.viewportChanged.connect(lambda: overlays.zoom.show_scale(stage.viewport.scale))

    def _show_network(self) -> None:
        self.cancel_gesture()
        self.stage.inline.cancel()
        self.show_hint()
        self._show_layout()
        self._show_problems()
        self._show_numbers()

    def _show_layout(self) -> None:
        fresh = self._session.undo_name is None and self._session.redo_name is None
        if fresh or not self._session.document.layout.positions:
            self.fit()
        else:
            self.stage.keep_in_sight()
        self.update()

    def _show_numbers(self) -> None:
        if self.isVisible():
            if self.overlays.show_values(
                self._session, self.display.values, self.display.mode, lines=not self.display.lines_hidden
            ):
                self.stage.keep_clear()
            self._read()
            self.update()

    def _read(self) -> None:
        display = self.display
        self.overlays.show_reading(reading(self._session, self.hover, display.values, display.mode))

    def _show_problems(self) -> None:
        self.overlays.problems.show_problems(self._session.problems)
        self.update()

    def _show_theme(self) -> None:
        self.display.forget_colors()
        self.update()

    def _fix(self, fix: Fix) -> None:
        self._commands.apply(fix.label, fix.edit)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
