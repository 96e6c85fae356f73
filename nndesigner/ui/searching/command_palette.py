"""All commands of the window in one list that is searched."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QMainWindow

from nndesigner.session.session import Session
from nndesigner.ui.action_set import ActionSet
from nndesigner.ui.actions import Page
from nndesigner.ui.searching.command_rows import command_rows
from nndesigner.ui.searching.places import area_in
from nndesigner.ui.searching.popup import Kind, SearchPopup
from nndesigner.ui.searching.rows import Rows
from nndesigner.ui.searching.used import Used
from nndesigner.ui.theme import Theme

_KIND = Kind(
    name="commandPalette",
    title="Commands",
    prompt="What do you want to do?",
    nothing="No command is called so.",
)


class Host(Protocol):
    """What it needs of the main window."""

    page: Page
    """The page in front."""
    action_set: ActionSet

    @property
    def session(self) -> Session:
        """The session."""


class CommandPalette(QObject):
    """Enter runs a command; those that are off say why, and cannot be run."""

    def __init__(self, host: Host, theme: Theme, window: QMainWindow) -> None:
        super().__init__(window)
        self._host, self._window = host, window
        self._used = Used("commands")
        self.popup = SearchPopup(_KIND, theme, window)
        self.popup.chosen.connect(self._run)

    def open(self) -> None:
        """Open at the top of the window, under its menus."""
        host = self._host
        rows = command_rows(host.session, host.page, lambda key: host.action_set[key].isChecked())
        self.popup.open_over(self._place, Rows(self._used.first(rows)))

    def _run(self, key: str) -> None:
        self._used.add(key)
        self._host.action_set[key].trigger()

    def _place(self) -> QRect:
        return area_in(self._window, self._window.centralWidget() or self._window)
