"""Everything the mouse can do can be done by keys, menus and the commands behind them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QSpinBox

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.canvas.keys import FAR, NUDGE
from nndesigner.ui.notices import Notices
from tests.ui.canvas.entries import entry
from tests.ui.canvas.hands import Hands, chain

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def select(hands: Hands, *names: str) -> None:
    hands.session.select(Selection(layers=frozenset(hands.layer(name).id for name in names)))


# -- adding


def test_a_network_can_be_built_without_a_mouse(hands: Hands) -> None:
    for kind in ("layer:input", "layer:hidden", "layer:output", "layer:hidden"):
        hands.view.add_at_centre(kind)
    assert hands.links() == {("input", "hidden 1"), ("hidden 1", "hidden 2"), ("hidden 2", "output")}


def test_the_order_of_adding_does_not_matter(hands: Hands) -> None:
    for kind in ("layer:output", "layer:input", "layer:hidden"):
        hands.view.add_at_centre(kind)
    assert {layer.role for layer in hands.network.forward_order} == set(Role)
    x = [hands.column(name).center.x() for name in ("input", "hidden 1", "output")]
    assert x == sorted(x)
    assert ("hidden 1", "output") in hands.links() or ("input", "output") in hands.links()


def test_the_first_layer_comes_into_the_middle(hands: Hands) -> None:
    hands.view.add_at_centre("layer:input")
    middle = QPointF(hands.view.rect().center())
    where = hands.view.stage.viewport.to_screen(hands.column("input").center)
    assert (where - middle).manhattanLength() < 3


def test_a_neuron_goes_into_the_selected_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "output")
    hands.view.add_at_centre("neuron")
    assert hands.layer("output").size == 2


def test_without_a_selection_a_neuron_goes_into_the_last_hidden_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.add_at_centre("neuron:step")
    layer = hands.layer("hidden 1")
    assert layer.neuron_activation(layer.neurons[3]) == "step"


def test_insert_puts_a_layer_into_the_selected_connection(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    connection = hands.network.between(hands.layer("input").id, hands.layer("hidden 1").id)
    assert connection is not None
    hands.session.select(Selection.of_connection(connection.id))
    hands.view.insert_between()
    assert hands.links() == {("input", "hidden 2"), ("hidden 2", "hidden 1"), ("hidden 1", "output")}


def test_layers_that_were_arranged_automatically_do_not_jump_when_one_is_inserted(
    hands: Hands, iris_bridge: Bridge
) -> None:
    places = {name: hands.column(name).center.y() for name in ("input", "hidden 1", "output")}
    hands.view.add_at_centre("layer:hidden")
    assert {name: hands.column(name).center.y() for name in places} == places


# -- connecting


def test_two_selected_layers_are_connected_from_left_to_right(hands: Hands) -> None:
    document = chain(2, 3, 1)
    hands.session.replace(edits.remove(document, connections=[c.id for c in document.network.connections]))
    select(hands, "hidden 1", "input")
    hands.view.connect_selected()
    assert hands.links() == {("input", "hidden 1")}


def test_selected_neurons_are_connected_one_by_one(hands: Hands) -> None:
    document = chain(2, 3, 1)
    hands.session.replace(edits.remove(document, connections=[c.id for c in document.network.connections]))
    first, second = hands.layer("input"), hands.layer("hidden 1")
    chosen = {(first.id, first.neurons[0]), (second.id, second.neurons[0]), (second.id, second.neurons[2])}
    hands.session.select(Selection(neurons=frozenset(chosen)))
    hands.view.connect_selected()
    mask = hands.network.connections[0].mask
    assert mask is not None
    assert mask.tolist() == [[True, False], [False, False], [True, False]]


@pytest.mark.parametrize("names", [("input",), ("input", "hidden 1", "output"), ("input", "hidden 1")])
def test_what_cannot_be_connected_is_said_and_nothing_changes(
    hands: Hands, notices: Notices, names: tuple[str, ...]
) -> None:
    hands.session.replace(chain(2, 3, 1))
    before, said = hands.document, QSignalSpy(notices.message)
    select(hands, *names)
    hands.view.connect_selected()
    assert hands.document is before
    assert said.count() == 1


def test_disconnecting_two_layers(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "input", "hidden 1")
    hands.view.disconnect_selected()
    assert hands.links() == {("hidden 1", "output")}


def test_disconnecting_a_weight_removes_only_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    connection = hands.network.connections[0]
    source, target = hands.layer("input"), hands.layer("output")
    hands.session.select(Selection.of_weight(connection.id, target.neurons[1], source.neurons[0]))
    hands.view.disconnect_selected()
    mask = hands.network.connections[0].mask
    assert mask is not None
    assert mask.tolist() == [[True, True], [False, True]]


# -- deleting


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_removes_the_selection_in_one_step(hands: Hands, key: Qt.Key) -> None:
    hands.session.replace(chain(2, 3, 1))
    before, hidden, output = hands.document, hands.layer("hidden 1"), hands.layer("output")
    weights = hands.network.connections
    hands.session.select(
        Selection(
            layers=frozenset({output.id}),
            neurons=frozenset({(hidden.id, hidden.neurons[0]), (output.id, output.neurons[0])}),
        )
    )
    hands.key(key)
    assert [layer.size for layer in hands.network.layers] == [2, 2]
    assert hands.network.connections[0].id == weights[0].id
    hands.session.undo()
    assert hands.document is before


def test_delete_of_a_weight_and_its_connection_removes_both(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    connection = hands.network.connections[0]
    source, target = hands.layer("input"), hands.layer("output")
    weight = (connection.id, target.neurons[0], source.neurons[0])
    hands.session.select(
        Selection(connections=frozenset({connection.id}), weights=frozenset({weight}))
    )
    hands.view.delete_selection()
    assert not hands.network.connections


# -- arrow keys


@pytest.mark.parametrize(("keys", "length"), [(Qt.KeyboardModifier.NoModifier, NUDGE), (SHIFT, FAR)])
def test_arrow_keys_nudge_the_selected_layers(
    hands: Hands, keys: Qt.KeyboardModifier, length: float
) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    hands.key(Qt.Key.Key_Down, keys)
    assert hands.column("hidden 1").center == QPointF(320, length)
    assert hands.column("input").center == QPointF(0, 0)


def test_holding_an_arrow_key_is_one_step(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    before = hands.document
    plain = Qt.KeyboardModifier.NoModifier
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, plain, "", repeated)
        QApplication.sendEvent(hands.view, event)
    assert hands.document is before
    QTest.keyRelease(hands.view, Qt.Key.Key_Right)
    assert hands.column("hidden 1").center.x() == 320 + 3 * NUDGE
    hands.session.undo()
    assert hands.document is before


def test_escape_takes_back_a_nudge_that_is_held(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    before = hands.document
    QTest.keyPress(hands.view, Qt.Key.Key_Right)
    hands.key(Qt.Key.Key_Escape)
    QTest.keyRelease(hands.view, Qt.Key.Key_Right)
    assert hands.document is before


def test_alt_and_arrows_walk_over_the_network(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    first, hidden = hands.layer("input"), hands.layer("hidden 1")
    hands.key(Qt.Key.Key_Right, ALT)
    assert hands.session.selection == Selection.of_layer(first.id)
    hands.key(Qt.Key.Key_Right, ALT)
    assert hands.session.selection == Selection.of_layer(hidden.id)
    hands.key(Qt.Key.Key_Down, ALT)
    assert hands.session.selection == Selection.of_neuron(hidden.id, hidden.neurons[0])
    hands.key(Qt.Key.Key_Left, ALT)
    assert hands.session.selection == Selection.of_neuron(first.id, first.neurons[0])
    hands.key(Qt.Key.Key_Up, ALT)
    assert hands.session.selection == Selection.of_layer(first.id)
    hands.key(Qt.Key.Key_Right, ALT | SHIFT)
    assert hands.session.selection.layers == {first.id, hidden.id}


def test_escape_lets_go_of_the_selection(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    hands.key(Qt.Key.Key_Escape)
    assert not hands.session.selection


# -- other keys


def test_plus_and_minus_change_the_selected_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    hands.key(Qt.Key.Key_Plus)
    hands.key(Qt.Key.Key_Plus)
    hands.key(Qt.Key.Key_Minus)
    assert hands.layer("hidden 1").size == 4


def test_f2_renames_what_is_selected(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "output")
    hands.key(Qt.Key.Key_F2)
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "answer")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert hands.network.layers[2].name == "answer"


def test_n_asks_for_the_number_of_neurons(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    hands.key(Qt.Key.Key_N)
    field = hands.view.findChild(QSpinBox, "inlineSize")
    assert isinstance(field, QSpinBox)
    field.setValue(9)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert hands.layer("hidden 1").size == 3


def test_an_empty_name_is_refused_politely(hands: Hands, notices: Notices) -> None:
    hands.session.replace(chain(2, 3, 1))
    said, before = QSignalSpy(notices.message), hands.document
    assert not hands.view.stage.commands.rename(hands.layer("output").id, None, "  ")
    assert hands.document is before
    assert said.count() == 1


def test_tidy_puts_layers_back(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.tidy()
    x = [hands.column(name).center.x() for name in ("input", "hidden 1", "output")]
    assert x[1] - x[0] == x[2] - x[1] == 220


# -- menus


def open_menu(hands: Hands, point: QPointF) -> QMenu:
    where = hands.screen(point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, hands.view.mapToGlobal(where))
    QApplication.sendEvent(hands.view, event)
    # Closed menus are deleted a little later.
    return hands.view.findChildren(QMenu, "canvasMenu")[-1]


def choose(menu: QMenu, words: str) -> None:
    entry(menu, words).trigger()
    menu.close()


def test_the_menu_of_a_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    choose(open_menu(hands, hands.header("hidden 1")), ACTIVATIONS["tanh"].label)
    assert hands.layer("hidden 1").activation == "tanh"
    choose(open_menu(hands, hands.header("hidden 1")), "Freeze")
    assert hands.layer("hidden 1").frozen
    choose(open_menu(hands, hands.header("hidden 1")), "Let learn")
    choose(open_menu(hands, hands.header("hidden 1")), "One neuron more")
    assert (hands.layer("hidden 1").frozen, hands.layer("hidden 1").size) == (False, 4)
    choose(open_menu(hands, hands.header("hidden 1")), "hidden 1 → output")
    assert hands.session.selection.connections
    choose(open_menu(hands, hands.header("hidden 1")), "Delete")
    assert hands.links() == {("input", "output")}


def test_the_menu_of_a_neuron(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    layer = hands.layer("hidden 1")
    choose(open_menu(hands, hands.neuron("hidden 1", 1)), "ReLU")
    assert hands.layer("hidden 1").neuron_activation(layer.neurons[1]) == "relu"
    choose(open_menu(hands, hands.neuron("hidden 1", 1)), "As its layer")
    assert not hands.layer("hidden 1").overrides
    choose(open_menu(hands, hands.neuron("hidden 1", 1)), "Delete")
    assert hands.layer("hidden 1").size == 2


def test_the_menu_of_a_weight(hands: Hands) -> None:
    hands.session.replace(chain(2, 2))
    middle = (hands.neuron("input", 0) + hands.neuron("output", 0)) / 2
    choose(open_menu(hands, middle), "Remove weight")
    mask = hands.network.connections[0].mask
    assert mask is not None
    assert not mask[0, 0]
    middle = (hands.neuron("input", 1) + hands.neuron("output", 1)) / 2
    choose(open_menu(hands, middle), "Select the whole connection")
    assert hands.session.selection == Selection.of_connection(hands.network.connections[0].id)


def test_the_menu_of_the_empty_canvas_adds_where_it_was_opened(hands: Hands) -> None:
    hands.session.replace(chain(2, 1))
    choose(open_menu(hands, QPointF(160, 240)), "Add hidden layer")
    assert hands.column("hidden 1").center.y() == pytest.approx(240, abs=2)
    hands.session.select(Selection())
    choose(open_menu(hands, QPointF(-200, -200)), "Fit")


def test_the_menu_key_opens_the_menu_of_the_selection(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    select(hands, "hidden 1")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(hands.view, event)
    menu = hands.view.findChild(QMenu, "canvasMenu")
    assert isinstance(menu, QMenu)
    assert hands.session.selection.layers == {hands.layer("hidden 1").id}
    menu.close()


# -- floating controls


def test_a_problem_is_shown_with_its_remedy(hands: Hands, iris_data: DataSource) -> None:
    document = edits.new_network(edits.set_data(Document.empty(), iris_data))
    hands.session.replace(edits.resize_layer(document, document.network.layers[0].id, 3))
    bar = hands.view.overlays.problems
    assert bar.shown is not None
    assert bar.shown.code == "inputs"
    fix = bar.findChild(QPushButton, "problemFix")
    assert isinstance(fix, QPushButton)
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert hands.layer("input").size == 4
    assert bar.shown is None
    assert not bar.isVisible()
    hands.session.undo()
    assert bar.isVisible()


def test_several_problems_are_shown_one_by_one(hands: Hands) -> None:
    hands.view.add_at_centre("layer:hidden")
    bar = hands.view.overlays.problems
    seen = set()
    for _ in hands.session.problems:
        assert bar.shown is not None
        seen.add((bar.shown.code, bar.shown.layer))
        bar.show_next()
    assert seen == {(problem.code, problem.layer) for problem in hands.session.problems}


def test_the_hint_offers_a_way_to_begin(hands: Hands) -> None:
    button = hands.view.findChild(QPushButton, "hint:start:xor")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [layer.size for layer in hands.network.layers] == [2, 2, 1]
    assert not hands.view.overlays.hint.isVisible()
