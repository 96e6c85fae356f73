"""Selecting more of what is selected."""

from __future__ import annotations

import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.session.selection import NeuronRef, Selection
from nndesigner.session.similar import activations, inverted, same_activation, same_layer


@pytest.fixture
def network() -> Network:
    """2 inputs, 3 ReLU neurons of which the second is a tanh, 2 tanh neurons, 1 sigmoid neuron."""
    document = edits.add_layer(Document.empty(), Role.INPUT, 2)
    document = edits.add_layer(document, Role.HIDDEN, 3, activation="relu")
    document = edits.add_layer(document, Role.HIDDEN, 2, activation="tanh")
    document = edits.add_layer(document, Role.OUTPUT, 1, activation="sigmoid")
    layer = document.network.layers[1]
    return edits.set_neuron_activation(document, layer.id, layer.neurons[1], "tanh").network


def refs(layer: Layer, *places: int) -> set[NeuronRef]:
    return {(layer.id, layer.neurons[place]) for place in places}


def test_one_neuron_stands_for_its_layer(network: Network) -> None:
    layer = network.layers[1]
    found = same_layer(network, Selection.of_neuron(layer.id, layer.neurons[2]))
    assert found == Selection(neurons=frozenset(refs(layer, 0, 1, 2)))


def test_layers_and_neurons_stand_for_all_their_layers(network: Network) -> None:
    first, second = network.layers[0], network.layers[2]
    chosen = Selection(layers=frozenset({first.id}), neurons=frozenset(refs(second, 0)))
    assert same_layer(network, chosen).neurons == refs(first, 0, 1) | refs(second, 0, 1)


def test_neurons_of_the_same_activation_are_found_in_every_layer(network: Network) -> None:
    layer, beside = network.layers[1], network.layers[2]
    found = same_activation(network, Selection.of_neuron(layer.id, layer.neurons[1]))
    assert found == Selection(neurons=frozenset(refs(layer, 1) | refs(beside, 0, 1)))


def test_a_layer_stands_for_the_activation_it_has_itself(network: Network) -> None:
    layer = network.layers[1]
    assert same_activation(network, Selection.of_layer(layer.id)).neurons == refs(layer, 0, 2)


def test_input_neurons_have_no_activation(network: Network) -> None:
    first = network.layers[0]
    for chosen in (Selection.of_layer(first.id), Selection.of_neuron(first.id, first.neurons[0])):
        assert activations(network, chosen) == frozenset()
        assert same_activation(network, chosen) == Selection()


def test_linear_neurons_are_not_taken_for_inputs(network: Network) -> None:
    document = edits.add_layer(Document(network=network), Role.HIDDEN, 2, activation="linear")
    layer = document.network.layers[-1]
    assert same_activation(document.network, Selection.of_layer(layer.id)).neurons == refs(layer, 0, 1)


def test_the_others_of_a_neuron_are_those_of_its_layer(network: Network) -> None:
    layer = network.layers[1]
    found = inverted(network, Selection.of_neuron(layer.id, layer.neurons[1]))
    assert found == Selection(neurons=frozenset(refs(layer, 0, 2)))


def test_the_others_of_a_layer_are_layers(network: Network) -> None:
    first, *rest = (layer.id for layer in network.layers)
    assert inverted(network, Selection.of_layer(first)) == Selection(layers=frozenset(rest))
