"""Dropping palette items on the canvas: what becomes of the document, and what is shown before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QSignalSpy

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.engine.network import Role
from nndesigner.ui.canvas.items import ITEMS
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.palette_entries import entries
from tests.ui.canvas.hands import Hands, chain


def test_the_canvas_knows_everything_the_palette_offers() -> None:
    assert {entry.kind for entry in entries() if entry.kind} == set(ITEMS)


def test_three_layers_dropped_beside_each_other_are_a_network(hands: Hands) -> None:
    hands.drop("layer:input", QPointF(-300, 0))
    hands.drop("layer:hidden", QPointF(0, 0))
    hands.drop("layer:output", QPointF(300, 0))
    assert [layer.size for layer in hands.network.layers] == [2, 4, 1]
    assert hands.links() == {("input", "hidden 1"), ("hidden 1", "output")}
    assert hands.session.selection.layers == {hands.layer("output").id}


def test_each_drop_is_one_undo_step(hands: Hands) -> None:
    before = hands.document
    hands.drop("layer:input", QPointF(-200, 0))
    once = hands.document
    hands.drop("layer:hidden", QPointF(40, 0))
    hands.session.undo()
    assert hands.document is once
    hands.session.undo()
    assert hands.document is before


def test_a_layer_stands_where_it_was_dropped(hands: Hands) -> None:
    hands.drop("layer:hidden", QPointF(-120, 45))
    assert hands.document.layout.positions[hands.layer("hidden 1").id] == pytest.approx((-120, 45), abs=1.5)


def test_the_sizes_follow_the_data(hands: Hands, iris_data: DataSource) -> None:
    hands.session.apply("Use iris", lambda document: edits.set_data(document, iris_data))
    hands.drop("layer:input", QPointF(-200, 0))
    hands.drop("layer:output", QPointF(100, 0))
    assert (hands.layer("input").size, hands.layer("output").size) == (4, 3)
    assert hands.layer("output").activation == "softmax"
    assert not [problem for problem in hands.session.problems if problem.blocking]


def test_a_drop_on_a_connection_inserts_a_layer(hands: Hands) -> None:
    hands.session.replace(chain(3, 2))
    hands.drop("layer:hidden", QPointF(160, 0))
    assert hands.links() == {("input", "hidden 1"), ("hidden 1", "output")}
    assert hands.document.layout.positions[hands.layer("hidden 1").id][0] == pytest.approx(160, abs=2)


def test_inserting_makes_room_where_there_is_none(hands: Hands) -> None:
    document = edits.move_layers(chain(3, 2), {chain(3, 2).network.layers[1].id: (200.0, 0.0)})
    hands.session.replace(document)
    hands.drop("layer:hidden", QPointF(100, 0))
    x = {name: hands.column(name).center.x() for name in ("input", "hidden 1", "output")}
    assert x["hidden 1"] - x["input"] >= 130
    assert x["output"] - x["hidden 1"] >= 130


def test_a_neuron_dropped_into_a_layer_goes_where_it_is_shown(hands: Hands) -> None:
    hands.session.replace(chain(2, 4, 1))
    before = hands.layer("hidden 1").neurons
    between = (hands.neuron("hidden 1", 1) + hands.neuron("hidden 1", 2)) / 2
    hands.drop("neuron", between)
    after = hands.layer("hidden 1").neurons
    assert after[:2] + after[3:] == before
    assert hands.session.selection.neurons == {(hands.layer("hidden 1").id, after[2])}


def test_a_perceptron_is_a_neuron_with_a_step(hands: Hands) -> None:
    hands.session.replace(chain(2, 4, 1))
    hands.drop("neuron:step", hands.neuron("hidden 1", 3) + QPointF(0, 25))
    layer = hands.layer("hidden 1")
    assert layer.size == 5
    assert layer.neuron_activation(layer.neurons[4]) == "step"
    assert layer.neuron_activation(layer.neurons[0]) == "sigmoid"


def test_an_input_layer_takes_no_perceptron(hands: Hands) -> None:
    hands.session.replace(chain(2, 4, 1))
    before = hands.document
    assert not hands.carry("neuron:step", hands.neuron("input", 0))
    hands.drop("neuron:step", hands.neuron("input", 0))
    assert hands.document is before


def test_a_refused_drop_says_why(hands: Hands, notices: Notices) -> None:
    hands.session.replace(chain(2, 4, 1))
    said = QSignalSpy(notices.message)
    hands.drop("neuron:step", hands.neuron("input", 0))
    assert "no activation" in said.at(0)[0]


def test_a_neuron_dropped_beside_everything_makes_a_layer_of_its_own(hands: Hands) -> None:
    hands.drop("neuron", QPointF(0, 0))
    assert [(layer.role, layer.size) for layer in hands.network.layers] == [(Role.HIDDEN, 1)]


@pytest.mark.parametrize(
    ("item", "sizes"), [("start:xor", [2, 2, 1]), ("start:neuron", [3, 1]), ("start:figure5", [3, 5, 3, 3])]
)
def test_a_ready_made_network_replaces_what_is_there(hands: Hands, item: str, sizes: list[int]) -> None:
    hands.session.replace(chain(7, 7, 7))
    hands.drop(item, QPointF(300, 0))
    assert [layer.size for layer in hands.network.layers] == sizes


def test_an_output_layer_is_not_put_behind_another_end(hands: Hands) -> None:
    hands.session.replace(chain(2, 3))
    hands.drop("layer:output", QPointF(640, 0))
    assert hands.links() == {("input", "output")}


def test_the_preview_is_what_the_drop_makes(hands: Hands) -> None:
    hands.session.replace(chain(3, 2))
    before = hands.document
    assert hands.carry("layer:hidden", QPointF(170, 0))
    scene = hands.view.display.scene
    shown = {(c.source, c.target) for c in scene.geometry.network.connections}
    places = {key: (c.center.x(), c.center.y()) for key, c in scene.geometry.columns.items()}
    assert hands.document is before
    assert scene.fresh_layers == {before.network.next_id}
    hands.drop("layer:hidden", QPointF(170, 0))
    assert {(c.source, c.target) for c in hands.network.connections} == shown
    columns = hands.view.display.scene.geometry.columns
    assert {key: (c.center.x(), c.center.y()) for key, c in columns.items()} == places


def test_dragging_away_leaves_everything_as_it_was(hands: Hands) -> None:
    hands.session.replace(chain(3, 2))
    before = hands.document
    hands.carry("neuron", hands.neuron("input", 1))
    hands.carry_away()
    assert hands.document is before
    assert not hands.view.display.previewing
    assert not hands.view.display.scene.fresh_neurons


def test_other_things_are_not_for_the_canvas(hands: Hands) -> None:
    assert not hands.carry("layer:unknown", QPointF(0, 0))
    assert hands.session.undo_name is None


def test_the_hint_makes_way_for_a_drop(hands: Hands) -> None:
    hint = hands.view.overlays.hint
    assert hint.isVisible()
    hands.carry("layer:input", QPointF(0, 0))
    assert not hint.isVisible()
    hands.carry_away()
    assert hint.isVisible()
    hands.drop("layer:input", QPointF(0, 0))
    assert not hint.isVisible()
