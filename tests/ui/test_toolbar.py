"""The toolbar: training from its buttons, its fields, and how it gives way in narrow windows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.document.settings import Progress
from nndesigner.engine.parameters import Parameters
from nndesigner.session.mailbox import Ended, Snapshot
from nndesigner.session.training import State
from nndesigner.ui.actions import Page
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.settings.field import SettingField
from nndesigner.ui.settings.table import FIELDS
from nndesigner.ui.toolbar import data_words
from nndesigner.ui.training_status import status_text
from tests.ui.driving import activate, button, click, field, notice, type_into


@pytest.fixture
def iris_window(window: MainWindow, iris_document: Document) -> MainWindow:
    window.session.replace(edits.set_training(iris_document, epochs=30))
    return window


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

    @pytest.mark.parametrize("place", ["mainWindow", "canvas"])
    def test_space_trains_and_pauses(self, iris_window: MainWindow, qtbot: QtBot, place: str) -> None:
        session = iris_window.session
        target = iris_window if place == "mainWindow" else iris_window.canvas
        session.apply("Set epochs", lambda document: edits.set_training(document, epochs=1_000_000))
        QTest.keyClick(target, Qt.Key.Key_Space)
        assert session.training.state is State.RUNNING
        QTest.keyClick(target, Qt.Key.Key_Space)
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

    def test_the_tooltip_of_the_status_is_renewed_when_training_ends(
        self, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        status = iris_window.workspace.toolbar.status
        iris_window.session.apply("Set epochs", lambda d: edits.set_training(d, epochs=1_000_000))
        click(iris_window, "train")
        qtbot.waitUntil(lambda: "samples/s" in status.toolTip())
        click(iris_window, "stop")
        qtbot.waitUntil(lambda: iris_window.session.training.state is State.IDLE)
        assert status.toolTip() == status.text

    def test_the_epoch_keeps_its_place_while_it_gets_more_figures(
        self, iris_window: MainWindow, qtbot: QtBot
    ) -> None:
        session, status = iris_window.session, iris_window.workspace.toolbar.status
        label = status.findChild(QLabel, "statusEpoch")
        assert label is not None
        session.apply("Set epochs", lambda d: edits.set_training(d, epochs=2_000))
        widths: dict[int, set[int]] = {}
        status_seen = session.training
        click(iris_window, "train")

        def ended() -> bool:
            if status_seen.live is not None:
                figures = len(f"{int(status_seen.live.epochs)}")
                widths.setdefault(figures, set()).add(label.sizeHint().width())
            return status_seen.state is State.IDLE

        qtbot.waitUntil(ended, timeout=20_000)
        assert len(widths) > 1
        seen = set().union(*widths.values())
        assert max(seen) - min(seen) <= 1

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

    def test_leaving_the_field_commits_as_one_undo_step(self, iris_window: MainWindow, qtbot: QtBot) -> None:
        activate(iris_window, qtbot)
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

    @pytest.mark.parametrize("name", [None, "a table with a rather long name.csv"])
    def test_the_settings_fit_from_1280_pixels(
        self, iris_window: MainWindow, iris_document: Document, qtbot: QtBot, name: str | None
    ) -> None:
        assert iris_document.data is not None
        data = replace(iris_document.data, name=name) if name else None
        iris_window.session.apply("Use data", lambda document: edits.set_data(document, data))
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

    def test_the_status_counts_what_must_be_mended(self, window: MainWindow, iris_document: Document) -> None:
        assert status_text(window.session) == "No network yet"
        window.session.replace(iris_document)
        assert status_text(window.session) == "Ready to train"
        window.session.apply("Remove data", lambda document: edits.set_data(document, None))
        assert status_text(window.session) == "1 thing to mend"
