"""Copy, cut, paste and duplicate: by the keys and menus of the window, inside and between projects."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.actions import Page
from nndesigner.ui.canvas.geometry import geometry_of
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.system_clipboard import MIME, NOTHING
from tests.ui.canvas.hands import chain
from tests.ui.driving import activate
from tests.ui.driving import field as setting

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def drawn(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.session.replace(chain(2, 3, 1))
    window.show_page(Page.WORKSPACE)
    activate(window, qtbot)
    window.canvas.setFocus()
    return window


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.canvas, key, CTRL)


def sizes(window: MainWindow) -> list[int]:
    return [layer.size for layer in window.session.document.network.layers]


def select_neurons(window: MainWindow, layer: int, *places: int) -> None:
    found = window.session.document.network.layers[layer]
    refs = frozenset((found.id, found.neurons[place]) for place in places)
    window.session.select(Selection(neurons=refs))


def test_neurons_copied_and_pasted_join_their_layer_with_their_numbers(drawn: MainWindow) -> None:
    session = drawn.session
    select_neurons(drawn, 1, 0, 2)
    press(drawn, Qt.Key.Key_C)
    press(drawn, Qt.Key.Key_V)
    assert sizes(drawn) == [2, 5, 1]
    into = session.document.network.connections[0]
    rows = session.document.parameters.weights[into.id]
    assert rows[3:].tolist() == rows[[0, 2]].tolist()
    layer = session.document.network.layers[1]
    assert session.selection == Selection(neurons=frozenset((layer.id, n) for n in layer.neurons[3:]))
    assert session.undo_name == "Paste 2 neurons"
    press(drawn, Qt.Key.Key_V)
    assert sizes(drawn) == [2, 7, 1]


def test_cutting_is_one_step_and_pasting_brings_it_back(drawn: MainWindow) -> None:
    session, before = drawn.session, drawn.session.document
    select_neurons(drawn, 1, 0, 1)
    press(drawn, Qt.Key.Key_X)
    assert sizes(drawn) == [2, 1, 1]
    assert session.undo_name == "Cut 2 neurons of hidden 1"
    press(drawn, Qt.Key.Key_V)
    assert sizes(drawn) == [2, 3, 1]
    into = session.document.network.connections[0].id
    back, gone = session.document.parameters.weights[into][1:], before.parameters.weights[into][:2]
    assert back.tolist() == gone.tolist()
    session.undo()
    session.undo()
    assert session.document is before


def test_the_clipboard_holds_text_that_people_can_read(drawn: MainWindow) -> None:
    drawn.session.select(Selection.of_layer(drawn.session.document.network.layers[1].id))
    press(drawn, Qt.Key.Key_C)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasFormat(MIME)
    read = json.loads(data.text())
    assert read["nndesigner"] == "clipboard"
    assert [layer["name"] for layer in read["layers"]] == ["hidden 1"]
    assert bytes(data.data(MIME).data()).decode() == data.text()


def test_layers_are_pasted_without_covering_others_and_go_further_each_time(drawn: MainWindow) -> None:
    press(drawn, Qt.Key.Key_A)
    press(drawn, Qt.Key.Key_C)
    press(drawn, Qt.Key.Key_V)
    press(drawn, Qt.Key.Key_V)
    session = drawn.session
    network = session.document.network
    assert [layer.role for layer in network.layers[3:]] == [Role.HIDDEN] * 6
    assert len(network.connections) == 6
    columns = list(geometry_of(session.document).columns.values())
    for place, column in enumerate(columns):
        assert not any(column.outline.intersects(other.outline) for other in columns[:place])
    tops = [columns[place].center.y() for place in (1, 4, 7)]
    assert tops == sorted(set(tops))
    assert session.selection.layers == {layer.id for layer in network.layers[6:]}
    assert session.undo_name == "Paste 3 layers"


def test_a_whole_network_goes_into_another_project(drawn: MainWindow) -> None:
    session = drawn.session
    press(drawn, Qt.Key.Key_A)
    press(drawn, Qt.Key.Key_C)
    weights = list(session.document.parameters.weights.values())
    session.replace(Document.empty())
    press(drawn, Qt.Key.Key_V)
    network = session.document.network
    assert [(layer.role, layer.size) for layer in network.layers] == [
        (Role.INPUT, 2), (Role.HIDDEN, 3), (Role.OUTPUT, 1)
    ]  # fmt: skip
    pasted = [session.document.parameters.weights[c.id] for c in network.connections]
    assert [array.tolist() for array in pasted] == [array.tolist() for array in weights]
    bounds = drawn.canvas.stage.geometry.bounds
    assert drawn.canvas.stage.viewport.rect_to_canvas(drawn.canvas.stage.screen).contains(bounds)


def test_in_another_project_a_neuron_brings_no_weights_of_neurons_it_never_knew(drawn: MainWindow) -> None:
    session = drawn.session
    layer = session.document.network.layers[1]
    session.apply("Set bias", lambda d: edits.set_bias(d, layer.id, layer.neurons[0], 7.0))
    select_neurons(drawn, 1, 0)
    press(drawn, Qt.Key.Key_C)
    copied = session.document.parameters.weights[session.document.network.connections[0].id][0]
    session.replace(chain(2, 3, 1))
    select_neurons(drawn, 1, 1)
    press(drawn, Qt.Key.Key_V)
    assert sizes(drawn) == [2, 4, 1]
    middle, into = session.document.network.layers[1], session.document.network.connections[0]
    assert session.document.parameters.biases[middle.id][-1] == 7.0
    assert session.document.parameters.weights[into.id][-1].tolist() != copied.tolist()


def test_text_of_another_kind_is_refused_and_nothing_happens(drawn: MainWindow) -> None:
    said: list[str] = []
    drawn._notices.message.connect(lambda what, _remedy: said.append(what))
    before = drawn.session.document
    QGuiApplication.clipboard().setText("a shopping list")
    press(drawn, Qt.Key.Key_V)
    assert said == ["The clipboard holds text, but no part of a network."]
    assert drawn.session.document is before


def test_text_from_a_mail_is_pasted(drawn: MainWindow) -> None:
    select_neurons(drawn, 1, 0)
    press(drawn, Qt.Key.Key_C)
    QGuiApplication.clipboard().setText(f"Try this:\n{QGuiApplication.clipboard().text()}\nYours")
    press(drawn, Qt.Key.Key_V)
    assert sizes(drawn) == [2, 4, 1]


def test_paste_is_off_until_something_is_copied(drawn: MainWindow) -> None:
    paste, copy = drawn.action_set["paste"], drawn.action_set["copy"]
    assert not paste.isEnabled()
    assert NOTHING in paste.toolTip()
    assert not copy.isEnabled()
    assert "Select layers or neurons" in copy.toolTip()
    select_neurons(drawn, 1, 0)
    copy.trigger()
    assert paste.isEnabled()


def test_a_text_field_keeps_its_own_clipboard_keys(drawn: MainWindow) -> None:
    select_neurons(drawn, 1, 0)
    field = setting(drawn, "learning_rate")
    before = drawn.session.document
    field.setFocus()
    field.selectAll()
    text = field.text()
    for key in (Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_V):
        QTest.keyClick(field, key, CTRL)
    assert field.text() == text
    assert QGuiApplication.clipboard().text() == text
    assert drawn.session.document is before


def test_duplicating_leaves_the_clipboard_alone(drawn: MainWindow) -> None:
    session, before = drawn.session, drawn.session.document
    QGuiApplication.clipboard().setText("mine")
    select_neurons(drawn, 1, 1)
    press(drawn, Qt.Key.Key_D)
    assert sizes(drawn) == [2, 4, 1]
    assert session.undo_name == "Duplicate neuron 2 of hidden 1"
    session.undo()
    session.select(Selection.of_layer(before.network.layers[1].id))
    press(drawn, Qt.Key.Key_D)
    network = session.document.network
    assert sorted(layer.size for layer in network.layers) == [1, 2, 3, 3]
    (new,) = session.selection.layers
    columns = geometry_of(session.document).columns
    assert columns[new].outline.top() > columns[before.network.layers[1].id].outline.bottom()
    assert columns[new].center.x() == columns[before.network.layers[1].id].center.x()
    assert QGuiApplication.clipboard().text() == "mine"


def test_an_input_layer_cannot_be_duplicated_and_the_action_says_why(drawn: MainWindow) -> None:
    drawn.session.select(Selection.of_layer(drawn.session.document.network.layers[0].id))
    assert not drawn.action_set["duplicate"].isEnabled()
    assert "cannot be duplicated" in drawn.action_set["duplicate"].toolTip()


def entry(window: MainWindow, words: str, at: QPointF) -> QAction:
    menu = window.canvas.menu(at)
    return next(action for action in menu.actions() if action.text().split("\t")[0] == words)


def test_the_context_menu_pastes_where_it_was_opened(drawn: MainWindow) -> None:
    session = drawn.session
    session.select(Selection.of_layer(session.document.network.layers[1].id))
    entry(drawn, "Copy", QPointF()).trigger()
    session.select(Selection())
    at = QPointF(160.0, 900.0)
    entry(drawn, "Paste", at).trigger()
    (new,) = session.selection.layers
    area = geometry_of(session.document).columns[new].extent
    assert abs(area.center().x() - at.x()) < 1
    assert abs(area.center().y() - at.y()) < 1


def test_the_context_menu_says_why_a_connection_alone_cannot_be_copied(drawn: MainWindow) -> None:
    drawn.session.select(Selection.of_connection(drawn.session.document.network.connections[0].id))
    copy = entry(drawn, "Copy", QPointF())
    assert not copy.isEnabled()
    assert "connections among them" in copy.toolTip()


def test_a_table_copies_its_own_cell(drawn: MainWindow, iris_document: Document) -> None:
    drawn.session.replace(iris_document)
    select_neurons(drawn, 1, 0)
    details = drawn.workspace.details
    details.setCurrentWidget(drawn.workspace.data_table)
    table = drawn.workspace.data_table.table
    table.setFocus()
    index = table.model().index(0, 3)
    table.setCurrentIndex(index)
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == str(index.data())
    drawn.canvas.setFocus()
    press(drawn, Qt.Key.Key_C)
    assert "nndesigner" in QGuiApplication.clipboard().text()


def equations(window: MainWindow) -> list[QLabel]:
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    labels = window.workspace.inspector.findChildren(QLabel)
    return [found for found in labels if found.isVisible() and found.textInteractionFlags() & selectable]


def test_selected_text_of_an_equation_is_copied(
    drawn: MainWindow, iris_document: Document, qtbot: QtBot
) -> None:
    drawn.session.replace(iris_document)
    select_neurons(drawn, 1, 0)
    qtbot.waitUntil(lambda: bool(equations(drawn)))
    label = equations(drawn)[0]
    label.setFocus()
    label.setSelection(0, 3)
    assert label.hasSelectedText()
    QTest.keyClick(label, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == label.selectedText()
