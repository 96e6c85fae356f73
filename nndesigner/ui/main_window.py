"""The main window: puts the parts together and hands what happens to the part it concerns."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget, QWidget

from nndesigner.document import edits
from nndesigner.document.runs import Outcome
from nndesigner.session.mailbox import Ended
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui import preferences
from nndesigner.ui.action_set import ActionSet
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.dialogs import help_dialog
from nndesigner.ui.files import Files
from nndesigner.ui.icons import app_icon
from nndesigner.ui.import_page.page import ImportPage
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.notices import Notices
from nndesigner.ui.recent import RecentFiles
from nndesigner.ui.start_page import StartPage
from nndesigner.ui.theme import Mode, Theme
from nndesigner.ui.title_label import TitleLabel
from nndesigner.ui.waiting import wait_for
from nndesigner.ui.workspace import Workspace

_FIRST_SIZE = (1440, 900)
_SMALLEST = (800, 560)


class MainWindow(QMainWindow):
    """Lays out; the panels own themselves, the actions are in a table, files have their own part.

    Closing it ends the training and the session's bridge.
    """

    def __init__(
        self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self._bridge, self._theme, self._notices = bridge, theme, notices
        self.session: Session = bridge.session
        self.files = Files(bridge.session, notices, RecentFiles(), self)
        self.canvas = CanvasView(bridge, theme, notices)
        self._page = Page.START
        self.actions_by_key = ActionSet(self, bridge, theme, notices, self)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self._restore_geometry()
        self.show_page(Page.START if self._is_empty() else Page.WORKSPACE)
        self._update_title()

    # -- what actions ask of the window

    @property
    def page(self) -> Page:
        """The page in front."""
        return self._page

    def show_page(self, page: Page) -> None:
        """Turn to a page."""
        self._page = page
        self._stack.setCurrentWidget(self._pages[page])
        self.actions_by_key.set_page(page)
        if page is Page.WORKSPACE:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_example(self, key: str, *, train: bool = False) -> bool:
        """Begin with an example, and train it if asked; False if the user keeps the present project."""
        if not self.files.start_example(key):
            return False
        if train:
            self.session.train()
        return True

    def use_bundled(self, key: str) -> None:
        """Give the project bundled data, and a network that fits if it has none."""
        data = wait_for(lambda: load_bundled(key))
        bare = not self.session.document.network.layers

        def edit(document: Document) -> Document:
            changed = edits.set_data(document, data)
            return edits.new_network(changed) if bare else changed

        self.session.apply(f"Use {BUNDLED[key].label}", edit)
        self.show_page(Page.WORKSPACE)

    def import_table(self, path: Path) -> None:
        """Show a table on the import page."""
        self._import_page.open_file(path)
        self.show_page(Page.IMPORT)

    def edit_data(self) -> None:
        """Turn to the import page with the present data."""
        self._import_page.edit_current()
        self.show_page(Page.IMPORT)

    def toggle_training(self) -> None:
        """Train, pause, or go on."""
        if self.session.training.state is State.RUNNING:
            self.session.pause()
        else:
            self._notices.clear()
            self.session.train()

    def is_checked(self, action: str) -> bool:
        """Whether a checkable action is on."""
        kind, _, name = action.partition("-")
        return self._theme.mode == name if kind == "theme" else self._workspace.is_shown(name)

    def set_theme(self, mode: Mode) -> None:
        """Choose a theme, and remember it."""
        preferences.remember_theme(mode)
        self._theme.set_mode(mode)

    def toggle_panel(self, panel: str) -> None:
        """Show or hide a panel."""
        self._workspace.set_shown(panel, not self._workspace.is_shown(panel))

    def next_panel(self) -> None:
        """Move the keyboard focus to the next panel."""
        places = self._workspace.focus_places()
        focus = QApplication.focusWidget()
        here = next((k for k, place in enumerate(places) if focus and place.isAncestorOf(focus)), None)
        if here is None:
            here = places.index(self.canvas) if focus is self.canvas else -1
        place = places[(here + 1) % len(places)]
        target = next((child for child in focusable(place)), place)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_help(self, topic: str) -> None:
        """Open a help window."""
        help_dialog(topic, self).open()
