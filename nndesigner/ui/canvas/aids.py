"""How the user looks at the canvas: focus mode, hidden lines, the mini-map. None of it is in a project."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nndesigner.engine.network import Network
from nndesigner.session.selection import Selection
from nndesigner.session.session import Session
from nndesigner.ui import preferences
from nndesigner.ui.canvas.display import Display
from nndesigner.ui.canvas.focusing import emphasis_of

_MAP = "mini-map"


class ViewAids(QObject):
    """Switches of the view, and what they mean for the display.

    The mini-map is remembered; the others are off at every start, so that nobody misses what is hidden.

    Attributes:
        focus: Whether all but what is selected is dimmed.
        lines_hidden: Whether no lines are drawn.
        map_wanted: Whether the mini-map is shown when part of the network is out of sight.
    """

    changed = Signal()

    def __init__(self, session: Session, display: Display, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._display = session, display
        self._followed: tuple[Network, Selection, bool] | None = None
        self.focus = False
        self.lines_hidden = False
        self.map_wanted = preferences.switched(_MAP, otherwise=True)

    def toggle_focus(self) -> None:
        """Dim all but what is selected, or no longer."""
        self.focus = not self.focus
        self._tell()

    def toggle_lines(self) -> None:
        """Hide all lines, or show them again."""
        self.lines_hidden = not self.lines_hidden
        self._tell()

    def toggle_map(self) -> None:
        """Want the mini-map, or no longer; it is remembered."""
        self.map_wanted = not self.map_wanted
        preferences.remember_switch(_MAP, self.map_wanted)
        self._tell()

    def follow(self) -> None:
        """Let the display show what the switches and the selection ask for."""
        network, chosen = self._session.document.network, self._session.selection
        now = network, chosen, self.focus
        known = self._followed
        if known is None or known[0] is not network or known[1:] != now[1:]:
            self._followed = now
            self._display.emphasis = emphasis_of(network, chosen) if self.focus else None
        self._display.lines_hidden = self.lines_hidden

    def _tell(self) -> None:
        self.follow()
        self.changed.emit()
