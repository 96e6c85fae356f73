"""The lists of the window that are searched. Each is made when it is opened for the first time."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtWidgets import QMainWindow

from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.drops import Source
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.searching import command_palette
from nndesigner.ui.searching.add_menu import AddMenu
from nndesigner.ui.searching.command_palette import CommandPalette
from nndesigner.ui.searching.finder import Finder
from nndesigner.ui.searching.history_list import HistoryList
from nndesigner.ui.searching.popup import SearchPopup
from nndesigner.ui.searching.search import Search
from nndesigner.ui.theme import Theme


class Host(command_palette.Host, Protocol):
    """What the lists need of the main window."""

    @property
    def canvas(self) -> CanvasView:
        """The canvas."""

    def show_page(self, page: Page) -> None:
        """Turn to a page."""


class Searches(QObject):
    """Opens them; asked for again, a list that stays open closes."""

    def __init__(self, host: Host, bridge: Bridge, theme: Theme, window: QMainWindow) -> None:
        super().__init__(window)
        self._host, self._bridge, self._theme, self._window = host, bridge, theme, window
        self._beside: set[SearchPopup] = set()
        host.canvas.addWanted.connect(self._add)
        host.canvas.stage.connectWanted.connect(self._connect)
        host.canvas.installEventFilter(self)

    def open(self, search: Search) -> None:
        """Open a list, or close it if it is open and has the keyboard."""
        if search is Search.COMMANDS:
            self.commands.open()
        elif search is Search.ADD:
            self._host.show_page(Page.WORKSPACE)
            self.adding.open()
        else:
            found = self.finder if search is Search.NEURONS else self.history
            self._beside.add(found.popup)
            if found.popup.has_keyboard():
                found.popup.dismiss()
            else:
                found.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What stays open beside the canvas goes with it when another page comes."""
        if event.type() is QEvent.Type.Hide and not event.spontaneous():
            for popup in self._beside:
                popup.dismiss()
        return super().eventFilter(watched, event)

    @cached_property
    def commands(self) -> CommandPalette:
        """All commands."""
        return CommandPalette(self._host, self._theme, self._window)

    @cached_property
    def adding(self) -> AddMenu:
        """All things to add."""
        return AddMenu(self._host.canvas, self._bridge.session, self._theme, self._window)

    @cached_property
    def finder(self) -> Finder:
        """All layers and neurons."""
        return Finder(self._window, self._host.canvas, self._bridge, self._theme)

    @cached_property
    def history(self) -> HistoryList:
        """All steps."""
        return HistoryList(self._bridge, self._theme, self._host.canvas, self._window)

    def _connect(self, at: QPointF, source: Source) -> None:
        """A connection has been drawn to where nothing is yet."""
        self.adding.open(at, source=source)

    def _add(self, at: QPointF | None, typed: str) -> None:
        """The canvas asks for something to add."""
        self.adding.open(at, typed)
