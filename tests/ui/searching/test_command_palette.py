"""The command palette: everything that menus have, by name, on every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.action_table import ACTIONS
from nndesigner.ui.actions import Page
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.searching.command_rows import PALETTE, command_rows
from nndesigner.ui.searching.popup import SearchPopup
from nndesigner.ui.searching.rows import Row
from nndesigner.ui.searching.used import SECTION
from tests.ui.driving import activate

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(window: MainWindow) -> SearchPopup:
    """Open it by its keys, as the user does."""
    QTest.keyClick(window, Qt.Key.Key_P, CONTROL | SHIFT)
    popup = window.searches.commands.popup
    assert QApplication.focusWidget() is popup.field
    return popup


def run(window: MainWindow, typed: str) -> SearchPopup:
    popup = opened(window)
    QTest.keyClicks(popup.field, typed)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    return popup


def rows_of(window: MainWindow, page: Page = Page.WORKSPACE) -> dict[object, Row]:
    return {row.key: row for row in command_rows(window.session, page, lambda _: False)}


def current(popup: SearchPopup) -> Row:
    assert popup.current is not None
    return popup.current


def test_it_has_every_command_but_itself(desk: MainWindow) -> None:
    assert set(rows_of(desk)) == set(ACTIONS) - {PALETTE}


def test_a_row_says_where_the_command_is_and_its_keys(desk: MainWindow) -> None:
    row = rows_of(desk)["select-layer"]
    assert (row.detail, row.note) == ("Edit ▸ Select", "Ctrl+Shift+A")


def test_enter_runs_what_was_found(desk: MainWindow) -> None:
    popup = run(desk, "add hidden layer")
    assert not popup.isVisible()
    assert [layer.role for layer in desk.session.document.network.layers] == [Role.HIDDEN]
    assert desk.canvas.hasFocus()


def test_a_command_that_is_off_says_why_and_is_not_run(desk: MainWindow) -> None:
    popup = opened(desk)
    QTest.keyClicks(popup.field, "split neurons")
    assert current(popup).key == "split"
    assert current(popup).off == ACTIONS["split"].reason_off(desk.session, Page.WORKSPACE)
    assert current(popup).off in popup.foot.text()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert desk.session.undo_name is None


def test_it_opens_on_the_start_page_and_leaves_it_where_a_command_does(
    window: MainWindow, qtbot: QtBot
) -> None:
    activate(window, qtbot)
    assert window.start_page.isVisible()
    off = {row.key for row in rows_of(window, Page.START).values() if row.off}
    assert "delete" in off
    assert "new" not in off
    run(window, "add input layer")
    assert window.page is Page.WORKSPACE
    assert len(window.session.document.network.layers) == 1


def test_what_was_used_lately_stands_first(desk: MainWindow) -> None:
    run(desk, "add output layer")
    popup = opened(desk)
    assert (current(popup).key, current(popup).section) == ("add-output", SECTION)
    QTest.keyClicks(popup.field, "layer")
    latest = [popup.list.current]
    assert latest[0] is not None
    assert latest[0].key in ("add-output", "insert")
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    run(desk, "undo")
    assert current(opened(desk)).key == "undo"


def test_the_keyboard_goes_back_to_the_field_it_came_from(desk: MainWindow) -> None:
    field = desk.findChild(QLineEdit, "setting:epochs")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    popup = opened(desk)
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field


def test_renaming_by_it_leaves_the_keyboard_in_the_name(desk: MainWindow, iris_document: Document) -> None:
    desk.session.replace(iris_document)
    desk.session.select(Selection.of_layer(iris_document.network.layers[1].id))
    run(desk, "rename")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "inlineName"


def test_other_shortcuts_rest_while_it_is_open(desk: MainWindow) -> None:
    popup = opened(desk)
    QTest.keyClick(popup.field, Qt.Key.Key_H, CONTROL | SHIFT)
    QTest.keyClick(popup.field, Qt.Key.Key_Space)
    assert popup.isVisible()
    assert desk.session.undo_name is None


@pytest.mark.parametrize("key", ["theme-dark", "panel-inspector"])
def test_what_is_switched_on_says_so(desk: MainWindow, key: str) -> None:
    desk.action_set[key].trigger()
    on = {row.key for row in command_rows(desk.session, desk.page, lambda k: desk.action_set[k].isChecked())
          if row.note.startswith("on")}  # fmt: skip
    assert (key in on) is desk.action_set[key].isChecked()
    assert on
