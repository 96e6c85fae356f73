"""Neurons and layers are given other places by dragging, keys and menus: each time one undoable step."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from nndesigner.data.bundled import load_bundled
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui import conditions
from nndesigner.ui.main_window import MainWindow
from nndesigner.ui.notices import Notices
from tests.ui.canvas.entries import entry
from tests.ui.canvas.hands import Hands, chain
from tests.ui.canvas.test_surgery import choose, entries, open_menu, outputs, trained
from tests.ui.driving import activate

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
CONTROL_ALT = CONTROL | ALT


def lettered(*sizes: int) -> Document:
    """A chain; the neurons of the first hidden layer are called a, b, c…"""
    document = chain(*sizes)
    layer = document.network.layers[1]
    for neuron, letter in zip(layer.neurons, "abcdefghijklmnopqrstuvwxyz", strict=False):
        document = edits.rename_neuron(document, layer.id, neuron, letter)
    return document


def letters(hands: Hands, name: str = "hidden 1") -> str:
    """The names of the neurons of a layer; a dot for one without."""
    layer = hands.layer(name)
    overrides = [layer.overrides.get(neuron) for neuron in layer.neurons]
    return "".join("." if found is None else found.name or "." for found in overrides)


def select(hands: Hands, name: str, *places: int) -> None:
    layer = hands.layer(name)
    refs = frozenset((layer.id, layer.neurons[place]) for place in places)
    hands.session.select(Selection(neurons=refs))


def selected(hands: Hands) -> list[tuple[str, int]]:
    """The selected neurons by layer and place."""
    return sorted(
        (layer.name, layer.index_by_neuron[neuron])
        for layer in hands.network.layers
        for key, neuron in hands.session.selection.neurons
        if key == layer.id
    )


def menu_below(menu: QMenu, words: str) -> QMenu:
    found = entry(menu, words).menu()
    assert isinstance(found, QMenu)
    return found


# -- dragging


def test_alt_and_dragging_a_neuron_gives_it_another_place_in_its_layer(hands: Hands) -> None:
    hands.session.replace(lettered(2, 5, 2))
    before = hands.document
    hands.drag(hands.neuron("hidden 1", 0), hands.neuron("hidden 1", 3) + QPointF(0, 8), keys=ALT)
    assert letters(hands) == "bcdae"
    assert selected(hands) == [("hidden 1", 3)]
    assert hands.session.undo_name == "Move a of hidden 1"
    np.testing.assert_allclose(outputs(hands.document), outputs(before), rtol=1e-6)
    hands.session.undo()
    assert hands.document is before


def test_all_selected_neurons_come_with_the_one_that_is_dragged(hands: Hands) -> None:
    hands.session.replace(lettered(2, 5, 2))
    select(hands, "hidden 1", 1, 4)
    hands.drag(hands.neuron("hidden 1", 4), hands.neuron("hidden 1", 0) - QPointF(0, 12), keys=ALT)
    assert letters(hands) == "beacd"
    assert selected(hands) == [("hidden 1", 0), ("hidden 1", 1)]
    assert hands.session.undo_name == "Move 2 neurons of hidden 1"


def test_a_neuron_that_is_not_selected_is_dragged_alone(hands: Hands) -> None:
    hands.session.replace(lettered(2, 5, 2))
    select(hands, "hidden 1", 0, 1)
    hands.drag(hands.neuron("hidden 1", 4), hands.neuron("hidden 1", 0) - QPointF(0, 12), keys=ALT)
    assert letters(hands) == "eabcd"


def test_a_neuron_is_dragged_into_another_layer_and_all_layers_stay_where_they_are(hands: Hands) -> None:
    hands.session.replace(lettered(2, 3, 4, 2))
    places = {key: column.center for key, column in hands.view.stage.geometry.columns.items()}
    hands.drag(hands.neuron("hidden 1", 1), hands.neuron("hidden 2", 2) + QPointF(30, 10), keys=ALT)
    assert letters(hands) == "ac"
    assert letters(hands, "hidden 2") == "...b."
    assert selected(hands) == [("hidden 2", 3)]
    assert {key: column.center for key, column in hands.view.stage.geometry.columns.items()} == places


def test_dragging_shows_the_neuron_where_it_would_land_and_edits_nothing(hands: Hands) -> None:
    hands.session.replace(lettered(2, 3, 4, 2))
    before = hands.document
    hands.press(hands.neuron("hidden 1", 1), keys=ALT)
    hands.move(hands.neuron("hidden 1", 1) + QPointF(9, 0), hands.neuron("hidden 2", 0) - QPointF(0, 12))
    shown = hands.view.display.scene.geometry.network
    assert [layer.size for layer in shown.layers] == [2, 2, 5, 2]
    assert hands.layer("hidden 1").neurons[1] == shown.layers[2].neurons[0]
    assert hands.view.saying is not None
    assert hands.view.saying.words == "Into hidden 2, as neuron 1"
    assert hands.document is before
    hands.move(QPointF(160, 280))
    assert hands.view.display.scene.geometry.network is before.network
    assert hands.view.saying.words == "Move to…"
    hands.release(QPointF(160, 280))
    assert hands.document is before
    assert not hands.view.display.previewing


def test_escape_leaves_a_carried_neuron_where_it_was(hands: Hands) -> None:
    hands.session.replace(lettered(2, 3, 4, 2))
    before, target = hands.document, hands.neuron("hidden 2", 0)
    hands.press(hands.neuron("hidden 1", 1), keys=ALT)
    hands.move(hands.neuron("hidden 1", 1) + QPointF(9, 0), target)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.view.display.previewing
    hands.release(target)
    assert hands.document is before


def test_the_last_neuron_of_a_layer_is_not_dragged_away_and_the_canvas_says_why(hands: Hands) -> None:
    hands.session.replace(chain(2, 1, 4, 2))
    before, target = hands.document, hands.neuron("hidden 2", 0)
    hands.press(hands.neuron("hidden 1", 0), keys=ALT)
    hands.move(hands.neuron("hidden 1", 0) + QPointF(9, 0), target)
    saying = hands.view.saying
    assert saying is not None
    assert saying.refused
    assert "without neurons" in saying.words
    hands.release(target)
    assert hands.document is before


def test_a_neuron_dropped_where_it_was_changes_nothing(hands: Hands) -> None:
    hands.session.replace(lettered(2, 5, 2))
    before = hands.document
    hands.drag(hands.neuron("hidden 1", 2), hands.neuron("hidden 1", 2) + QPointF(20, 3), keys=ALT)
    assert hands.document is before
    assert hands.session.undo_name is None


def test_without_alt_dragging_from_a_neuron_still_connects(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 4, 2))
    hands.drag(hands.neuron("input", 0), hands.neuron("hidden 2", 1))
    assert ("input", "hidden 2") in hands.links()


def test_a_neuron_in_a_grid_lands_between_its_neighbours(hands: Hands) -> None:
    document = lettered(2, 12, 2)
    document = edits.set_image_shape(document, document.network.layers[1].id, (3, 4))
    hands.session.replace(document)
    column = hands.column("hidden 1")
    hands.drag(column.neuron_rect(0).center(), column.neuron_rect(6).center() + QPointF(6, 0), keys=ALT)
    assert letters(hands) == "bcdefgahijkl"
    assert hands.layer("hidden 1").image_shape == (3, 4)


# -- keys


@pytest.mark.parametrize(
    ("key", "order"), [(Qt.Key.Key_Up, "acdbe"), (Qt.Key.Key_Down, "abecd")], ids=["up", "down"]
)
def test_ctrl_and_an_arrow_move_the_selected_neurons_one_place(hands: Hands, key: Qt.Key, order: str) -> None:
    hands.session.replace(lettered(2, 5, 2))
    before = hands.document
    select(hands, "hidden 1", 2, 3)
    chosen = hands.session.selection
    hands.key(key, CONTROL)
    assert letters(hands) == order
    assert hands.session.selection == chosen
    hands.session.undo()
    assert hands.document is before


def test_ctrl_and_an_arrow_move_the_selected_neurons_to_the_layer_beside(hands: Hands) -> None:
    hands.session.replace(lettered(2, 4, 4, 2))
    select(hands, "hidden 1", 0, 2)
    hands.key(Qt.Key.Key_Right, CONTROL)
    assert letters(hands) == "bd"
    assert letters(hands, "hidden 2") == "ac...."
    assert selected(hands) == [("hidden 2", 0), ("hidden 2", 1)]
    hands.key(Qt.Key.Key_Left, CONTROL)
    assert sorted(letters(hands)) == list("abcd")
    assert [name for name, _ in selected(hands)] == ["hidden 1"] * 2


def test_a_neuron_at_the_top_stays_and_the_window_says_why(hands: Hands, notices: Notices) -> None:
    said: list[str] = []
    notices.message.connect(lambda words, _remedy: said.append(words))
    hands.session.replace(lettered(2, 4, 2))
    before = hands.document
    select(hands, "hidden 1", 0)
    hands.key(Qt.Key.Key_Up, CONTROL)
    assert hands.document is before
    assert said == ["What is selected is at the top of its layer already."]


def test_the_order_of_inputs_stays_that_of_the_data(hands: Hands, notices: Notices) -> None:
    said: list[str] = []
    notices.message.connect(lambda words, _remedy: said.append(words))
    hands.session.replace(edits.set_data(chain(4, 3, 3), load_bundled("iris")))
    before = hands.document
    select(hands, "input", 1)
    hands.key(Qt.Key.Key_Up, CONTROL)
    assert hands.document is before
    assert said == ["The order of the input neurons is the order of the inputs in the data."]


def test_a_selected_layer_goes_along_its_chain_and_changes_places_on_the_canvas(
    hands: Hands, notices: Notices
) -> None:
    told: list[str] = []
    notices.note.connect(told.append)
    hands.session.replace(trained(lettered(2, 3, 4, 2)))
    before = hands.document
    hands.click(hands.header("hidden 1"))
    left, right = hands.column("hidden 1").center, hands.column("hidden 2").center
    hands.key(Qt.Key.Key_Right, CONTROL)
    assert hands.links() == {("input", "hidden 2"), ("hidden 2", "hidden 1"), ("hidden 1", "output")}
    assert (hands.column("hidden 2").center, hands.column("hidden 1").center) == (left, right)
    assert letters(hands) == "abc"
    assert hands.session.selection == Selection.of_layer(hands.layer("hidden 1").id)
    assert told == ["The weights around the two layers were drawn anew."]
    hands.key(Qt.Key.Key_Left, CONTROL)
    assert hands.links() == {("input", "hidden 1"), ("hidden 1", "hidden 2"), ("hidden 2", "output")}
    assert hands.column("hidden 1").center == left
    hands.session.undo()
    hands.session.undo()
    assert hands.document is before


def test_plain_arrow_keys_still_nudge_a_layer(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 2))
    hands.click(hands.header("hidden 1"))
    x = hands.column("hidden 1").center.x()
    hands.key(Qt.Key.Key_Right)
    assert hands.column("hidden 1").center.x() == x + 8


# -- menus


def test_the_menu_of_a_neuron_offers_all_other_layers_and_greys_what_is_impossible(hands: Hands) -> None:
    hands.session.replace(lettered(2, 3, 4, 2))
    menu = open_menu(hands, hands.neuron("hidden 1", 0))
    moving = menu_below(menu, "Move")
    assert [words for words in entries(moving) if words] == [
        "Up",
        "Down",
        "To input",
        "To hidden 2",
        "To output",
        "To a layer of their own",
    ]
    assert [action.isEnabled() for action in moving.actions()[:2]] == [False, True]
    assert moving.actions()[0].toolTip() == "What is selected is at the top of its layer already."
    moving.actions()[entries(moving).index("To hidden 2")].trigger()
    assert letters(hands, "hidden 2").replace(".", "") == "a"
    assert letters(hands) == "bc"


def test_a_neuron_moved_by_menu_lands_at_its_own_height(hands: Hands) -> None:
    hands.session.replace(lettered(2, 5, 5, 2))
    select(hands, "hidden 1", 3)
    hands.view.structure.to_layer(hands.layer("hidden 2").id)
    assert letters(hands, "hidden 2") in ("...d..", "....d.")


def test_the_selected_neurons_become_a_layer_under_the_rest_of_theirs(hands: Hands) -> None:
    hands.session.replace(trained(lettered(2, 5, 2)))
    before, old = hands.document, hands.column("hidden 1")
    select(hands, "hidden 1", 1, 3)
    choose(open_menu(hands, hands.neuron("hidden 1", 3)), "To a layer of their own")
    assert (letters(hands), letters(hands, "hidden 2")) == ("ace", "bd")
    assert hands.session.selection == Selection.of_layer(hands.layer("hidden 2").id)
    upper, lower = hands.column("hidden 1"), hands.column("hidden 2")
    assert upper.center.x() == lower.center.x() == old.center.x()
    assert lower.extent.top() > upper.control.bottom()
    assert upper.extent.united(lower.extent).center().y() == pytest.approx(old.extent.center().y())
    np.testing.assert_allclose(outputs(hands.document), outputs(before), rtol=1e-6)
    hands.session.undo()
    assert hands.document is before


def test_the_two_halves_of_a_layer_cover_no_other_layer(hands: Hands) -> None:
    document = chain(2, 5, 2)
    middle = document.network.layers[1].id
    document = edits.add_layer(document, Role.HIDDEN, 3, position=(320.0, 330.0), source=middle)
    hands.session.replace(document)
    hands.session.select(Selection.of_layer(middle))
    hands.view.structure.split_layer()
    columns = list(hands.view.stage.geometry.columns.values())
    assert len(columns) == 5
    for place, one in enumerate(columns):
        assert not any(one.extent.intersects(other.extent) for other in columns[place + 1 :])


def test_layers_beside_each_other_become_one_in_their_middle(hands: Hands) -> None:
    hands.session.replace(trained(lettered(2, 5, 2)))
    before = hands.document
    hands.session.select(Selection.of_layer(hands.layer("hidden 1").id))
    hands.view.structure.split_layer()
    parts = [hands.column(name).center.y() for name in ("hidden 1", "hidden 2")]
    hands.session.select(Selection(layers=frozenset(hands.layer(n).id for n in ("hidden 1", "hidden 2"))))
    choose(open_menu(hands, hands.header("hidden 1")), "Merge layers")
    assert letters(hands) == "abcde"
    assert hands.column("hidden 1").center.y() == pytest.approx(sum(parts) / 2)
    np.testing.assert_allclose(outputs(hands.document), outputs(before), rtol=1e-6)
    assert hands.session.undo_name == "Merge 2 layers"


def test_the_menu_says_why_layers_cannot_be_merged(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 4, 2))
    hands.session.select(Selection(layers=frozenset(hands.layer(n).id for n in ("hidden 1", "hidden 2"))))
    menu = open_menu(hands, hands.header("hidden 1"))
    merging = entry(menu, "Merge layers")
    assert not merging.isEnabled()
    assert "“hidden 1” feeds “hidden 2”" in merging.toolTip()


def test_a_layer_in_a_chain_is_moved_by_its_menu(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 4, 2))
    menu = open_menu(hands, hands.header("hidden 1"))
    assert "Move earlier in the chain" not in entries(menu)
    choose(menu, "Move later in the chain")
    assert ("hidden 2", "hidden 1") in hands.links()


# -- the window


def test_the_window_splits_and_merges_layers_by_their_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.session.replace(chain(2, 4, 2))
    activate(window, qtbot)
    layer = window.session.document.network.layers[1]
    window.session.select(Selection.of_layer(layer.id))
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL_ALT)
    sizes = [other.size for other in window.session.document.network.layers]
    assert sizes == [2, 2, 2, 2]
    hidden = frozenset(other.id for other in window.session.document.network.with_role(Role.HIDDEN))
    window.session.select(Selection(layers=hidden))
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL_ALT)
    assert window.session.document.network.layer(layer.id).neurons == layer.neurons


def test_the_outline_moves_neurons_and_layers_by_the_same_keys(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    session.replace(chain(2, 4, 3, 2))
    activate(window, qtbot)
    first, second = session.document.network.with_role(Role.HIDDEN)
    tree = window.workspace.outline.tree
    tree.setFocus()
    session.select(Selection.of_neuron(first.id, first.neurons[1]))
    QTest.keyClick(tree, Qt.Key.Key_Down, CONTROL)
    assert session.document.network.layer(first.id).index_by_neuron[first.neurons[1]] == 2
    QTest.keyClick(tree, Qt.Key.Key_Right, CONTROL)
    assert session.selection == Selection.of_neuron(second.id, first.neurons[1])
    QTest.keyClick(tree, Qt.Key.Key_Up, CONTROL)
    session.select(Selection.of_layer(first.id))
    QTest.keyClick(tree, Qt.Key.Key_Right, CONTROL)
    assert session.document.network.between(second.id, first.id) is not None
    order = [(layer.id, layer.neurons) for layer in session.document.network.forward_order]
    assert window.workspace.outline.listed() == order


def test_commands_that_are_impossible_say_why(hands: Hands) -> None:
    session = hands.session
    session.replace(chain(2, 3, 4, 2))
    assert conditions.neurons_up(session) == "Select the neurons to move."
    assert conditions.neurons_before(session) == "Select the neurons to move."
    assert "Select a hidden layer" in str(conditions.layer_splittable(session))
    assert "two or more" in str(conditions.mergeable(session))
    assert "one hidden layer" in str(conditions.layer_later(session))
    select(hands, "input", 0)
    assert conditions.neurons_before(session) == "There is no layer before this one."
    assert conditions.neurons_after(session) is None
    assert conditions.neurons_up(session) == "What is selected is at the top of its layer already."
    assert conditions.neurons_down(session) is None
    session.select(Selection.of_layer(hands.layer("hidden 2").id))
    assert conditions.layer_earlier(session) is None
    assert "last hidden layer" in str(conditions.layer_later(session))


def test_a_neuron_of_a_large_layer_is_carried_to_a_place_inside_its_strip(hands: Hands) -> None:
    hands.session.replace(chain(30, 200, 10))
    column = hands.column("hidden 1")
    hands.drag(hands.neuron("hidden 1", 0), column.middle(100), keys=ALT)
    assert hands.layer("hidden 1").index_by_neuron[column.layer.neurons[0]] in (98, 99, 100)
