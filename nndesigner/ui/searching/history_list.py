"""All steps of the history in a list that can stay open: one goes to any of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.searching.places import area_in
from nndesigner.ui.searching.popup import Kind, SearchPopup
from nndesigner.ui.searching.rows import Rows
from nndesigner.ui.searching.step_rows import step_rows
from nndesigner.ui.theme import Theme

_KIND = Kind(
    name="historyList",
    title="History",
    prompt="Find a step of the history",
    nothing="No step is called so.",
    width=292,
    lines=14,
    stays=True,
)


class HistoryList(QObject):
    """Follows while one works, until Escape or its button closes it."""

    def __init__(self, bridge: Bridge, theme: Theme, over: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._over, self._window = bridge.session, over, window
        self.popup = SearchPopup(_KIND, theme, window)
        self.popup.chosen.connect(self._session.go_to)
        bridge.historyChanged.connect(self._follow)
        bridge.fileChanged.connect(self._follow)

    def open(self) -> None:
        """Open at the far right, off the network, or take the keyboard if it is open."""
        self.popup.open_over(self._place, Rows(()))
        self._follow()
        self.popup.list.centre_current()

    def _follow(self) -> None:
        """Show the steps as they are, and stand on the present one."""
        if self.popup.isVisible():
            session = self._session
            self.popup.look_through(Rows(step_rows(session.steps, session.place)), session.place)

    def _place(self) -> QRect:
        """From the canvas to the right edge of the window: over the inspector rather than the network."""
        area = area_in(self._window, self._over)
        area.setRight(self._window.width() - 1)
        return area
