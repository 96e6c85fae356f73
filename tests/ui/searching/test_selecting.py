"""Selecting more of what is selected, by keys and by the context menu."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from nndesigner.ui.main_window import MainWindow
from tests.ui.canvas.hands import Hands, chain

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_keys_select_the_rest_of_the_layer(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 5, 1))
    canvas.click(canvas.neuron("hidden 1", 1))
    QTest.keyClick(desk, Qt.Key.Key_A, CONTROL | SHIFT)
    hidden = canvas.layer("hidden 1")
    assert canvas.session.selection.neurons == {(hidden.id, neuron) for neuron in hidden.neurons}


def test_keys_select_all_of_one_activation(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 5, 3, 1))
    canvas.click(canvas.neuron("hidden 1", 1))
    QTest.keyClick(desk, Qt.Key.Key_A, CONTROL | ALT)
    hidden = [
        layer for layer in canvas.network.layers if layer.activation == canvas.layer("hidden 1").activation
    ]
    assert len(canvas.session.selection.neurons) == sum(layer.size for layer in hidden) >= 8


def test_an_input_neuron_says_that_it_has_no_activation(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 5, 1))
    canvas.click(canvas.neuron("input", 0))
    action = desk.action_set["select-activation"]
    assert not action.isEnabled()
    assert action.toolTip().endswith("Input neurons pass the data on: they have no activation.")


def test_the_context_menu_selects_the_others(canvas: Hands, desk: MainWindow) -> None:
    canvas.session.replace(chain(2, 3, 1))
    canvas.click(canvas.neuron("hidden 1", 1))
    menu = desk.canvas.menu(QPointF())
    submenu = next(found for found in menu.findChildren(QMenu) if found.title() == "Select")
    next(action for action in submenu.actions() if action.text() == "The others instead").trigger()
    hidden = canvas.layer("hidden 1")
    assert canvas.session.selection.neurons == {(hidden.id, hidden.neurons[place]) for place in (0, 2)}
    menu.deleteLater()
