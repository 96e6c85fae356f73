"""What undo calls an edit says what was done, to what, and how, in a few words."""

from __future__ import annotations

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.session.selection import Selection
from nndesigner.ui import step_names
from tests.ui.canvas.hands import chain

LONGEST = 55
"""Characters that fit into the history list."""


@pytest.fixture
def document() -> Document:
    return chain(2, 3, 1)


def test_a_selection_is_called_by_its_names(document: Document) -> None:
    first, hidden, last = document.network.layers
    joint = document.network.connections[0]
    some = frozenset((hidden.id, neuron) for neuron in hidden.neurons[:2])
    one, other = ((joint.id, hidden.neurons[2], neuron) for neuron in first.neurons)
    for chosen, words in (
        (Selection.of_layer(hidden.id), "hidden 1"),
        (Selection(layers=frozenset({first.id, last.id})), "2 layers"),
        (Selection.of_neuron(hidden.id, hidden.neurons[1]), "neuron 2 of hidden 1"),
        (Selection(neurons=some), "2 neurons of hidden 1"),
        (Selection(neurons=some | {(last.id, last.neurons[0])}), "3 neurons"),
        (Selection.of_connection(joint.id), "input → hidden 1"),
        (Selection.of_weight(*one), "w²₃,₁"),
        (Selection(weights=frozenset({one, other})), "2 weights"),
        (Selection(layers=frozenset({last.id}), neurons=some), "selection"),
    ):
        assert step_names.what(document, chosen) == words


def test_what_was_set_is_said(document: Document) -> None:
    network = document.network
    first, hidden, _ = network.layers
    weight = network.connections[0].id, hidden.neurons[0], first.neurons[1]
    neuron = Selection.of_neuron(hidden.id, hidden.neurons[0])
    assert step_names.resize(network, [hidden.id], [12]) == "Resize hidden 1 to 12"
    assert step_names.resize(network, [first.id, hidden.id], [3, 4]) == "Resize 2 layers"
    assert step_names.move(network, {hidden.id}) == "Move hidden 1"
    assert step_names.rename(document, hidden.id, None, " gate ") == "Rename hidden 1 to gate"
    assert step_names.rename(document, hidden.id, hidden.neurons[1], "edge") == "Rename neuron 2 to edge"
    assert step_names.activate(document, Selection.of_layer(hidden.id), "relu") == "Set hidden 1 to ReLU"
    assert (
        step_names.activate(document, neuron, None)
        == "Set neuron 1 of hidden 1 to its layer’s activation"
    )
    assert step_names.freeze(document, neuron, True) == "Freeze neuron 1 of hidden 1"
    assert step_names.set_weight(network, weight, 0.5) == "Set w²₁,₂ to 0.500"
    assert step_names.set_bias(network, (hidden.id, hidden.neurons[2]), -2.0) == "Set b²₃ to −2.00"


def test_long_names_are_cut_short(document: Document) -> None:
    layers = document.network.layers
    for layer in layers:
        document = edits.rename_layer(document, layer.id, "a very long name of a layer indeed")
    joint = document.network.connections[0].id
    words = f"Connect {step_names.what(document, Selection.of_connection(joint))}"
    assert len(words) <= LONGEST
    assert words.endswith("…")
