"""Ways of the keyboard through the window: from panel to panel, from layer to layer, past messages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nndesigner.document.model import Document
from nndesigner.errors import NetworkError, ProjectError
from nndesigner.session.selection import Selection
from nndesigner.ui.actions import Page
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notice_bar import NoticeBar
from nndesigner.ui.panels.outline_rows import Kind, Row


@pytest.fixture
def at_work(window: MainWindow, iris_document: Document) -> MainWindow:
    """The window with iris, the keyboard on the canvas."""
    window.session.replace(iris_document)
    window.show_page(Page.WORKSPACE)
    window.activateWindow()
    window.canvas.setFocus()
    return window


def bar_of(window: MainWindow) -> NoticeBar:
    bar = window.findChild(NoticeBar)
    assert isinstance(bar, NoticeBar)
    return bar


def test_f6_shows_which_panel_it_came_to_and_shift_f6_goes_back(at_work: MainWindow) -> None:
    ring = at_work.workspace.ring
    at_work.next_panel()
    assert ring.place is at_work.workspace.inspector
    assert ring.isVisible()
    at_work.next_panel(-1)
    assert at_work.canvas.hasFocus()
    assert not ring.isVisible()
    at_work.next_panel(-1)
    assert QApplication.focusWidget() is at_work.workspace.outline.tree
    at_work.canvas.setFocus()
    assert not ring.isVisible()


def test_tab_walks_the_layers_and_leaves_after_the_last(at_work: MainWindow) -> None:
    session, canvas = at_work.session, at_work.canvas
    for layer in session.document.network.layers:
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
        assert session.selection == Selection.of_layer(layer.id)
        assert canvas.hasFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()


def test_enter_goes_from_a_layer_to_its_neurons(at_work: MainWindow) -> None:
    layer = at_work.session.document.network.layers[1]
    at_work.session.select(Selection.of_layer(layer.id))
    QTest.keyClick(at_work.canvas, Qt.Key.Key_Return)
    assert at_work.session.selection == Selection.of_neuron(layer.id, layer.neurons[0])


def test_escape_closes_a_message_before_it_lets_go_of_the_selection(at_work: MainWindow) -> None:
    chosen = Selection.of_layer(at_work.session.document.network.layers[1].id)
    at_work.session.select(chosen)
    at_work._notices.show_error(NetworkError("No."))
    QTest.keyClick(at_work.canvas, Qt.Key.Key_Escape)
    assert (bar_of(at_work).text, at_work.session.selection) == ("", chosen)
    QTest.keyClick(at_work.canvas, Qt.Key.Key_Escape)
    assert not at_work.session.selection


def test_an_edit_takes_a_refusal_away_but_not_an_error_about_a_file(at_work: MainWindow) -> None:
    at_work._notices.show_error(NetworkError("No."))
    at_work.action_set["add-hidden"].trigger()
    assert bar_of(at_work).text == ""
    at_work._notices.show_error(ProjectError("The disk is full."))
    at_work.action_set["add-hidden"].trigger()
    assert bar_of(at_work).text == "The disk is full."
    at_work._notices.clear()


def test_the_heading_of_the_connections_selects_them_all(at_work: MainWindow) -> None:
    outline = at_work.workspace.outline
    outline.tree.setCurrentIndex(outline.model.index_of(Row(Kind.CONNECTIONS)))
    network = at_work.session.document.network
    assert at_work.session.selection.connections == {connection.id for connection in network.connections}


def test_a_neuron_has_a_short_menu(at_work: MainWindow) -> None:
    layer = at_work.session.document.network.layers[1]
    for chosen in (Selection.of_layer(layer.id), Selection.of_neuron(layer.id, layer.neurons[0])):
        at_work.session.select(chosen)
        menu = at_work.canvas.menu(at_work.canvas.stage.middle)
        assert len([action for action in menu.actions() if not action.isSeparator()]) <= 12
        menu.deleteLater()
