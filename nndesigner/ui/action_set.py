"""The actions of the table as Qt actions, kept in step with the session."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar

from nndesigner.errors import NNDesignerError
from nndesigner.ui.action_table import ACTIONS
from nndesigner.ui.actions import Action, Page, Window
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.icons import icon
from nndesigner.ui.menus import MENUS, RECENT, SEPARATOR, Menu
from nndesigner.ui.notices import Notices
from nndesigner.ui.recent import RecentFiles
from nndesigner.ui.theme import Theme


class ActionSet(QObject):
    """One `QAction` per entry of the table. Where an action is off, its tooltip says why."""

    def __init__(
        self, window: Window, bridge: Bridge, theme: Theme, notices: Notices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = bridge.session
        self._theme = theme
        self._notices = notices
        self._page = Page.START
        self.actions: Mapping[str, QAction] = {
            key: self._made(key, action) for key, action in ACTIONS.items()
        }
        for signal in (
            bridge.historyChanged,
            bridge.selectionChanged,
            bridge.liveChanged,
            bridge.fileChanged,
        ):
            signal.connect(self.refresh)
        window.canvas.looking.aids.changed.connect(self.refresh)
        window.canvas.modeChanged.connect(self.refresh)
        QGuiApplication.clipboard().dataChanged.connect(self.refresh)
        theme.changed.connect(self._paint)
        self._paint()

    def __getitem__(self, key: str) -> QAction:
        return self.actions[key]

    def set_page(self, page: Page) -> None:
        """Say which page is in front."""
        self._page = page
        self.refresh()

    def refresh(self) -> None:
        """Bring words, tooltips and availability up to date; touches only what differs."""
        for key, action in ACTIONS.items():
            made = self.actions[key]
            reason = action.reason_off(self._session, self._page)
            words = action.words(self._session)
            made.setText(words)
            made.setEnabled(reason is None)
            made.setToolTip(tooltip(action, words, reason))
            if action.checkable:
                on = action.on
                made.setChecked(on(self._window) if on is not None else self._window.is_checked(key))

    def fill(self, bar: QMenuBar, recent: RecentFiles) -> None:
        """Build the menus."""
        for menu in MENUS:
            made = bar.addMenu(menu.title)
            self._add_menu(made, menu, recent)
            opener = QShortcut(QKeySequence(f"Alt+{menu.title[0]}"), bar)
            opener.activated.connect(partial(bar.setActiveAction, made.menuAction()))

    def _made(self, key: str, action: Action) -> QAction:
        made = QAction(action.text, self)
        made.setObjectName(key)
        made.setShortcuts([QKeySequence(shortcut) for shortcut in action.shortcuts])
        made.setCheckable(action.checkable)
        if key == "quit":
            made.setMenuRole(QAction.MenuRole.QuitRole)
        elif key == "about":
            made.setMenuRole(QAction.MenuRole.AboutRole)
        else:
            made.setMenuRole(QAction.MenuRole.NoRole)
        made.triggered.connect(partial(self._run, action))
        return made

    def _run(self, action: Action, _checked: bool = False) -> None:
        try:
            action.does(self._window)
        except NNDesignerError as error:
            self._notices.show_error(error)
        self.refresh()

    def _paint(self) -> None:
        for key, action in ACTIONS.items():
            if action.icon:
                self.actions[key].setIcon(icon(action.icon, self._theme.tokens))

    def _add_menu(self, made: QMenu, menu: Menu, recent: RecentFiles) -> None:
        made.setToolTipsVisible(True)
        for item in menu.items:
            if isinstance(item, Menu):
                self._add_menu(made.addMenu(item.title), item, recent)
            elif item == SEPARATOR:
                made.addSeparator()
            elif item == RECENT:
                made.aboutToShow.connect(partial(self._fill_recent, made, recent))
                recent.changed.connect(partial(self._fill_recent, made, recent))
                self._fill_recent(made, recent)
            else:
                made.addAction(self.actions[item])

    def _fill_recent(self, menu: QMenu, recent: RecentFiles) -> None:
        menu.clear()
        paths = recent.paths()
        for path in paths:
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open_recent, str(path)))
        if not paths:
            nothing = menu.addAction("No projects yet")
            nothing.setEnabled(False)
            nothing.setToolTip("Projects that you save or open appear here.")
            return
        menu.addSeparator()
        menu.addAction("Clear the list").triggered.connect(recent.clear)

    def _open_recent(self, path: str, _checked: bool = False) -> None:
        self._window.files.open_path(Path(path))


def tooltip(action: Action, words: str, reason: str | None) -> str:
    """What it does, its shortcut, and why it is off when it is."""
    text = action.hint or words.removesuffix("…")
    native = QKeySequence.SequenceFormat.NativeText
    keys = QKeySequence(action.shortcuts[0]).toString(native) if action.shortcuts else ""
    shown = f"{text} ({keys})" if keys else text
    return f"{shown}\n{reason}" if reason else shown
