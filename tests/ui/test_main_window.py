"""The window as a whole: pages, toolbar, training, themes, closing; with real mouse and keyboard events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QSplitter, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.document.settings import Progress
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import Parameters
from nndesigner.session.mailbox import Ended, Snapshot
from nndesigner.session.training import State
from nndesigner.ui import preferences
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Mode, Theme
from nndesigner.ui.toolbar import data_words
from nndesigner.ui.training_fields import FIELDS, SettingField
from nndesigner.ui.training_status import status_text

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def button(window: QWidget, key: str) -> QToolButton | QPushButton:
    found = window.findChild(QWidget, f"button:{key}")
    assert isinstance(found, QToolButton | QPushButton), key
    return found


def click(window: QWidget, key: str) -> None:
    QTest.mouseClick(button(window, key), Qt.MouseButton.LeftButton)


def field(window: MainWindow, name: str) -> SettingField:
    found = window.findChild(SettingField, f"setting:{name}")
    assert isinstance(found, SettingField)
    return found


def type_into(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def notice(window: MainWindow) -> str:
    bar = window.findChild(NoticeBar)
    assert isinstance(bar, NoticeBar)
    return bar.text


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


class TestTraining:
    def test_train_pause_continue_with_one_button(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        window, session = iris_window, iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        train = button(window, "train")
        click(window, "train")
        assert session.training.state is State.RUNNING
        assert train.text() == "Pause"
        qtbot.waitUntil(lambda: session.training.live is not None and session.training.live.epochs >= 1)
        click(window, "train")
        qtbot.waitUntil(lambda: session.training.state is State.PAUSED)
        assert train.text() == "Continue"
        assert "Paused" in window.workspace.toolbar.status.text
        click(window, "stop")
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert train.text() == "Train"

    def test_space_on_the_window_trains_and_pauses(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        session = iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        QTest.keyClick(iris_window, Qt.Key.Key_Space)
        assert session.training.state is State.RUNNING
        QTest.keyClick(iris_window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: session.training.state is State.PAUSED)

    def test_a_step_is_one_batch_or_one_epoch(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        session = iris_window.session
        click(iris_window, "step-batch")
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert session.document.progress.steps == 1
        iris_window.action_set["step-epoch"].trigger()
        qtbot.waitUntil(lambda: session.document.progress.epoch == 1)

    def test_reset_draws_the_first_weights_again(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        session = iris_window.session
        first = session.document.parameters
        click(iris_window, "train")
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert not session.document.parameters.equals(first)
        click(iris_window, "reset")
        assert session.document.parameters.equals(first)
        assert session.document.progress == Progress()

    def test_a_training_that_ran_is_one_undo_step(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        session = iris_window.session
        before = session.document
        click(iris_window, "train")
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert iris_window.action_set["undo"].text() == "Undo train 30 epochs"
        click(iris_window, "undo")
        assert session.document is before

    def test_train_says_why_it_cannot(self, window: MainWindow) -> None:
        window.show_page(Page.WORKSPACE)
        train = button(window, "train")
        assert not train.isEnabled()
        assert window.session.problems[0].message in train.toolTip()

    def test_divergence_is_said_with_its_remedy(self, window: MainWindow, bridge: Bridge) -> None:
        snapshot = Snapshot(Parameters(), Progress(), 0, 0.0)
        bridge.trainingEnded.emit(Ended(Outcome.DIVERGED, snapshot, "It diverged.", "Use a smaller one."))
        assert notice(window) == "It diverged. Use a smaller one."

    def test_a_training_that_finished_needs_no_message(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        click(iris_window, "train")
        qtbot.waitUntil(lambda: iris_window.session.training.state is State.IDLE)
        assert notice(iris_window) == ""
        assert iris_window.workspace.toolbar.status.text == "Finished at epoch 30"

    def test_closing_while_training_ends_the_thread(
        self, iris_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session = iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        click(iris_window, "train")
        monkeypatch.setattr(iris_window.files, "may_lose_changes", lambda: True)
        event = QCloseEvent()
        QApplication.sendEvent(iris_window, event)
        assert event.isAccepted()
        assert session.training.state is State.IDLE
        assert session.document.progress.steps > 0

    def test_keeping_the_project_keeps_the_window_and_the_training(
        self, iris_window: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session = iris_window.session
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        click(iris_window, "train")
        monkeypatch.setattr(iris_window.files, "may_lose_changes", lambda: False)
        event = QCloseEvent()
        QApplication.sendEvent(iris_window, event)
        assert not event.isAccepted()
        assert session.training.state is State.RUNNING
        monkeypatch.undo()


class TestFields:
    @pytest.mark.parametrize(
        ("name", "typed", "value"),
        [
            ("epochs", "1,000", 1000),
            ("learning_rate", "0,25", 0.25),
            ("learning_rate", "1e-3", 0.001),
            ("batch_size", "full", None),
            ("batch_size", "32", 32),
            ("ridge", ".5", 0.5),
        ],
    )
    def test_enter_commits(self, iris_window: MainWindow, name: str, typed: str, value: float | None) -> None:
        iris_window.resize(2560, 1000)
        edit = field(iris_window, name)
        type_into(edit, typed)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert getattr(iris_window.session.document.training, name) == value
        assert not edit.invalid

    def test_leaving_the_field_commits_as_one_undo_step(self, iris_window: MainWindow) -> None:
        before = iris_window.session.document
        type_into(field(iris_window, "epochs"), "77")
        iris_window.canvas.setFocus()
        assert iris_window.session.document.training.epochs == 77
        iris_window.session.undo()
        assert iris_window.session.document is before
        assert field(iris_window, "epochs").text() == str(before.training.epochs)

    @pytest.mark.parametrize(
        ("name", "typed", "message"),
        [
            ("epochs", "many", "Epochs: “many” is not a whole number. Type a whole number."),
            ("epochs", "0", "0 is not a number of epochs. Choose 1 or more."),
            ("learning_rate", "-1", "-1.0 is not a learning rate. Choose a number above 0."),
            ("batch_size", "x", "Batch: “x” is not a whole number. Type a whole number or “full”."),
        ],
    )
    def test_what_cannot_be_used_is_marked_and_explained(
        self, iris_window: MainWindow, name: str, typed: str, message: str
    ) -> None:
        before = iris_window.session.document
        edit = field(iris_window, name)
        type_into(edit, typed)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert edit.invalid
        assert notice(iris_window) == message
        assert iris_window.session.document is before
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert not edit.invalid
        assert edit.text() == FIELDS[name].write(getattr(before.training, name))
        assert notice(iris_window) == ""

    def test_every_setting_reads_back_as_it_is_written(self) -> None:
        for name, values in (
            ("epochs", [1, 1000, 10**6]),
            ("learning_rate", [0.1, 1e-05, 3.0, 0.30000000000000004]),
            ("batch_size", [None, 1, 10]),
            ("ridge", [0.0, 1e-07]),
        ):
            for value in values:
                assert FIELDS[name].read(FIELDS[name].write(value)) == value


class TestToolbar:
    @pytest.mark.parametrize("width", [880, 1024, 1280, 1440, 1600, 2560])
    def test_nothing_is_clipped_at_any_width(self, iris_window: MainWindow, qtbot: QtBot, width: int) -> None:
        iris_window.resize(width, 800)
        toolbar = iris_window.workspace.toolbar
        qtbot.waitUntil(lambda: toolbar.width() == width)
        QApplication.processEvents()
        for child in toolbar.findChildren(QWidget):
            if child.isVisible() and child.parentWidget() is toolbar:
                assert child.geometry().right() < width
                assert child.width() >= child.minimumSizeHint().width(), child.objectName()

    def test_the_settings_fit_from_1280_pixels(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        iris_window.resize(1280, 800)
        qtbot.waitUntil(lambda: iris_window.workspace.toolbar.width() == 1280)
        for name in ("epochs", "learning_rate", "batch_size"):
            assert field(iris_window, name).isVisible()

    def test_all_settings_are_in_the_popover(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        click(iris_window, "settings")
        popover = iris_window.findChild(QWidget, "settingsPopover")
        assert isinstance(popover, QWidget)
        assert popover.isVisible()
        seed = popover.findChild(SettingField, "popover:setting:seed")
        assert isinstance(seed, SettingField)
        type_into(seed, "42")
        QTest.keyClick(seed, Qt.Key.Key_Return)
        assert iris_window.session.document.training.seed == 42
        popover.hide()

    def test_the_data_button_names_the_data(self, window: MainWindow, iris_document: Document) -> None:
        assert data_words(window.session) == "Open data…"
        window.session.replace(iris_document)
        assert data_words(window.session) == "Data: iris · 150 rows"

    def test_the_status_counts_what_must_be_mended(self, window: MainWindow) -> None:
        assert status_text(window.session) == "1 thing to mend"


class TestTheme:
    def test_the_theme_is_chosen_from_the_menu_and_remembered(self, window: MainWindow, theme: Theme) -> None:
        window.action_set["theme-dark"].trigger()
        assert theme.mode is Mode.DARK
        assert preferences.theme_mode() is Mode.DARK
        assert window.action_set["theme-dark"].isChecked()
        assert not window.action_set["theme-light"].isChecked()

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

    def test_f6_goes_round_the_panels(self, iris_window: MainWindow) -> None:
        iris_window.activateWindow()
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
        if enter.isAccepted():
            window.dropEvent(QDropEvent(QPointF(300, 300), actions, mime, left, NO_MODIFIER))
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
