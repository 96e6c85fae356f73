"""Copied layers and neurons find their place in the same and in other projects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.fragment import Fragment, fragment_of
from nndesigner.document.model import Document
from nndesigner.engine.network import Layer, Role
from nndesigner.errors import NetworkError
from tests.unit.document.builders import as_trained, output, stack
from tests.unit.storage.documents import documents

HOME = "home"


def copied(document: Document, *layers: int, neurons: list[tuple[int, int]] | None = None) -> Fragment:
    return fragment_of(document, document.parameters, HOME, layers, neurons or [])


def names(document: Document) -> list[str]:
    return [layer.name for layer in document.network.layers]


def weight(document: Document, source: int, target: int, pair: tuple[int, int]) -> float:
    """The weight between two neurons (receiving, sending), wherever they are now."""
    network = document.network
    joint = network.between(source, target)
    assert joint is not None
    row = network.layer(target).index_by_neuron[pair[0]]
    column = network.layer(source).index_by_neuron[pair[1]]
    return float(document.parameters.weights[joint.id][row, column])


def test_a_whole_network_pasted_into_an_empty_project_computes_the_same() -> None:
    document = stack(3, 4, 2)
    first = document.network.layers[0]
    document = edits.remove_weights(
        document,
        document.network.connections[0].id,
        [(document.network.layers[1].neurons[2], first.neurons[0])],
    )
    whole = copied(document, *(layer.id for layer in document.network.layers))
    pasted = edits.paste_layers(Document.empty(), whole)
    x = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    assert np.array_equal(output(pasted, x), output(document, x))
    assert names(pasted) == names(document)
    assert pasted.network.parameter_count == document.network.parameter_count


def test_pasted_beside_itself_it_has_new_ids_free_names_and_hidden_layers_for_second_ends() -> None:
    document = stack(2, 3, 1)
    document = edits.rename_layer(document, document.network.layers[1].id, "petals")
    whole = copied(document, *(layer.id for layer in document.network.layers))
    twice = edits.paste_layers(document, whole, (0.0, 300.0))
    new = twice.network.layers[3:]
    assert [layer.role for layer in new] == [Role.HIDDEN] * 3
    assert [layer.name for layer in new] == ["hidden 1", "petals 2", "hidden 2"]
    assert [layer.activation for layer in new] == [layer.activation for layer in document.network.layers]
    ids = [n for layer in twice.network.layers for n in (layer.id, *layer.neurons)]
    assert len(ids) == len(set(ids))
    assert max([*ids, *(c.id for c in twice.network.connections)]) < twice.network.next_id
    assert len(twice.network.connections) == 4
    assert twice.layout.positions[new[1].id][1] == 300.0
    assert twice.parameters.biases.keys() == {x.id for x in twice.network.layers if x.role is not Role.INPUT}


def test_pasting_layers_leaves_everything_else_to_the_last_bit() -> None:
    document = as_trained(stack(2, 3, 1))
    pasted = edits.paste_layers(document, copied(document, document.network.layers[1].id))
    for key, array in document.parameters.weights.items():
        assert pasted.parameters.weights[key] is array
    assert pasted.progress.steps == document.progress.steps


def hidden_neuron(document: Document, place: int = 1) -> tuple[Layer, int]:
    layer = document.network.layers[1]
    return layer, layer.neurons[place]


def test_a_neuron_pasted_where_it_came_from_has_all_numbers_of_its_original() -> None:
    document = stack(2, 3, 2)
    layer, neuron = hidden_neuron(document)
    document = edits.set_bias(document, layer.id, neuron, 0.625)
    document = edits.rename_neuron(document, layer.id, neuron, "ear")
    document = edits.set_neuron_frozen(document, layer.id, neuron, True)
    document = edits.set_neuron_activation(document, layer.id, neuron, "tanh")
    first, _, last = document.network.layers
    pasted = edits.paste_neurons(
        document, copied(document, neurons=[(layer.id, neuron)]), {layer.id: layer.id}, at_home=True
    )
    wider = pasted.network.layers[1]
    new = wider.neurons[-1]
    assert wider.size == 4
    assert wider.overrides[new].name == "ear copy"
    assert (wider.overrides[new].activation, wider.overrides[new].frozen) == ("tanh", True)
    assert pasted.parameters.biases[layer.id][-1] == 0.625
    for sender in first.neurons:
        expected = weight(document, first.id, layer.id, (neuron, sender))
        assert weight(pasted, first.id, layer.id, (new, sender)) == expected
    for receiver in last.neurons:
        expected = weight(document, layer.id, last.id, (receiver, neuron))
        assert weight(pasted, layer.id, last.id, (receiver, new)) == expected


def test_neurons_of_two_layers_are_joined_with_each_other_and_with_the_originals() -> None:
    document = stack(2, 3, 2)
    first, middle, last = document.network.layers
    document = edits.remove_weights(
        document, document.network.connections[1].id, [(last.neurons[0], middle.neurons[1])]
    )
    chosen = [(middle.id, middle.neurons[1]), (last.id, last.neurons[0]), (last.id, last.neurons[1])]
    homes = {middle.id: middle.id, last.id: last.id}
    pasted = edits.paste_neurons(document, copied(document, neurons=chosen), homes, at_home=True)
    joint = pasted.network.between(middle.id, last.id)
    assert joint is not None
    assert joint.mask is not None
    before, after = (d.parameters.weights[joint.id] for d in (document, pasted))
    assert after.shape == (4, 4)
    assert np.array_equal(after[:2, :3], before)
    assert np.array_equal(after[2:, :3], before)
    assert np.array_equal(after[:2, 3], before[:, 1])
    assert np.array_equal(after[2:, 3], before[:, 1])
    assert np.argwhere(~joint.mask).tolist() == [[0, 1], [0, 3], [2, 1], [2, 3]]
    assert np.array_equal(pasted.parameters.weights[document.network.connections[0].id][3],
                          document.parameters.weights[document.network.connections[0].id][1])  # fmt: skip
    assert first.size == 2


def test_a_neuron_of_another_project_comes_without_weights_and_keeps_a_trained_function() -> None:
    other, document = stack(5, 4, 3, activation="tanh"), as_trained(stack(2, 3, 2))
    origin, neuron = hidden_neuron(other)
    other = edits.set_bias(other, origin.id, neuron, -2.0)
    home = document.network.layers[1]
    pasted = edits.paste_neurons(
        document, copied(other, neurons=[(origin.id, neuron)]), {origin.id: home.id}, at_home=False
    )
    wider = pasted.network.layers[1]
    assert wider.overrides[wider.neurons[-1]].activation == "tanh"
    assert pasted.parameters.biases[home.id][-1] == -2.0
    x = np.random.default_rng(0).normal(size=(5, 2)).astype(np.float32)
    assert np.array_equal(output(pasted, x), output(document, x))


def test_an_input_neuron_has_neither_activation_nor_bias_and_brings_none() -> None:
    document = stack(2, 3, 1)
    first, middle, _ = document.network.layers
    fragment = copied(document, neurons=[(middle.id, middle.neurons[0])])
    pasted = edits.paste_neurons(document, fragment, {middle.id: first.id}, at_home=True)
    assert pasted.network.layers[0].overrides == {}
    assert first.id not in pasted.parameters.biases
    back = copied(document, neurons=[(first.id, first.neurons[0])])
    pasted = edits.paste_neurons(document, back, {first.id: middle.id}, at_home=True)
    assert pasted.network.layers[1].overrides == {}


def test_neurons_without_a_layer_to_go_to_become_one() -> None:
    document = stack(2, 3, 2)
    _, middle, last = document.network.layers
    fragment = copied(document, neurons=[(middle.id, middle.neurons[1]), (last.id, last.neurons[0])])
    pasted = edits.paste_layers(Document.empty(), fragment)
    assert [layer.size for layer in pasted.network.layers] == [1, 1]
    (joint,) = pasted.network.connections
    expected = document.parameters.weights[document.network.connections[1].id][0, 1]
    assert pasted.parameters.weights[joint.id].tolist() == [[expected]]


def test_where_neurons_go() -> None:
    document = stack(2, 3, 2)
    _, middle, last = document.network.layers
    fragment = copied(document, neurons=[(middle.id, middle.neurons[1]), (last.id, last.neurons[0])])
    network = document.network
    assert edits.homes_of(network, fragment, [1], at_home=True) == {middle.id: 1, last.id: 1}
    assert edits.homes_of(network, fragment, [], at_home=True) == {middle.id: middle.id, last.id: last.id}
    assert edits.homes_of(network, fragment, [], at_home=False) is None
    assert edits.homes_of(Document.empty().network, fragment, [], at_home=True) is None


def test_a_number_too_large_for_the_precision_is_refused() -> None:
    document = edits.set_training(stack(2, 1), precision="float64")
    last = document.network.layers[1]
    document = edits.set_bias(document, last.id, last.neurons[0], 1e200)
    fragment = copied(document, last.id)
    with pytest.raises(NetworkError, match="too large for float32"):
        edits.paste_layers(stack(2, 1), fragment)


def test_nothing_is_pasted_out_of_reach() -> None:
    document = stack(2, 3, 1)
    first, second, _ = document.network.layers
    document = edits.move_layers(document, {first.id: (1e300, -1e9), second.id: (5.0, 6.0)})
    pasted = edits.paste_layers(Document.empty(), copied(document, first.id, second.id), (1.0, 1.0))
    far, near = (pasted.layout.positions[layer.id] for layer in pasted.network.layers)
    assert max(map(abs, far)) < 50_000.0
    assert near == (6.0, 7.0)


@settings(max_examples=60, deadline=None)
@given(documents(), documents(), st.data())
def test_whatever_is_pasted_anywhere_leaves_a_whole_network(
    origin: Document, document: Document, data: st.DataObject
) -> None:
    same = data.draw(st.booleans())
    document = origin if same else document
    refs = [(layer.id, neuron) for layer in origin.network.layers for neuron in layer.neurons]
    if not refs or not document.network.layers:
        return
    chosen = data.draw(st.lists(st.sampled_from(refs), min_size=1))
    fragment = copied(origin, neurons=chosen)
    homes = edits.homes_of(
        document.network, fragment, [data.draw(st.sampled_from(document.network.layers)).id], at_home=same
    )
    assert homes is not None
    for pasted in (
        edits.paste_neurons(document, fragment, homes, at_home=same),
        edits.paste_layers(document, fragment),
    ):
        network, before = pasted.network, document.network
        assert len(network.forward_order) == len(network.layers)
        grown = sum(x.size for x in network.layers) - sum(x.size for x in before.layers)
        assert grown == fragment.neuron_count
        for c in network.connections:
            shape = network.layer(c.target).size, network.layer(c.source).size
            assert pasted.parameters.weights[c.id].shape == shape
            if c.mask is not None:
                assert c.mask.shape == shape
                assert not pasted.parameters.weights[c.id][~c.mask].any()
        for layer in network.layers:
            if layer.role is not Role.INPUT:
                assert pasted.parameters.biases[layer.id].shape == (layer.size,)
            assert layer.overrides.keys() <= layer.index_by_neuron.keys()
