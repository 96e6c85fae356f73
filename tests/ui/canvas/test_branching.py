"""What is added behind a layer, replaced, merged and deleted: what is said of it, and that it is seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from nndesigner.document import edits
from nndesigner.engine.network import Role
from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.drops import NOTHING_FEEDS, plan_behind
from nndesigner.ui.canvas.items import ITEMS
from nndesigner.ui.canvas.surgery import ROUGHLY
from nndesigner.ui.notices import Notices
from tests.ui.canvas.hands import Hands, chain


def test_a_neuron_is_connected_with_all_of_what_is_added(hands: Hands) -> None:
    hands.session.replace(chain(3, 3, 1))
    first = hands.layer("input")
    source = first.id, first.neurons[1]
    plan = plan_behind(
        hands.document, hands.view.stage.geometry, ITEMS["layer:hidden"], QPointF(300, 300), source
    )
    assert plan.edit is not None
    made = plan.edit(hands.document).network
    joint = made.between(first.id, made.layers[-1].id)
    assert joint is not None
    assert joint.mask is not None
    assert joint.mask.any(axis=0).tolist() == [False, True, False]


@pytest.mark.parametrize("item", ["layer:input", "start:xor"])
def test_what_cannot_be_connected_behind_is_refused(hands: Hands, item: str) -> None:
    hands.session.replace(chain(3, 3, 1))
    source = hands.layer("input").id, None
    assert plan_behind(hands.document, hands.view.stage.geometry, ITEMS[item], QPointF(), source).edit is None


def test_a_neuron_is_not_dropped_where_nothing_could_feed_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.fit()
    hands.view.zoom_out()
    before, left = hands.document, hands.column("input").center - QPointF(200, 0)
    assert not hands.carry("neuron", left)
    assert hands.view.saying is not None
    assert hands.view.saying.words == NOTHING_FEEDS
    hands.drop("neuron", left)
    assert hands.document is before


def test_a_ready_made_network_in_place_of_another_says_so_and_is_fitted(
    hands: Hands, notices: Notices
) -> None:
    hands.session.replace(chain(2, 30, 1))
    hands.view.zoom_in()
    told = QSignalSpy(notices.note)
    hands.view.add_at_centre("start:xor")
    assert told.at(0) == ["Replaced the network by XOR. Undo brings it back."]
    stage = hands.view.stage
    assert stage.follows
    assert stage.viewport.shows(hands.view.display.bounds(), stage.screen)


def test_a_network_that_becomes_small_again_is_seen_as_large_as_before(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    before = hands.view.stage.viewport.scale
    hands.view.stage.commands.resize(hands.layer("hidden 1").id, 40)
    assert hands.view.stage.viewport.scale < 0.8 * before
    hands.session.undo()
    assert hands.view.stage.viewport.scale == pytest.approx(before)


def test_a_view_that_the_user_chose_stays_when_the_network_becomes_small(hands: Hands) -> None:
    hands.session.replace(chain(2, 40, 1))
    hands.view.zoom_out()
    chosen = hands.view.stage.viewport
    hands.view.stage.commands.resize(hands.layer("hidden 1").id, 2)
    assert hands.view.stage.viewport == chosen


def test_twins_are_merged_without_a_word_and_others_with_one(hands: Hands, notices: Notices) -> None:
    hands.session.replace(chain(2, 3, 2))
    layer = hands.layer("hidden 1")
    told = QSignalSpy(notices.note)
    hands.session.select(Selection.of_neuron(layer.id, layer.neurons[0]))
    hands.view.split_selected()
    hands.view.merge_selected()
    assert hands.layer("hidden 1").neurons == layer.neurons
    assert hands.session.undo_name == "Merge 2 neurons of hidden 1"
    assert hands.session.selection == Selection.of_neuron(layer.id, layer.neurons[0])
    assert told.count() == 0
    hands.session.select(Selection(neurons=frozenset((layer.id, neuron) for neuron in layer.neurons[:2])))
    hands.view.merge_selected()
    assert told.at(0) == [ROUGHLY]


def test_deleting_the_only_way_says_what_was_connected_instead(hands: Hands, notices: Notices) -> None:
    hands.session.replace(chain(2, 2, 1))
    told = QSignalSpy(notices.note)
    hands.session.select(Selection.of_layer(hands.layer("hidden 1").id))
    hands.view.delete_selection()
    assert hands.session.undo_name == "Delete hidden 1, connect input → output"
    assert told.at(0) == ["Connected input → output in place of hidden 1."]


def test_a_duplicate_that_is_deleted_leaves_the_network_as_it_was(hands: Hands) -> None:
    hands.session.replace(chain(2, 2, 1))
    before = hands.links()
    hands.session.select(Selection.of_layer(hands.layer("hidden 1").id))
    hands.view.copying.duplicate()
    hands.view.delete_selection()
    assert hands.links() == before
    assert hands.session.undo_name == "Delete hidden 1 copy"


def test_a_softmax_of_one_neuron_is_a_problem_with_a_remedy(hands: Hands) -> None:
    document = chain(2, 3, 1)
    last = document.network.with_role(Role.OUTPUT)[0]
    hands.session.replace(edits.set_activation(document, last.id, "softmax"))
    problem = next(found for found in hands.session.problems if found.code == "lonely")
    assert problem.layer == last.id
    assert problem.fix is not None
    hands.session.apply(problem.fix.label, problem.fix.edit)
    assert "lonely" not in [found.code for found in hands.session.problems]


def test_the_field_for_a_name_says_of_what_and_grows_with_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    layer = hands.layer("hidden 1")
    hands.view.stage.edit_name(layer.id, layer.neurons[1])
    field = hands.view.findChild(QLineEdit, "inlineName")
    assert isinstance(field, QLineEdit)
    assert field.placeholderText() == "neuron 2 of hidden 1"
    before = field.width()
    field.setText("the neuron that tells a rising edge")
    assert before < field.width() <= 320
    field.setText("the neuron that tells a rising edge " * 4)
    assert field.width() == 320
    QTest.keyClick(field, Qt.Key.Key_Escape)


def test_a_neuron_that_follows_its_layer_is_ticked_as_such(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    layer = hands.layer("hidden 1")
    hands.session.select(Selection.of_neuron(layer.id, layer.neurons[1]))

    def ticked() -> list[str]:
        menu = hands.view.menu(QPointF())
        submenu = next(entry.menu() for entry in menu.actions() if entry.text().startswith("Activation"))
        assert isinstance(submenu, QMenu)
        words = [entry.text() for entry in submenu.actions() if entry.isChecked()]
        menu.deleteLater()
        return words

    assert ticked() == ["As its layer (Sigmoid)"]
    hands.session.apply("own", lambda d: edits.set_neuron_activation(d, layer.id, layer.neurons[1], "tanh"))
    assert ticked() == ["Tanh"]
