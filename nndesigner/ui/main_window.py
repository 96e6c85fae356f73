"""The main window: puts the parts together and hands what happens to the part it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QMenuBar, QStackedWidget, QWidget

from nndesigner.data.bundled import BUNDLED, load_bundled
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.errors import NNDesignerError
from nndesigner.session.session import Session
from nndesigner.session.training import State
from nndesigner.ui import preferences
from nndesigner.ui.action_set import ActionSet
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.view import CanvasView
from nndesigner.ui.dialogs.help import help_dialog
from nndesigner.ui.drops import DropFrame, dropped_file
from nndesigner.ui.files import Files
from nndesigner.ui.focus import focus_next
from nndesigner.ui.gradients.dialog import show_gradient_dialog
from nndesigner.ui.icons import app_icon
from nndesigner.ui.import_page.page import ImportPage
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.notices import Notices
from nndesigner.ui.pictures.pictures import Pictures
from nndesigner.ui.preview import preview_png
from nndesigner.ui.rates.dialog import show_rate_dialog
from nndesigner.ui.recent import RecentFiles
from nndesigner.ui.searching.search import Search
from nndesigner.ui.searching.searches import Searches
from nndesigner.ui.start_page import StartPage
from nndesigner.ui.theme import Mode, Theme
from nndesigner.ui.title_label import TitleLabel
from nndesigner.ui.training_messages import TrainingMessages
from nndesigner.ui.waiting import wait_for
from nndesigner.ui.workspace import Workspace

_FIRST_SIZE = (1440, 900)
_SMALLEST = (880, 560)
_FRAME = (16, 48)
"""What the window system draws around a window, at most."""


class MainWindow(QMainWindow):
    """Lays out; the panels own themselves, the actions are in a table, files have their own part.

    Closing it ends the training and stops the bridge.
    """

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self._bridge, self.theme, self._notices = bridge, theme, notices
        self.session: Session = bridge.session
        self.canvas = CanvasView(bridge, theme, notices)
        self.files = Files(bridge.session, notices, RecentFiles(), self, self._preview)
        self.pictures = Pictures(bridge.session, theme, notices, self.canvas.display, self)
        self.page = Page.START
        """The page in front."""
        self.action_set = ActionSet(self, bridge, theme, notices, self)
        self.start_page = StartPage(theme, self.action_set, self.files.recent)
        self.workspace = Workspace(bridge, theme, notices, self.action_set, self.canvas)
        self.import_page = ImportPage(bridge, theme, notices)
        self.searches = Searches(self, bridge, theme, self)
        self._pages: Mapping[Page, QWidget] = {
            Page.START: self.start_page,
            Page.WORKSPACE: self.workspace,
            Page.IMPORT: self.import_page,
        }
        self._stack = QStackedWidget()
        self._before_import = Page.START
        self._build()
        self._connect()
        self._restore_geometry()
        self.show_page(Page.START if _is_empty(self.session.document) else Page.WORKSPACE)
        self._update_title()

    # -- what actions ask of the window

    def show_page(self, page: Page) -> None:
        """Turn to a page."""
        self.page = page
        self._stack.setCurrentWidget(self._pages[page])
        self.action_set.set_page(page)
        if page is Page.WORKSPACE:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_example(self, key: str, *, train: bool = False) -> bool:
        """Begin with an example, and train it if asked; False if the user keeps the present project."""
        if not self.files.start_example(key):
            return False
        if train:
            self._notices.clear()
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
        self._turn_to_import()
        self.import_page.open_file(path)

    def edit_data(self) -> None:
        """Turn to the import page with the present data."""
        self._turn_to_import()
        self.import_page.edit_current()

    def toggle_training(self) -> None:
        """Train, pause, or go on."""
        if self.session.training.state is State.RUNNING:
            self.session.pause()
        else:
            self._notices.clear()
            self.session.train()

    def find_rate(self) -> None:
        """Open the window that looks for a learning rate; undo and redo work there too."""
        dialog = show_rate_dialog(self._bridge, self.theme, self._notices, self)
        dialog.addActions([self.action_set["undo"], self.action_set["redo"]])

    def check_gradients(self) -> None:
        """Open the window that checks the gradients."""
        dialog = show_gradient_dialog(self._bridge, self.theme, self)
        dialog.addActions([self.action_set["undo"], self.action_set["redo"]])

    def is_checked(self, action: str) -> bool:
        """Whether a checkable action is on."""
        kind, _, name = action.partition("-")
        return self.theme.mode.value == name if kind == "theme" else self.workspace.is_shown(name)

    def set_theme(self, mode: Mode) -> None:
        """Choose a theme, and remember it."""
        preferences.remember_theme(mode)
        self.theme.set_mode(mode)

    def toggle_panel(self, panel: str) -> None:
        """Show or hide a panel."""
        self.workspace.set_shown(panel, not self.workspace.is_shown(panel))

    def search(self, search: Search) -> None:
        """Open a list that is searched."""
        self.searches.open(search)

    def next_panel(self, step: int = 1) -> None:
        """Move the keyboard focus to the next panel, or with -1 to the one before."""
        place = focus_next(self.workspace.focus_places(), step)
        if place is not None:
            self.workspace.ring.surround(place)

    def show_help(self, topic: str) -> None:
        """Open a help window."""
        help_dialog(topic, self).show()

    # -- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space trains and pauses where nothing else has a use for it; Escape dismisses a message."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.action_set["train"].trigger()
        elif event.key() == Qt.Key.Key_Escape:
            self.notice_bar.dismiss()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file can be dropped anywhere."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._drop_frame.announce(path)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went elsewhere."""
        self._drop_frame.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped, once the drag is over (a question may follow)."""
        self._drop_frame.hide()
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.files.open_path(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; then end the training before the window goes."""
        if not self.files.may_lose_changes():
            event.ignore()
            return
        preferences.remember_state("geometry", self.saveGeometry())
        self.workspace.remember_sizes()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.pictures.close()
        self.session.close()
        self._bridge.close()
        event.accept()

    # -- putting together

    def _build(self) -> None:
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.setCentralWidget(self._stack)
        self.notice_bar = NoticeBar(self.theme, self._notices, self._stack)
        self._drop_frame = DropFrame(self.theme, self._stack)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        bar = self.menuBar()
        self.action_set.fill(bar, self.files.recent)
        self._put_labels(bar)
        for action in self.action_set.actions.values():
            self.addAction(action)

    def _put_labels(self, bar: QMenuBar) -> None:
        name = QLabel("NN Designer", bar)
        name.setProperty("role", "strong")
        name.setContentsMargins(8, 5, 8, 5)
        bar.setCornerWidget(name, Qt.Corner.TopLeftCorner)
        title = TitleLabel(self._bridge, self.files, bar)
        # A menu bar gives a corner its place only when the widget is put there.
        title.changed.connect(lambda: bar.setCornerWidget(title, Qt.Corner.TopRightCorner))
        bar.setCornerWidget(title, Qt.Corner.TopRightCorner)

    def _connect(self) -> None:
        TrainingMessages(self._bridge, self._notices, self)
        self._bridge.historyChanged.connect(self.notice_bar.settle)
        self._bridge.fileChanged.connect(self._update_title)
        self._bridge.networkChanged.connect(self._leave_start_page)
        self.files.opened.connect(lambda: self.show_page(Page.WORKSPACE))
        self.files.tableChosen.connect(self.import_table)
        self.import_page.finished.connect(self._import_finished)
        self.start_page.emptyRequested.connect(lambda: self.show_page(Page.WORKSPACE))
        self.start_page.exampleRequested.connect(self._start_example)
        self.start_page.projectRequested.connect(self.files.open_path)
        for asking in (
            self.workspace.data_table,
            self.workspace.inspector,
            self.canvas.overlays.problems,
        ):
            asking.openDataRequested.connect(self.files.open_data)
            asking.bundledRequested.connect(self._use_bundled)

    def _start_example(self, key: str) -> None:
        self.start_example(key)

    def _use_bundled(self, key: str) -> None:
        try:
            self.use_bundled(key)
        except NNDesignerError as error:
            self._notices.show_error(error)

    def _turn_to_import(self) -> None:
        if self.page is not Page.IMPORT:
            self._before_import = self.page
        self.show_page(Page.IMPORT)

    def _import_finished(self) -> None:
        empty = _is_empty(self.session.document)
        self.show_page(self._before_import if empty else Page.WORKSPACE)

    def _leave_start_page(self) -> None:
        if self.page is Page.START and not _is_empty(self.session.document):
            self.show_page(Page.WORKSPACE)

    def _preview(self) -> bytes | None:
        """A small picture of the network as PNG; None if there is none."""
        if not self.session.document.network.layers:
            return None
        return preview_png(self.canvas.grab_image())

    def _update_title(self) -> None:
        self.setWindowTitle(f"{self.files.name}[*] — NN Designer")
        self.setWindowModified(self.session.modified)

    def _restore_geometry(self) -> None:
        state = preferences.window_state("geometry")
        if state is None or not self.restoreGeometry(state):
            room = self.screen().availableSize() - QSize(*_FRAME)
            self.resize(QSize(*_FIRST_SIZE).boundedTo(room))


def _is_empty(document: Document) -> bool:
    return not document.network.layers and document.data is None
