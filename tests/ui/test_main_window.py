"""The window as a whole: pages, toolbar, training, themes, closing; with real mouse and keyboard events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QSplitter, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.ui import preferences
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.drops import DropFrame, words_for
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import SWAPPED, Mode, Theme
from tests.ui.driving import activate, notice

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def iris_window(window: MainWindow, iris_document: Document) -> MainWindow:
    window.session.replace(edits.set_training(iris_document, epochs=30))
    return window


class TestPages:
    def test_the_window_begins_with_the_start_page(self, window: MainWindow) -> None:
        assert window.page is Page.START
        assert window.start_page.isVisible()

    def test_an_empty_network_is_one_click_away(self, window: MainWindow) -> None:
        empty = window.start_page.findChild(QPushButton, "emptyNetwork")
        assert isinstance(empty, QPushButton)
        QTest.mouseClick(empty, Qt.MouseButton.LeftButton)
        assert window.page is Page.WORKSPACE

    def test_an_example_opens_in_the_workspace(self, window: MainWindow, qtbot: QtBot) -> None:
        window.start_page.exampleRequested.emit("xor")
        qtbot.waitUntil(lambda: window.page is Page.WORKSPACE)
        assert window.session.document.data is not None

    def test_a_network_that_appears_leaves_the_start_page(self, window: MainWindow) -> None:
        window.session.apply("Add layer", lambda document: edits.add_layer(document, Role.HIDDEN, 3))
        assert window.page is Page.WORKSPACE

    def test_actions_of_the_canvas_wait_for_the_canvas(self, window: MainWindow) -> None:
        fit = window.action_set["fit"]
        assert not fit.isEnabled()
        assert "Begin or open a project first." in fit.toolTip()
        window.show_page(Page.WORKSPACE)
        assert fit.isEnabled()

    def test_bundled_data_brings_a_network_that_fits(self, window: MainWindow) -> None:
        window.use_bundled("iris")
        assert not [problem for problem in window.session.problems if problem.blocking]
        window.session.undo()
        assert window.session.document.data is None

    def test_bundled_data_leaves_a_drawn_network_alone(self, window: MainWindow) -> None:
        window.session.apply("Add layer", lambda document: edits.add_layer(document, Role.HIDDEN, 3))
        network = window.session.document.network
        window.use_bundled("iris")
        assert window.session.document.network is network


class TestTitle:
    def test_the_title_shows_the_file_and_whether_it_is_saved(
        self, iris_window: MainWindow, tmp_path: Path
    ) -> None:
        window = iris_window
        window.files.save_to(tmp_path / "iris.nnd")
        assert window.windowTitle() == "iris.nnd[*] — NN Designer"
        assert not window.isWindowModified()
        window.session.apply("Add layer", lambda document: edits.add_layer(document, Role.HIDDEN, 3))
        assert window.isWindowModified()
        window.session.undo()
        assert not window.isWindowModified()

    def test_the_menu_bar_says_when_it_was_saved(self, iris_window: MainWindow, tmp_path: Path) -> None:
        label = iris_window.findChild(QLabel, "titleLabel")
        assert isinstance(label, QLabel)
        iris_window.session.apply("Add layer", lambda document: edits.add_layer(document, Role.HIDDEN, 3))
        assert label.text() == "untitled — not saved"
        iris_window.files.save_to(tmp_path / "iris.nnd")
        assert label.text() == "iris.nnd — saved just now"


class TestTheme:
    def test_the_theme_is_chosen_from_the_menu_and_remembered(self, window: MainWindow, theme: Theme) -> None:
        window.action_set["theme-dark"].trigger()
        assert theme.mode is Mode.DARK
        assert preferences.theme_mode() is Mode.DARK
        assert window.action_set["theme-dark"].isChecked()
        assert not window.action_set["theme-light"].isChecked()

    def test_swapped_colours_are_chosen_from_the_menu_and_remembered(
        self, window: MainWindow, theme: Theme
    ) -> None:
        window.action_set["swap-colors"].trigger()
        assert theme.swapped
        assert window.action_set["swap-colors"].isChecked()
        assert preferences.switched(SWAPPED, otherwise=False)
        window.action_set["swap-colors"].trigger()
        assert not theme.swapped
        assert not preferences.switched(SWAPPED, otherwise=True)

    def test_a_key_on_the_canvas_is_seen_in_the_menu(self, iris_window: MainWindow) -> None:
        QTest.keyClick(iris_window.canvas, Qt.Key.Key_F)
        assert iris_window.action_set["focus-mode"].isChecked()
        iris_window.action_set["focus-mode"].trigger()
        assert not iris_window.canvas.looking.aids.focus

    def test_an_unknown_theme_in_the_settings_is_ignored(self) -> None:
        preferences.settings().setValue("theme", "pink")
        assert preferences.theme_mode() is Mode.SYSTEM

    def test_settings_go_to_the_test_folder_only(self, tmp_path: Path) -> None:
        preferences.remember_theme(Mode.DARK)
        settings = preferences.settings()
        settings.sync()
        assert settings.format() is QSettings.Format.IniFormat
        assert Path(settings.fileName()).is_relative_to(tmp_path)


class TestPanels:
    def test_a_hidden_panel_stays_hidden_next_time(
        self, window: MainWindow, bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
    ) -> None:
        window.show_page(Page.WORKSPACE)
        window.action_set["panel-inspector"].trigger()
        assert not window.workspace.inspector.isVisible()
        again = MainWindow(bridge, theme, notices)
        qtbot.addWidget(again)
        assert not again.workspace.is_shown("inspector")
        assert again.workspace.is_shown("palette")

    def test_f6_goes_round_the_panels(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        activate(iris_window, qtbot)
        visited: set[int] = set()
        places = iris_window.workspace.focus_places()
        for _ in places:
            iris_window.action_set["next-panel"].trigger()
            focus = QApplication.focusWidget()
            assert focus is not None
            visited.update(k for k, place in enumerate(places) if place is focus or place.isAncestorOf(focus))
        assert len(visited) >= 3

    def test_sizes_are_remembered(
        self, window: MainWindow, bridge: Bridge, theme: Theme, notices: Notices, qtbot: QtBot
    ) -> None:
        window.show_page(Page.WORKSPACE)
        lower = window.findChild(QSplitter, "splitter:lower")
        assert isinstance(lower, QSplitter)
        lower.setSizes([400, 1000])
        sizes, geometry = lower.sizes(), window.saveGeometry()
        window.close()
        assert preferences.window_state("geometry") == geometry
        again = MainWindow(bridge, theme, notices)
        qtbot.addWidget(again)
        again.resize(window.size())
        again.show_page(Page.WORKSPACE)
        again.show()
        restored = again.findChild(QSplitter, "splitter:lower")
        assert isinstance(restored, QSplitter)
        assert restored.sizes() == sizes


class TestDrops:
    def drop(self, window: MainWindow, *urls: QUrl) -> bool:
        mime = QMimeData()
        mime.setUrls(list(urls))
        actions, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(QPoint(300, 300), actions, mime, left, NO_MODIFIER)
        enter.ignore()
        window.dragEnterEvent(enter)
        frame = window.findChild(DropFrame)
        assert isinstance(frame, DropFrame)
        assert frame.isVisible() == enter.isAccepted()
        if enter.isAccepted():
            window.dropEvent(QDropEvent(QPointF(300, 300), actions, mime, left, NO_MODIFIER))
        assert not frame.isVisible()
        return enter.isAccepted()

    def test_a_dropped_project_opens(self, iris_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
        path = tmp_path / "iris.nnd"
        iris_window.files.save_to(path)
        iris_window.session.replace(Document.empty())
        assert self.drop(iris_window, QUrl.fromLocalFile(str(path)))
        qtbot.waitUntil(lambda: iris_window.session.path == path)
        assert iris_window.session.document.network.layers

    def test_a_dropped_table_goes_to_the_import_page(
        self, window: MainWindow, qtbot: QtBot, tmp_path: Path
    ) -> None:
        path = tmp_path / "small.csv"
        path.write_text("a,b,kind\n" + "1,2,x\n3,4,y\n" * 20, encoding="utf-8")
        assert self.drop(window, QUrl.fromLocalFile(str(path)))
        qtbot.waitUntil(lambda: window.page is Page.IMPORT)
        assert not window.action_set["train"].isEnabled()
        assert "Finish or cancel the import first." in window.action_set["train"].toolTip()

    def test_the_frame_says_what_dropping_does(self) -> None:
        assert words_for(Path("a/iris.nnd")) == "Drop to open iris.nnd"
        assert words_for(Path("a/iris.csv")) == "Drop to import iris.csv"

    def test_several_files_or_a_web_page_are_not_taken(self, window: MainWindow, tmp_path: Path) -> None:
        assert not self.drop(window, QUrl("https://example.org/iris.csv"))
        files = [QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.csv", "b.csv")]
        assert not self.drop(window, *files)


class TestNotices:
    def test_a_message_stays_until_it_is_dismissed(self, window: MainWindow, notices: Notices) -> None:
        notices.show("Something is off.", "Do this.")
        assert notice(window) == "Something is off. Do this."
        bar = window.findChild(NoticeBar)
        assert isinstance(bar, NoticeBar)
        assert bar.isVisible()
        assert bar.geometry().bottom() <= window.height()
        dismiss = bar.findChild(QToolButton, "noticeDismiss")
        assert isinstance(dismiss, QToolButton)
        QTest.mouseClick(dismiss, Qt.MouseButton.LeftButton)
        assert notice(window) == ""

    def test_a_long_message_is_shown_in_full(self, window: MainWindow, notices: Notices) -> None:
        notices.show("A sentence that goes on and on. " * 12, "A remedy of some length. " * 6)
        bar = window.findChild(NoticeBar)
        words = window.findChild(QLabel, "noticeText")
        assert isinstance(bar, NoticeBar)
        assert isinstance(words, QLabel)
        assert words.height() >= words.heightForWidth(words.width())

    def test_words_are_not_taken_for_markup(self, window: MainWindow, notices: Notices) -> None:
        notices.show("a < b & c", "")
        words = window.findChild(QLabel, "noticeText")
        assert isinstance(words, QLabel)
        assert words.text() == "<b>a &lt; b &amp; c</b>"

    def test_escape_dismisses_a_message(self, window: MainWindow, notices: Notices) -> None:
        notices.show("Something is off.")
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert notice(window) == ""


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("about", "aboutDialog"),
        ("shortcuts", "shortcutsDialog"),
        ("getting-started", "gettingStartedDialog"),
    ],
)
def test_the_help_windows_open_and_close(window: MainWindow, qtbot: QtBot, topic: str, name: str) -> None:
    window.action_set[topic].trigger()
    dialog = window.findChild(QWidget, name)
    assert isinstance(dialog, QWidget)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(QWidget, name) is None)


def test_every_control_of_the_window_can_be_found_and_named(window: MainWindow) -> None:
    window.show_page(Page.WORKSPACE)
    toolbar = window.workspace.toolbar
    for kind in (QToolButton, QPushButton, QLineEdit):
        for control in toolbar.findChildren(kind):
            assert control.objectName()
            assert control.accessibleName()
            assert control.toolTip()
