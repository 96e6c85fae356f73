"""Layers and neurons by activation: dropped beside, between and onto what is there, or added by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Role
from nndesigner.ui.canvas.items import HIDDEN_KINDS, ITEMS
from tests.ui.canvas.hands import Hands, chain

FAR = QPointF(900.0, 700.0)


def said(hands: Hands) -> str:
    """What is written beside the pointer during a drag."""
    saying = hands.view.saying
    return "" if saying is None else saying.words


def dragged(hands: Hands, item: str, point: QPointF) -> str:
    """What the canvas says about a drop at a point; the drag then leaves."""
    hands.carry(item, point)
    words = said(hands)
    hands.carry_away()
    return words


@pytest.mark.parametrize("activation", HIDDEN_KINDS)
def test_a_hidden_layer_has_the_activation_that_was_dragged(hands: Hands, activation: str) -> None:
    hands.drop(f"layer:hidden:{activation}", QPointF(0, 0))
    (layer,) = hands.network.layers
    assert (layer.role, layer.activation) == (Role.HIDDEN, activation)
    assert hands.session.undo_name == "Add hidden 1"


def test_between_two_layers_it_says_what_it_inserts(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.fit()
    joint = (hands.neuron("input", 0) + hands.neuron("hidden 1", 0)) / 2
    assert dragged(hands, "layer:hidden:relu", joint) == "ReLU layer between input and hidden 1"
    hands.drop("layer:hidden:relu", joint)
    assert [layer.activation for layer in hands.network.forward_order] == [
        "linear",
        "relu",
        "sigmoid",
        "sigmoid",
    ]


def test_dropped_on_a_layer_it_sets_that_layers_activation(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.fit()
    layer = hands.layer("hidden 1")
    hands.session.apply("own", lambda d: edits.set_neuron_activation(d, layer.id, layer.neurons[0], "tanh"))
    before = hands.document
    body = hands.column("hidden 1").center
    assert dragged(hands, "layer:hidden:leaky_relu", body) == "Make hidden 1 leaky ReLU"
    assert hands.document is before
    hands.drop("layer:hidden:leaky_relu", body)
    changed = hands.layer("hidden 1")
    assert {changed.neuron_activation(neuron) for neuron in changed.neurons} == {"leaky_relu"}
    assert len(hands.network.layers) == 3
    assert hands.session.undo_name == "Set hidden 1 to leaky ReLU"
    assert hands.session.selection.layers == {changed.id}
    assert not hands.carry("layer:hidden:leaky_relu", body)
    assert said(hands) == "hidden 1 is leaky ReLU already"
    hands.carry_away()


def test_outputs_get_the_cost_that_suits_them(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 3))
    hands.view.fit()
    body = hands.column("output").center
    hands.drop("layer:output:softmax", body)
    assert hands.layer("output").activation == "softmax"
    assert hands.document.training.cost == "softmax_cross_entropy"
    hands.drop("layer:output:linear", body)
    assert hands.document.training.cost == "mse"
    hands.session.undo()
    hands.session.undo()
    assert hands.document.training.cost == "cross_entropy"


def test_a_hidden_kind_dropped_on_the_input_makes_a_layer_beside_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.fit()
    words = dragged(hands, "layer:hidden:relu", hands.column("input").center)
    assert words.startswith("Add ReLU hidden layer")


def test_outputs_for_classes_without_data_are_three(hands: Hands) -> None:
    hands.drop("layer:output:softmax", QPointF(0, 0))
    (layer,) = hands.network.layers
    assert (layer.role, layer.size) == (Role.OUTPUT, 3)
    assert hands.document.training.cost == "softmax_cross_entropy"


def test_outputs_follow_the_data_in_number(hands: Hands, iris_document: Document) -> None:
    hands.session.replace(edits.remove(iris_document, layers=[iris_document.network.layers[-1].id]))
    hands.view.fit()
    hands.view.add_at_centre("layer:output:sigmoid")
    last = hands.network.output_layer
    assert last is not None
    assert (last.size, last.activation) == (3, "sigmoid")


def test_a_neuron_of_a_kind_goes_into_a_layer_with_it(hands: Hands) -> None:
    hands.session.replace(chain(2, 3, 1))
    hands.view.fit()
    hands.drop("neuron:gelu", hands.neuron("hidden 1", 2) + QPointF(0, 18))
    layer = hands.layer("hidden 1")
    assert layer.size == 4
    assert layer.neuron_activation(layer.neurons[-1]) == "gelu"


@pytest.mark.parametrize("key", ITEMS)
def test_everything_can_be_added_without_a_mouse(hands: Hands, key: str) -> None:
    hands.session.replace(chain(2, 3, 1))
    before = hands.document
    assert hands.view.stage.commands.add(key, FAR)
    assert hands.network is not before.network
    assert len(hands.network.forward_order) == len(hands.network.layers)
    hands.session.undo()
    assert hands.document is before


def test_a_cost_of_the_users_own_stays_where_it_can_be_used(hands: Hands) -> None:
    hands.session.replace(edits.set_training(chain(2, 3, 1), cost="huber"))
    hands.view.fit()
    hands.drop("layer:output:linear", hands.column("output").center)
    assert hands.document.training.cost == "huber"
