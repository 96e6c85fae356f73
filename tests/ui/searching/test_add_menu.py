"""The add menu: opened in many ways, it adds what the palette has where it was asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.actions import Page
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.panels.palette_entries import entries
from nndesigner.ui.searching.popup import SearchPopup
from tests.ui.canvas.hands import Hands, chain

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def menu(window: MainWindow) -> SearchPopup:
    """The menu, which has the keyboard."""
    popup = window.searches.adding.popup
    assert QApplication.focusWidget() is popup.field
    return popup


def choose(window: MainWindow, typed: str) -> None:
    popup = menu(window)
    QTest.keyClicks(popup.field, typed)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)


def roles(window: MainWindow) -> list[Role]:
    return [layer.role for layer in window.session.document.network.layers]


@pytest.mark.parametrize("letter", ["o", "O", "i"])
def test_a_letter_on_the_empty_canvas_is_the_first_of_the_search(
    canvas: Hands, desk: MainWindow, letter: str
) -> None:
    QTest.keyClicks(canvas.view, letter)
    assert menu(desk).field.text() == letter


def test_typing_on_goes_on_in_the_search(canvas: Hands, desk: MainWindow) -> None:
    QTest.keyClicks(canvas.view, "o")
    choose(desk, "utput")
    assert roles(desk) == [Role.OUTPUT]
    assert canvas.view.hasFocus()


def test_space_opens_it_on_the_empty_canvas(canvas: Hands, desk: MainWindow) -> None:
    canvas.key(Qt.Key.Key_Space)
    assert menu(desk).field.text() == ""


def test_a_double_click_on_the_empty_canvas_adds_there(canvas: Hands, desk: MainWindow) -> None:
    point = QPointF(150, -90)
    canvas.double_click(point)
    choose(desk, "input")
    assert roles(desk) == [Role.INPUT]
    assert (canvas.column("input").center - point).manhattanLength() < 2


def test_a_double_click_beside_the_network_adds_there(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3))
    point = canvas.column("output").center + QPointF(160, 40)
    canvas.double_click(point)
    choose(desk, "hidden")
    made = max(canvas.network.layers, key=lambda layer: layer.id)
    assert made.role is Role.HIDDEN
    assert abs(canvas.column(made.name).center.x() - point.x()) < 20
    assert canvas.session.selection == Selection.of_layer(made.id)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_connection_dropped_on_empty_ground_adds_what_is_chosen_there(
    canvas: Hands, desk: MainWindow, key: Qt.Key
) -> None:
    canvas.session.replace(chain(2, 3, 1))
    before, below = canvas.document, canvas.column("hidden 1").center + QPointF(60, 150)
    canvas.session.select(Selection.of_layer(canvas.layer("input").id))
    canvas.drag(canvas.column("input").handle, below)
    if key == Qt.Key.Key_Return:
        choose(desk, "hidden")
        assert ("input", "hidden 2") in canvas.links()
        assert canvas.column("hidden 2").center.y() > canvas.column("hidden 1").center.y()
        canvas.session.undo()
    else:
        QTest.keyClick(menu(desk).field, key)
        assert not desk.searches.adding.popup.isVisible()
    assert canvas.document is before


def test_a_double_click_on_a_layer_still_renames_it(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3))
    canvas.double_click(canvas.header("input"))
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "inlineName"


def test_the_context_menu_opens_it_for_the_point_that_was_clicked(canvas: Hands, desk: MainWindow) -> None:
    point = QPointF(-120, 60)
    context = desk.canvas.menu(point)
    next(action for action in context.actions() if action.text().startswith("Add…")).trigger()
    choose(desk, "output")
    assert (canvas.column("output").center - point).manhattanLength() < 2
    context.deleteLater()


def test_a_on_the_canvas_opens_it(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3, 1))
    canvas.key(Qt.Key.Key_A)
    choose(desk, "neuron")
    assert canvas.layer("hidden 1").size == 4


def test_its_keys_open_it_where_the_focus_is_elsewhere(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3, 1))
    desk.workspace.outline.setFocus()
    QTest.keyClick(desk, Qt.Key.Key_Space, CONTROL | SHIFT)
    choose(desk, "hidden")
    assert [layer.role for layer in canvas.network.layers].count(Role.HIDDEN) == 2


def test_its_keys_turn_from_the_start_page_to_the_canvas(canvas: Hands, desk: MainWindow) -> None:
    desk.show_page(Page.START)
    QTest.keyClick(desk, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert desk.page is Page.WORKSPACE
    choose(desk, "xor")
    assert [layer.size for layer in canvas.network.forward_order] == [2, 2, 1]


def test_by_keyboard_a_layer_goes_into_the_selected_connection(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3, 1))
    first = canvas.network.connections[0]
    canvas.session.select(Selection.of_connection(first.id))
    canvas.key(Qt.Key.Key_A)
    choose(desk, "hidden")
    made = max(canvas.network.layers, key=lambda layer: layer.id)
    assert [c.target for c in canvas.network.outgoing(first.source)] == [made.id]


def test_a_letter_with_a_network_is_no_search(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3, 1))
    QTest.keyClicks(canvas.view, "h")
    canvas.key(Qt.Key.Key_A, CONTROL)
    assert canvas.view.hasFocus()
    assert canvas.session.selection.layers == {layer.id for layer in canvas.network.layers}


def test_it_offers_what_the_palette_offers(canvas: Hands, desk: MainWindow) -> None:
    canvas.key(Qt.Key.Key_Space)
    offered = {entry.kind for entry in entries() if entry.kind}
    assert len(menu(desk).list.found) == len(offered) > 8


def test_what_cannot_be_added_here_says_why(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3, 1))
    canvas.session.select(Selection.of_layer(canvas.layer("input").id))
    canvas.key(Qt.Key.Key_A)
    popup = menu(desk)
    QTest.keyClicks(popup.field, "perceptron")
    assert popup.current is not None
    assert popup.current.key == "neuron:step"
    assert popup.current.off == "Input neurons pass the data on: they have no activation."
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert canvas.session.undo_name is None


def test_adding_is_one_step(canvas: Hands, desk: MainWindow) -> None:
    QTest.keyClicks(canvas.view, "f")
    choose(desk, "igure 5")
    assert len(canvas.session.steps) == 2
    assert len(canvas.network.layers) == 4
