"""Operations that keep the function, from menus and keys; the drawing stays readable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import Progress
from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.parameters import FloatArray
from nndesigner.session.selection import Selection
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from tests.ui.canvas.entries import entry, every, words_of
from tests.ui.canvas.hands import Hands, chain
from tests.ui.driving import activate

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def trained(document: Document) -> Document:
    return replace(document, progress=Progress(epoch=1, steps=10, run=1))


def outputs(document: Document) -> FloatArray:
    """What the network answers to ten random rows."""
    first, last = document.network.input_layer, document.network.output_layer
    assert first is not None
    assert last is not None
    x = np.random.default_rng(1).standard_normal((10, first.size))
    return inspect_sample(document.network, document.parameters, "cross_entropy", x, None).a[last.id]


def open_menu(hands: Hands, point: QPointF) -> QMenu:
    where = hands.screen(point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, hands.view.mapToGlobal(where))
    QApplication.sendEvent(hands.view, event)
    return hands.view.findChildren(QMenu, "canvasMenu")[-1]


def entries(menu: QMenu) -> list[str]:
    return [words_of(action) for action in every(menu)]


def choose(menu: QMenu, words: str) -> None:
    entry(menu, words).trigger()
    menu.close()


def assert_one_step_that_keeps(hands: Hands, before: Document, name: str) -> None:
    """The latest edit kept the function; undo takes it back to the very document."""
    assert hands.session.undo_name == name
    assert hands.document is not before
    np.testing.assert_allclose(outputs(hands.document), outputs(before), rtol=1e-5)
    hands.session.undo()
    assert hands.document is before


# -- splitting


def test_a_neuron_is_split_from_its_menu_and_both_are_selected(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 2))
    before, layer = hands.document, hands.layer("hidden 1")
    choose(open_menu(hands, hands.neuron("hidden 1", 1)), "Split in two")
    neurons = hands.layer("hidden 1").neurons
    assert len(neurons) == 4
    assert hands.session.selection.neurons == {(layer.id, neurons[1]), (layer.id, neurons[2])}
    assert_one_step_that_keeps(hands, before, "Split neuron 2 of hidden 1")


def test_the_selected_neurons_of_two_layers_are_split_in_one_step(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 3, 2))
    before = hands.document
    hands.click(hands.neuron("hidden 1", 0))
    for layer, place in (("hidden 1", 2), ("hidden 2", 1)):
        hands.click(hands.neuron(layer, place), Qt.KeyboardModifier.ControlModifier)
    choose(open_menu(hands, hands.neuron("hidden 2", 1)), "Split selected neurons")
    assert [layer.size for layer in hands.network.layers] == [2, 5, 4, 2]
    assert len(hands.session.selection.neurons) == 6
    assert_one_step_that_keeps(hands, before, "Split 3 neurons")


def test_a_whole_layer_is_split_and_stays_selected(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 2))
    before, layer = hands.document, hands.layer("hidden 1")
    choose(open_menu(hands, hands.header("hidden 1")), "Split every neuron")
    assert hands.layer("hidden 1").size == 6
    assert hands.session.selection == Selection.of_layer(layer.id)
    assert_one_step_that_keeps(hands, before, "Split hidden 1")


@pytest.mark.parametrize("name", ["input", "output"])
def test_inputs_and_outputs_offer_no_splitting_and_say_why(hands: Hands, notices: Notices, name: str) -> None:
    hands.session.replace(chain(2, 3, 2))
    menu = open_menu(hands, hands.neuron(name, 0))
    assert "Split in two" not in entries(menu)
    menu.close()
    before, said = hands.document, QSignalSpy(notices.message)
    hands.view.split_selected()
    assert hands.document is before
    assert said.count() == 1


def test_splitting_nothing_is_refused_politely(hands: Hands, notices: Notices) -> None:
    hands.session.replace(chain(2, 3, 2))
    before, said = hands.document, QSignalSpy(notices.message)
    hands.view.split_selected()
    assert hands.document is before
    assert said.count() == 1


# -- inserting


def select_connection(hands: Hands, source: str, target: str) -> int:
    found = hands.network.between(hands.layer(source).id, hands.layer(target).id)
    assert found is not None
    hands.session.select(Selection.of_connection(found.id))
    return found.id


def test_behind_a_layer_that_is_never_negative_a_relu_layer_goes_in_line(
    hands: Hands, notices: Notices
) -> None:
    hands.session.replace(chain(2, 3, 2))
    before, told = hands.document, QSignalSpy(notices.note)
    middle = (hands.neuron("hidden 1", 0) + hands.neuron("output", 0)) / 2
    hands.double_click(middle)
    choose(open_menu(hands, middle), "Insert layer, keeping the function")
    assert hands.links() == {("input", "hidden 1"), ("hidden 1", "hidden 2"), ("hidden 2", "output")}
    made = hands.layer("hidden 2")
    assert (made.size, made.activation) == (3, "relu")
    assert hands.session.selection == Selection.of_layer(made.id)
    assert told.count() == 0
    assert_one_step_that_keeps(hands, before, "Insert hidden 2, keeping the function")


def test_behind_the_input_a_layer_goes_beside_the_connection_and_under_it(
    hands: Hands, notices: Notices
) -> None:
    hands.session.replace(chain(2, 3, 2))
    before, told = hands.document, QSignalSpy(notices.note)
    select_connection(hands, "input", "hidden 1")
    hands.view.insert_keeping_function()
    select_connection(hands, "input", "hidden 1")
    hands.view.insert_keeping_function()
    assert told.count() == 2  # why it is not in line
    assert hands.links() == {
        ("input", "hidden 1"),
        ("hidden 1", "output"),
        ("input", "hidden 2"),
        ("hidden 2", "hidden 1"),
        ("input", "hidden 3"),
        ("hidden 3", "hidden 1"),
    }
    columns = [hands.column(layer.name) for layer in hands.network.layers]
    for column in columns:
        assert not any(column.extent.intersects(other.extent) for other in columns if other is not column)
    assert hands.column("input").center.y() == 0
    np.testing.assert_allclose(outputs(hands.document), outputs(before), rtol=1e-6)
    hands.session.undo()
    assert_one_step_that_keeps(hands, before, "Insert hidden 2, keeping the function")


def test_the_plain_command_still_replaces_the_connection_of_a_trained_network(hands: Hands) -> None:
    hands.session.replace(trained(chain(2, 3, 2)))
    connection = select_connection(hands, "input", "hidden 1")
    hands.view.insert_between()
    assert not hands.network.has_connection(connection)


# -- adding and connecting


def test_an_untrained_network_offers_to_add_a_neuron_without_effect(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 2))
    before = hands.document
    choose(open_menu(hands, hands.neuron("hidden 1", 1)), "Add neuron, keeping the function")
    assert hands.layer("hidden 1").size == 4
    assert_one_step_that_keeps(hands, before, "Add silent neuron to hidden 1")


def test_an_untrained_network_offers_to_connect_without_effect(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 2))
    before = hands.document
    hands.click(hands.header("input"))
    hands.click(hands.header("output"), Qt.KeyboardModifier.ControlModifier)
    choose(open_menu(hands, hands.header("output")), "Connect, keeping the function")
    assert ("input", "output") in hands.links()
    assert_one_step_that_keeps(hands, before, "Connect input → output")


def test_a_trained_network_keeps_its_function_without_being_asked(hands: Hands) -> None:
    hands.session.replace(trained(chain(2, 3, 2)))
    before = hands.document
    menu = open_menu(hands, hands.neuron("hidden 1", 1))
    assert "Add neuron, keeping the function" not in entries(menu)
    choose(menu, "Add neuron")
    assert_one_step_that_keeps(hands, before, "Add neuron to hidden 1")


def test_an_output_layer_takes_no_neuron_without_effect(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 2))
    menu = open_menu(hands, hands.neuron("output", 0))
    assert "Add neuron, keeping the function" not in entries(menu)
    menu.close()


# -- in the window


def test_the_network_menu_has_both_with_keys_and_reasons(window: MainWindow, qtbot: QtBot) -> None:
    window.session.replace(trained(chain(2, 3, 2)))
    activate(window, qtbot)
    split, insert = window.action_set["split"], window.action_set["insert-keeping"]
    assert not split.isEnabled()
    assert "Select hidden neurons, or a hidden layer, to split them." in split.toolTip()
    assert "Select a connection, or two layers that are connected." in insert.toolTip()

    first, hidden, last = window.session.document.network.layers
    window.session.select(Selection.of_layer(last.id))
    assert not split.isEnabled()
    assert "An output neuron cannot be split" in split.toolTip()

    before = window.session.document
    window.session.select(Selection.of_neuron(hidden.id, hidden.neurons[0]))
    QTest.keyClick(window, Qt.Key.Key_T, CONTROL_SHIFT)
    assert window.session.undo_name == "Split neuron 1 of hidden 1"
    window.session.select(Selection(layers=frozenset({first.id, hidden.id})))
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL_SHIFT)
    assert window.session.undo_name == "Insert hidden 2, keeping the function"
    np.testing.assert_allclose(outputs(window.session.document), outputs(before), rtol=1e-5)


def test_a_softmax_layer_inside_the_network_is_not_split(window: MainWindow) -> None:
    document = chain(2, 3, 2)
    hidden = document.network.layers[1].id
    window.session.replace(edits.set_activation(document, hidden, "softmax"))
    window.session.select(Selection.of_layer(hidden))
    assert "A Softmax neuron cannot be split" in window.action_set["split"].toolTip()
