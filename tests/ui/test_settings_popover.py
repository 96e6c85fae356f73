"""The popover with all training settings: folding, typing, choosing, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.runs import Outcome
from nndesigner.document.settings import Progress, TrainingSettings
from nndesigner.engine.parameters import Parameters
from nndesigner.session.mailbox import Ended, Snapshot
from nndesigner.session.training import State
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.settings.chooser import SettingChooser
from nndesigner.ui.settings.field import SettingField
from nndesigner.ui.settings.popover import SettingsPopover
from nndesigner.ui.settings.table import BASIC, CHOICES, FIELDS, SECTIONS
from tests.ui.driving import click, notice, type_into


@pytest.fixture
def opened(window: MainWindow, iris_document: Document) -> Iterator[MainWindow]:
    """The window with the popover open and all sections folded."""
    window.session.replace(iris_document)
    click(window, "settings")
    yield window
    popover(window).hide()


def popover(window: MainWindow) -> SettingsPopover:
    found = window.findChild(QWidget, "settingsPopover")
    assert isinstance(found, SettingsPopover)
    return found


def heading(window: MainWindow, section: str) -> QPushButton:
    found = popover(window).findChild(QPushButton, f"section:{section}")
    assert isinstance(found, QPushButton)
    return found


def unfold(window: MainWindow, section: str) -> None:
    QTest.mouseClick(heading(window, section), Qt.MouseButton.LeftButton)


def number(window: MainWindow, name: str) -> SettingField:
    found = popover(window).findChild(SettingField, f"popover:setting:{name}")
    assert isinstance(found, SettingField), name
    return found


def choice(window: MainWindow, name: str) -> SettingChooser:
    found = popover(window).findChild(SettingChooser, f"popover:setting:{name}")
    assert isinstance(found, SettingChooser), name
    return found


def choose(window: MainWindow, name: str, words: str) -> None:
    """Pick with the keyboard, as combo boxes allow: the first letters."""
    box = choice(window, name)
    box.setFocus()
    place = box.findText(words)
    step = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
    for _ in range(abs(place - box.currentIndex())):
        QTest.keyClick(box, step)


def enter(window: MainWindow, name: str, text: str) -> None:
    edit = number(window, name)
    type_into(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def settings(window: MainWindow) -> TrainingSettings:
    return window.session.document.training


def set_all(window: MainWindow, **changes: float | str | None) -> None:
    window.session.apply("Settings", lambda document: edits.set_training(document, **changes))


class TestContents:
    def test_every_setting_of_the_document_has_its_place(self) -> None:
        placed = [*BASIC, *(name for section in SECTIONS for name in section.settings)]
        assert sorted(placed) == sorted(field.name for field in fields(TrainingSettings))
        assert {*FIELDS, *CHOICES} == set(placed)

    def test_every_number_reads_back_as_it_is_written(self) -> None:
        defaults = TrainingSettings()
        for name, field in FIELDS.items():
            value = getattr(defaults, name)
            assert field.read(field.write(value)) == value
        assert FIELDS["clip_norm"].read("off") is None
        assert FIELDS["patience"].write(None) == "off"

    def test_the_basic_settings_are_in_sight_and_the_others_folded(self, opened: MainWindow) -> None:
        assert number(opened, "epochs").isVisible()
        assert choice(opened, "cost").isVisible()
        assert not choice(opened, "optimizer").isVisible()
        unfold(opened, "optimiser")
        assert choice(opened, "optimizer").isVisible()
        unfold(opened, "optimiser")
        assert not choice(opened, "optimizer").isVisible()

    @pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
    def test_a_section_opens_and_closes_from_the_keyboard(self, opened: MainWindow, key: Qt.Key) -> None:
        for is_open in (True, False):
            QTest.keyClick(heading(opened, "regularisation"), key)
            assert popover(opened).sections["regularisation"].is_open is is_open

    def test_tab_goes_through_everything_in_sight(self, opened: MainWindow) -> None:
        unfold(opened, "clipping")
        passed: list[str] = []
        popover(opened).setFocus()
        for _ in range(20):
            QTest.keyClick(popover(opened).focusWidget() or popover(opened), Qt.Key.Key_Tab)
            widget = popover(opened).focusWidget()
            if widget is None or widget.objectName() in passed:
                break
            passed.append(widget.objectName())
        assert passed == [
            *(f"popover:setting:{name}" for name in BASIC),
            *(f"section:{section.name}" for section in SECTIONS[:4]),
            "popover:setting:clip_norm",
            "popover:setting:clip_value",
            *(f"section:{section.name}" for section in SECTIONS[4:]),
        ]

    def test_everything_has_a_name_for_screen_readers(self, opened: MainWindow) -> None:
        for kind in (SettingField, SettingChooser, QPushButton):
            for widget in popover(opened).findChildren(kind):
                assert widget.accessibleName(), widget.objectName()

    @pytest.mark.parametrize("optimizer", ["sgd", "adamw", "lbfgs"])
    def test_unfolded_it_fits_the_screen_and_nothing_is_squeezed(
        self, opened: MainWindow, optimizer: str
    ) -> None:
        set_all(opened, optimizer=optimizer, schedule="plateau", patience=5)
        for section in SECTIONS:
            unfold(opened, section.name)
        QApplication.processEvents()
        here = popover(opened)
        assert here.geometry().bottom() <= here.screen().availableGeometry().bottom()
        for label in here.findChildren(QLabel):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
                assert label.mapTo(here, label.rect().topRight()).x() < here.width()

    def test_it_is_as_high_as_what_is_open_after_every_click(self, opened: MainWindow) -> None:
        folded, heights = popover(opened).height(), []
        for section in (*SECTIONS, *SECTIONS):
            unfold(opened, section.name)
            height = popover(opened).height()
            QApplication.processEvents()
            popover(opened).hide()
            click(opened, "settings")
            QApplication.processEvents()
            assert popover(opened).height() == height, section.name
            heights.append(height)
        assert heights[-1] == folded < heights[0]

    def test_it_shrinks_with_the_settings_of_the_optimiser(self, opened: MainWindow) -> None:
        unfold(opened, "optimiser")
        before = popover(opened).height()
        choose(opened, "optimizer", "AdamW")
        assert popover(opened).height() > before
        choose(opened, "optimizer", "SGD")
        assert popover(opened).height() == before

    def test_tabbing_scrolls_to_what_has_the_focus(self, opened: MainWindow) -> None:
        for section in SECTIONS:
            unfold(opened, section.name)
        QApplication.processEvents()
        heading(opened, "precision").setFocus()
        QTest.keyClick(heading(opened, "precision"), Qt.Key.Key_Tab)
        last = choice(opened, "precision")
        assert last.hasFocus() or popover(opened).focusWidget() is last
        assert not last.visibleRegion().isEmpty()


class TestOptimiser:
    def test_only_what_the_optimiser_reads_is_shown(self, opened: MainWindow) -> None:
        unfold(opened, "optimiser")
        assert not number(opened, "momentum").isVisible()
        choose(opened, "optimizer", "Adam")
        assert settings(opened).optimizer == "adam"
        shown = {name for name in FIELDS if number(opened, name).isVisible()}
        assert {"beta1", "beta2", "epsilon"} <= shown
        assert shown.isdisjoint({"momentum", "rho", "memory"})
        enter(opened, "beta1", "0.8")
        assert settings(opened).beta1 == 0.8

    def test_a_folded_section_says_what_is_unusual_in_it(self, opened: MainWindow) -> None:
        sections = popover(opened).sections
        assert sections["optimiser"].summary == ""
        set_all(opened, optimizer="adam", ridge=0.1, dropout=0.2, momentum=0.5)
        assert sections["optimiser"].summary == "Adam"
        assert sections["regularisation"].summary == "ridge 0.1 · dropout 0.2"
        assert heading(opened, "regularisation").accessibleName().endswith("ridge 0.1 · dropout 0.2")

    def test_an_optimiser_of_all_rows_greys_the_batch_and_says_why(self, opened: MainWindow) -> None:
        unfold(opened, "optimiser")
        choose(opened, "optimizer", "L-BFGS")
        for batch in opened.findChildren(SettingField):
            if batch.objectName().endswith("batch_size"):
                assert not batch.isEnabled()
                assert batch.text() == "full"
                assert "L-BFGS takes all training rows" in batch.toolTip()
        assert settings(opened).batch_size == 10
        choose(opened, "line_search", "Off")
        assert settings(opened).line_search is False
        choose(opened, "optimizer", "SGD")
        assert number(opened, "batch_size").isEnabled()
        assert number(opened, "batch_size").text() == "10"

    def test_a_choice_is_one_undo_step(self, opened: MainWindow) -> None:
        before = opened.session.document
        unfold(opened, "optimiser")
        choose(opened, "optimizer", "Momentum")
        assert settings(opened).optimizer == "momentum"
        opened.session.undo()
        assert opened.session.document is before
        assert choice(opened, "optimizer").currentText() == "SGD"


class TestOthers:
    def test_only_what_the_schedule_reads_is_shown(self, opened: MainWindow) -> None:
        unfold(opened, "schedule")
        assert not number(opened, "schedule_factor").isVisible()
        choose(opened, "schedule", "Exponential")
        assert settings(opened).schedule == "exponential"
        assert number(opened, "schedule_factor").isVisible()
        assert not number(opened, "schedule_epochs").isVisible()
        choose(opened, "schedule", "Cosine")
        assert not number(opened, "schedule_factor").isVisible()
        assert number(opened, "schedule_epochs").isVisible()

    @pytest.mark.parametrize(
        ("schedule", "label", "hint"),
        [
            ("step", "Every … epochs", "from one fall of η to the next"),
            ("cosine", "Over … epochs", "in which η falls to nearly 0"),
            ("plateau", "Wait … epochs", "without a lower cost"),
        ],
    )
    def test_the_epochs_of_a_schedule_are_worded_as_it_reads_them(
        self, opened: MainWindow, schedule: str, label: str, hint: str
    ) -> None:
        unfold(opened, "schedule")
        set_all(opened, schedule=schedule)
        edit = number(opened, "schedule_epochs")
        words = {found.text() for found in popover(opened).findChildren(QLabel) if found.buddy() is edit}
        assert words == {label}
        assert hint in edit.toolTip()
        assert hint in edit.accessibleDescription()

    @pytest.mark.parametrize(
        ("section", "name", "typed", "value"),
        [
            ("regularisation", "ridge", "0,5", 0.5),
            ("regularisation", "l1", "0.01", 0.01),
            ("regularisation", "dropout", "0.25", 0.25),
            ("schedule", "warmup", "2.5", 2.5),
            ("clipping", "clip_norm", "1", 1.0),
            ("clipping", "clip_value", "0.5", 0.5),
            ("stopping", "patience", "12", 12),
        ],
    )
    def test_what_is_typed_is_set(
        self, opened: MainWindow, section: str, name: str, typed: str, value: float
    ) -> None:
        unfold(opened, section)
        enter(opened, name, typed)
        assert getattr(settings(opened), name) == value

    def test_what_can_be_off_is_turned_off_by_the_word(self, opened: MainWindow) -> None:
        set_all(opened, clip_norm=1.0, patience=5)
        unfold(opened, "clipping")
        unfold(opened, "stopping")
        enter(opened, "clip_norm", "off")
        enter(opened, "patience", "Off")
        assert settings(opened).clip_norm is None
        assert settings(opened).patience is None
        assert number(opened, "patience").text() == "off"

    def test_what_cannot_be_used_is_explained_and_changes_nothing(self, opened: MainWindow) -> None:
        before = opened.session.document
        unfold(opened, "regularisation")
        enter(opened, "dropout", "1")
        assert opened.session.document is before
        assert notice(opened) == "1 is not a share of neurons to drop. Choose 0 or more, and less than 1."
        assert number(opened, "dropout").invalid
        unfold(opened, "stopping")
        enter(opened, "patience", "soon")
        assert notice(opened).endswith("Type a whole number or “off”.")

    def test_escape_restores_first_and_closes_then(self, opened: MainWindow) -> None:
        edit = number(opened, "seed")
        type_into(edit, "9")
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert popover(opened).isVisible()
        assert edit.text() == "1"
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert not popover(opened).isVisible()

    def test_classes_are_weighed(self, opened: MainWindow) -> None:
        unfold(opened, "classes")
        choose(opened, "class_weights", "Every class alike")
        assert settings(opened).class_weights == "balanced"


class TestWhileTraining:
    def test_a_change_says_that_it_applies_at_once(self, opened: MainWindow, qtbot: QtBot) -> None:
        session, line = opened.session, popover(opened).applied
        assert not line.isVisible()
        set_all(opened, epochs=1_000_000)
        session.train()
        qtbot.waitUntil(line.isVisible)
        unfold(opened, "optimiser")
        choose(opened, "optimizer", "Momentum")
        assert session.training.state is State.RUNNING
        assert line.text() == "Optimiser Momentum applies from now on."
        enter(opened, "epochs", "50")
        assert line.text() == "Epochs 50 counts for the next training."
        session.stop()
        qtbot.waitUntil(lambda: session.training.state is State.IDLE)
        assert not line.isVisible()

    def test_an_early_end_is_told_as_news(self, opened: MainWindow, bridge: Bridge) -> None:
        snapshot = Snapshot(Parameters(), Progress(), 0, 0.0)
        bridge.trainingEnded.emit(Ended(Outcome.FINISHED, snapshot, "It ended early.", "The best came back."))
        assert notice(opened) == "It ended early. The best came back."
        bar = opened.findChild(NoticeBar)
        assert isinstance(bar, NoticeBar)
        assert bar.property("surface") == "card"
