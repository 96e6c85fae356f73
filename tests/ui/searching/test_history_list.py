"""The history list: all steps, going to any of them, following while one works."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.training import State
from nndesigner.ui.actions import Page
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.searching.history_list import HistoryList
from nndesigner.ui.searching.row_painter import HEIGHT

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def documents(desk: MainWindow) -> list[Document]:
    """Those of four steps."""
    made = [desk.session.document]
    for name, role in (("Add input", Role.INPUT), ("Add hidden", Role.HIDDEN), ("Add output", Role.OUTPUT)):
        desk.session.apply(name, partial(edits.add_layer, role=role, size=2))
        made.append(desk.session.document)
    return made


@pytest.fixture
def history(desk: MainWindow, documents: list[Document]) -> HistoryList:
    """Open, with the keyboard."""
    QTest.keyClick(desk, Qt.Key.Key_Z, CONTROL | ALT)
    found = desk.searches.history
    assert QApplication.focusWidget() is found.popup.field
    return found


def key(history: HistoryList, *keys: Qt.Key) -> None:
    for each in keys:
        QTest.keyClick(history.popup.field, each)


def current(history: HistoryList) -> tuple[str, str]:
    row = history.popup.current
    assert row is not None
    return row.words, row.note


def test_it_stands_on_the_present_step(history: HistoryList) -> None:
    assert history.popup.list.lines == 4
    assert current(history) == ("Add output", "now")


def test_enter_goes_back_any_distance_and_forward_again(
    history: HistoryList, desk: MainWindow, documents: list[Document]
) -> None:
    key(history, *[Qt.Key.Key_Up] * 3)
    assert history.popup.foot.text() == "Enter takes back 3 steps."
    key(history, Qt.Key.Key_Return)
    assert desk.session.document is documents[0]
    assert current(history) == ("New", "now")
    key(history, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert current(history) == ("Add hidden", "undone")
    key(history, Qt.Key.Key_Return)
    assert desk.session.document is documents[2]
    assert history.popup.isVisible()


def test_the_present_step_is_in_sight_among_very_many(desk: MainWindow) -> None:
    for epochs in range(1, 60):
        desk.session.apply("Set epochs", partial(edits.set_training, epochs=epochs))
    desk.session.go_to(40)
    desk.action_set["history"].trigger()
    view = desk.searches.history.popup.list
    assert view.currentIndex().row() == 40
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def test_a_click_goes_to_a_step(history: HistoryList, desk: MainWindow, documents: list[Document]) -> None:
    view = history.popup.list.viewport()
    spot = QPoint(60, HEIGHT + HEIGHT // 2)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert desk.session.document is documents[1]


def test_it_follows_edits_and_undo(history: HistoryList, desk: MainWindow) -> None:
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_Z, CONTROL)
    assert current(history) == ("Add hidden", "now")
    desk.session.apply("Add another", lambda d: edits.add_layer(d, Role.HIDDEN, 2))
    assert history.popup.list.lines == 4
    assert current(history) == ("Add another", "now")


def test_undo_keys_work_in_it(history: HistoryList, desk: MainWindow, documents: list[Document]) -> None:
    QTest.keyClick(history.popup.field, Qt.Key.Key_Z, CONTROL)
    assert desk.session.document is documents[2]


def test_steps_are_found_by_name(history: HistoryList, desk: MainWindow, documents: list[Document]) -> None:
    QTest.keyClicks(history.popup.field, "hidd")
    key(history, Qt.Key.Key_Return)
    assert desk.session.document is documents[2]


def test_another_project_has_another_history(history: HistoryList, desk: MainWindow) -> None:
    desk.session.replace(Document.empty())
    assert history.popup.list.lines == 1


def test_its_button_and_escape_close_it(history: HistoryList, desk: MainWindow) -> None:
    close = history.popup.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not history.popup.isVisible()
    assert desk.canvas.hasFocus()
    desk.action_set["history"].trigger()
    key(history, Qt.Key.Key_Escape)
    assert not history.popup.isVisible()


def test_it_goes_with_the_canvas_when_another_page_comes(history: HistoryList, desk: MainWindow) -> None:
    desk.show_page(Page.START)
    assert not history.popup.isVisible()


def test_training_under_way_ends_before_one_goes_back(desk: MainWindow, iris_document: Document) -> None:
    desk.session.replace(edits.set_training(iris_document, epochs=1_000_000))
    begun = desk.session.document
    desk.session.train()
    while desk.session.training.live is None or not desk.session.training.live.progress.steps:
        QTest.qWait(10)
    desk.action_set["history"].trigger()
    history = desk.searches.history
    assert history.popup.list.lines == 1
    key(history, Qt.Key.Key_Return)
    assert desk.session.training.state is State.IDLE
    assert desk.session.document is begun
    assert desk.session.redo_name is not None
    assert current(history)[1] == "now"
