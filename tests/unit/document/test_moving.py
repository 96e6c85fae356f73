"""Moving neurons within their layer and to others, doubling them, and layers changing places in a chain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nndesigner.data.bundled import load_bundled
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Layer, Network, Override, Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.errors import NetworkError
from tests.unit.document.builders import as_trained, output, stack
from tests.unit.document.test_edit_sequences import assert_sound
from tests.unit.document.test_memory import remembering
from tests.unit.document.test_surgery import assert_same_function, document_of, hidden
from tests.unit.engine.builders import TOPOLOGIES, Builder


def names(layer: Layer) -> list[str]:
    return [layer.neuron_name(neuron) for neuron in layer.neurons]


def named(document: Document, number: int, letters: str) -> Document:
    """The neurons of a layer called by letters."""
    layer = document.network.layers[number]
    for neuron, letter in zip(layer.neurons, letters, strict=True):
        document = edits.rename_neuron(document, layer.id, neuron, letter)
    return document


def refs(layer: Layer, *places: int) -> list[tuple[int, int]]:
    return [(layer.id, layer.neurons[place]) for place in places]


def weights(document: Document, source: int, target: int) -> FloatArray:
    """Between two layers by their numbers."""
    layers = document.network.layers
    connection = document.network.between(layers[source].id, layers[target].id)
    assert connection is not None
    return document.parameters.weights[connection.id]


# -- within a layer


@pytest.mark.parametrize(
    ("places", "index", "order"),
    [
        ((0,), 3, "bcade"),
        ((0,), 5, "bcdea"),
        ((4,), 0, "eabcd"),
        ((3, 1), 0, "bdace"),
        ((0, 4), 2, "baecd"),
        ((0, 1), 99, "cdeab"),
        ((1, 2), -7, "bcade"),
    ],
)
def test_neurons_land_before_the_place_given_in_their_old_order(
    places: tuple[int, ...], index: int, order: str
) -> None:
    document = named(stack(3, 5, 2), 1, "abcde")
    layer = hidden(document)
    after = edits.move_neurons(document, refs(layer, *places), layer.id, index)
    assert names(hidden(after)) == list(order)
    assert after.network.next_id == document.network.next_id
    assert_same_function(document, after)


@pytest.mark.parametrize("index", [1, 2])
def test_a_neuron_moved_to_where_it_is_leaves_the_very_document(index: int) -> None:
    document = stack(3, 5, 2)
    layer = hidden(document)
    assert edits.move_neurons(document, refs(layer, 1), layer.id, index) is document


@pytest.mark.parametrize(
    ("places", "step", "order"),
    [
        ((2,), -1, "acbde"),
        ((2,), 1, "abdce"),
        ((1, 2), -1, "bcade"),
        ((1, 3), 1, "acbed"),
        ((0, 1, 3), -1, "abdce"),
        ((2, 4), 1, "abdce"),
    ],
)
def test_neurons_go_one_place_up_or_down(places: tuple[int, ...], step: int, order: str) -> None:
    document = named(stack(3, 5, 2), 1, "abcde")
    layer = hidden(document)
    after = edits.shift_neurons(document, refs(layer, *places), step)
    assert names(hidden(after)) == list(order)
    assert_same_function(document, after)


def test_neurons_of_two_layers_go_down_together() -> None:
    document = named(named(stack(3, 3, 3, 2), 1, "abc"), 2, "def")
    first, second = (hidden(document, number) for number in (0, 1))
    after = edits.shift_neurons(document, refs(first, 0) + refs(second, 1), 1)
    assert names(hidden(after, 0)) + names(hidden(after, 1)) == list("bacdfe")


@pytest.mark.parametrize(("places", "step"), [((0, 1), -1), ((4,), 1), ((), 1)])
def test_neurons_at_the_end_of_their_layer_cannot_go_further(places: tuple[int, ...], step: int) -> None:
    document = stack(3, 5, 2)
    layer = hidden(document)
    assert edits.shift_refusal(document, refs(layer, *places), step) is not None
    with pytest.raises(NetworkError):
        edits.shift_neurons(document, refs(layer, *places), step)


def test_the_order_of_inputs_and_classes_is_that_of_the_data() -> None:
    free = stack(4, 5, 3)
    first, _, last = free.network.layers
    assert edits.move_refusal(free, refs(first, 1), first.id) is None
    bound = edits.set_data(free, load_bundled("iris"))
    for layer in (first, last):
        assert "in the data" in str(edits.move_refusal(bound, refs(layer, 1), layer.id))
        with pytest.raises(NetworkError, match="order"):
            edits.move_neurons(bound, refs(layer, 1), layer.id, 0)
        with pytest.raises(NetworkError, match="order"):
            edits.shift_neurons(bound, refs(layer, 1), 1)


# -- to another layer


def test_a_neuron_keeps_bias_name_activation_and_freezing_in_another_layer() -> None:
    document = named(stack(3, 4, 5, 2), 1, "abcd")
    layer, target = hidden(document, 0), hidden(document, 1)
    neuron = layer.neurons[2]
    document = edits.set_bias(document, layer.id, neuron, 0.75)
    document = edits.set_neuron_activation(document, layer.id, neuron, "tanh")
    document = edits.set_neuron_frozen(document, layer.id, neuron, True)
    after = edits.move_neurons(document, [(layer.id, neuron)], target.id, 1)
    there = hidden(after, 1)
    assert there.neurons == (target.neurons[0], neuron, *target.neurons[1:])
    assert there.overrides == {neuron: Override("tanh", "c", True)}
    assert names(hidden(after, 0)) == ["a", "b", "d"]
    assert after.parameters.biases[target.id][1] == 0.75
    assert_sound(after)
    back = edits.move_neurons(after, [(target.id, neuron)], layer.id, 2)
    assert hidden(back, 0).neurons == layer.neurons
    assert hidden(back, 0).overrides[neuron] == Override("tanh", "c", True)


def test_an_activation_that_the_new_layer_has_anyway_is_no_longer_the_neurons_own() -> None:
    document = stack(3, 4, 5, 2)
    layer, target = hidden(document, 0), hidden(document, 1)
    document = edits.set_activation(document, target.id, "relu")
    document = edits.set_neuron_activation(document, layer.id, layer.neurons[0], "relu")
    after = edits.move_neurons(document, refs(layer, 0, 1), target.id, 9)
    assert hidden(after, 1).neurons[-2:] == layer.neurons[:2]
    assert hidden(after, 1).overrides == {}


def test_all_other_weights_keep_every_bit_when_a_neuron_leaves_its_layer() -> None:
    document = stack(3, 4, 5, 2)
    layer, target = hidden(document, 0), hidden(document, 1)
    after = edits.move_neurons(document, refs(layer, 1), target.id, 0)
    assert np.array_equal(weights(after, 0, 1), np.delete(weights(document, 0, 1), 1, 0))
    assert np.array_equal(weights(after, 1, 2)[1:], np.delete(weights(document, 1, 2), 1, 1))
    assert np.array_equal(weights(after, 2, 3)[:, 1:], weights(document, 2, 3))
    fresh = weights(after, 1, 2)[0]
    assert fresh.shape == (3,)
    assert fresh.any()


def test_in_a_trained_network_it_listens_there_and_does_not_speak_yet() -> None:
    document = as_trained(stack(3, 4, 5, 2))
    layer, target = hidden(document, 0), hidden(document, 1)
    after = edits.move_neurons(document, refs(layer, 1), target.id, 0)
    assert weights(after, 1, 2)[0].all()
    assert not weights(after, 2, 3)[:, 0].any()


def beside() -> Document:
    """Two hidden layers of one activation beside each other, the second with a removed weight."""
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    left, right = builder.layer(3, "tanh"), builder.layer(2, "tanh")
    last = builder.layer(2, "sigmoid", Role.OUTPUT)
    builder.connect(first, left, np.array([[1, 0, 1], [1, 1, 1], [0, 0, 1]], bool))
    builder.connect(first, right)
    builder.connect(left, last)
    builder.connect(right, last, np.array([[1, 0], [1, 1]], bool))
    return document_of(builder.network())


def test_between_layers_with_the_same_neighbours_weights_removed_weights_and_function_stay() -> None:
    document = beside()
    left, right = hidden(document, 0), hidden(document, 1)
    after = edits.move_neurons(document, refs(left, 0), right.id, 1)
    assert np.array_equal(weights(after, 0, 2)[1], weights(document, 0, 1)[0])
    mask = after.network.connections[1].mask
    assert mask is not None
    assert mask.tolist() == [[True] * 3, [True, False, True], [True] * 3]
    assert_same_function(document, after)


def test_a_layer_is_never_left_without_neurons() -> None:
    document = stack(3, 2, 5, 2)
    layer, target = hidden(document, 0), hidden(document, 1)
    reason = edits.move_refusal(document, refs(layer, 0, 1), target.id)
    assert reason == "“hidden 1” would be left without neurons: merge or delete the layer instead."
    with pytest.raises(NetworkError, match="without neurons"):
        edits.move_neurons(document, refs(layer, 0, 1), target.id, 0)


def test_an_input_neuron_gets_a_bias_in_a_hidden_layer_and_gives_it_up_again() -> None:
    document = stack(3, 2, 2)
    first, layer, _ = document.network.layers
    after = edits.move_neurons(document, refs(first, 1), layer.id, 0)
    assert_sound(after)
    assert after.parameters.biases[layer.id].shape == (3,)
    back = edits.move_neurons(after, [(layer.id, first.neurons[1])], first.id, 1)
    assert back.network.layers[0].neurons == first.neurons
    assert_sound(back)


def test_memory_follows_a_moved_neuron_and_the_best_weights_are_forgotten() -> None:
    document = remembering()
    layer, target = hidden(document, 0), hidden(document, 1)
    after = edits.move_neurons(document, refs(layer, 1), target.id, 0)
    mean, before = after.memory.slots["mean"], document.memory.slots["mean"]
    assert mean.biases[target.id][0] == before.biases[layer.id][1]
    into = document.network.connections[1].id
    assert not mean.weights[into][0].any()
    assert np.array_equal(mean.weights[into][1:], np.delete(before.weights[into], 1, 1))
    assert after.best is None
    assert edits.move_neurons(remembering("lbfgs"), refs(layer, 1), target.id, 0).memory.equals(Memory())


# -- doubles


def test_a_double_stands_behind_its_neuron_with_the_same_weights_in_and_bias() -> None:
    document = named(stack(3, 3, 2), 1, "abc")
    layer = hidden(document)
    document = edits.set_bias(document, layer.id, layer.neurons[0], 0.5)
    document = edits.set_neuron_activation(document, layer.id, layer.neurons[0], "relu")
    after = edits.duplicate_neurons(document, refs(layer, 2, 0))
    there, new = hidden(after), document.network.next_id
    assert there.neurons == (layer.neurons[0], new, layer.neurons[1], layer.neurons[2], new + 1)
    assert names(there) == ["a", "a copy", "b", "c", "c copy"]
    assert there.neuron_activation(new) == "relu"
    assert after.parameters.biases[layer.id].tolist() == [0.5, 0.5, 0.0, 0.0, 0.0]
    assert np.array_equal(weights(after, 0, 1), weights(document, 0, 1)[[0, 0, 1, 2, 2]])
    assert np.array_equal(weights(after, 1, 2), weights(document, 1, 2)[:, [0, 0, 1, 2, 2]])
    assert after.network.next_id == new + 2


def test_a_neuron_without_a_name_has_a_double_without_one() -> None:
    document = stack(3, 3, 2)
    layer = hidden(document)
    assert hidden(edits.duplicate_neurons(document, refs(layer, 0))).overrides == {}


def test_copies_of_copies_are_numbered() -> None:
    document = named(stack(3, 3, 2), 1, "abc")
    for _ in range(2):
        document = edits.duplicate_neurons(document, refs(hidden(document), 0))
    document = edits.duplicate_neurons(document, refs(hidden(document), 2))
    assert names(hidden(document)) == ["a", "a copy 2", "a copy", "a copy 3", "b", "c"]


@pytest.mark.parametrize("place", [0, 1])
def test_a_double_is_silent_in_a_trained_network(place: int) -> None:
    document = as_trained(stack(3, 3, 2))
    layer = document.network.layers[place]
    after = edits.duplicate_neurons(document, refs(layer, 1))
    out = weights(after, place, place + 1)
    assert not out[:, 2].any()
    assert np.array_equal(np.delete(out, 2, 1), weights(document, place, place + 1))
    assert_same_function(document, after)


def test_an_output_neuron_and_one_that_shares_its_activation_have_full_doubles() -> None:
    document = as_trained(stack(3, 3, 2, activation="softmax"))
    layer, last = document.network.layers[1:]
    after = edits.duplicate_neurons(document, refs(layer, 0) + refs(last, 1))
    expected = weights(document, 1, 2)[[0, 1, 1]][:, [0, 0, 1, 2]]
    assert np.array_equal(weights(after, 1, 2), expected)


def test_a_double_of_a_neuron_has_its_removed_weights() -> None:
    document = document_of(TOPOLOGIES["masked"]("tanh", "sigmoid"))
    layer = hidden(document)
    after = edits.duplicate_neurons(document, refs(layer, 0, 1))
    into, out = (connection.mask for connection in after.network.connections)
    assert into is not None
    assert into[:4].tolist() == [[1, 0, 1], [1, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert out is not None
    assert out[0].tolist() == [1, 1, 0, 0, 1, 0]
    assert_sound(after)


def test_a_layer_has_a_double_with_the_same_sources_targets_and_numbers() -> None:
    document = named(stack(3, 3, 2), 1, "abc")
    first, layer, last = document.network.layers
    after = edits.duplicate_layers(document, [layer.id])
    double = after.network.layers[2]
    assert [other.name for other in after.network.layers] == ["input", "hidden 1", "hidden 1 copy", "output"]
    assert names(double) == ["a", "b", "c"]
    assert not set(double.neurons) & set(layer.neurons)
    ends = {(c.source, c.target) for c in after.network.connections}
    assert ends == {(first.id, layer.id), (layer.id, last.id), (first.id, double.id), (double.id, last.id)}
    assert np.array_equal(weights(after, 0, 2), weights(document, 0, 1))
    assert np.array_equal(weights(after, 2, 3), weights(document, 1, 2))
    assert_sound(after)


def test_layers_duplicated_together_are_a_branch_of_their_own_and_silent_once_trained() -> None:
    document = as_trained(stack(3, 4, 5, 2))
    a, b = (hidden(document, number).id for number in (0, 1))
    after = edits.duplicate_layers(document, [a, b])
    network = after.network
    joined = {tuple(network.layer(end).name for end in (c.source, c.target)) for c in network.connections}
    assert ("hidden 1 copy", "hidden 2 copy") in joined
    assert ("hidden 1 copy", "hidden 2") not in joined
    assert np.array_equal(weights(after, 2, 4), weights(document, 1, 2))
    assert not weights(after, 4, 5).any()
    assert_same_function(document, after)


def test_a_network_has_one_input_and_one_output_layer_so_they_have_no_doubles() -> None:
    network = stack(3, 3, 2).network
    for layer in (network.layers[0], network.layers[2]):
        assert edits.duplicate_refusal(network, [layer.id]) == (
            f"“{layer.name}” cannot be duplicated: a network has one {layer.role} layer."
        )
        with pytest.raises(NetworkError):
            edits.duplicate_layers(replace(Document(), network=network), [layer.id])


def test_the_memory_of_a_double_is_empty() -> None:
    document = remembering()
    layer = hidden(document)
    after = edits.duplicate_neurons(document, refs(layer, 0))
    mean = after.memory.slots["mean"].weights[document.network.connections[0].id]
    assert not mean[1].any()
    before = document.memory.slots["mean"].weights[document.network.connections[0].id]
    assert np.array_equal(np.delete(mean, 1, 0), before)


# -- a chain


def test_a_layer_changes_places_with_the_one_behind_it() -> None:
    document = named(named(stack(3, 4, 5, 6, 2), 1, "abcd"), 2, "vwxyz")
    first, a, b, c, last = document.network.layers
    document = edits.set_bias(document, a.id, a.neurons[1], 0.5)
    for moved, step in ((a, 1), (b, -1)):
        after = edits.move_in_chain(document, moved.id, step)
        assert after.network.layers == (first, b, a, c, last)
        ends = [(connection.source, connection.target) for connection in after.network.connections]
        assert ends == [(first.id, b.id), (b.id, a.id), (a.id, c.id), (c.id, last.id)]
        assert after.parameters.biases[a.id] is document.parameters.biases[a.id]
        assert np.array_equal(weights(after, 3, 4), weights(document, 3, 4))
        assert all(weights(after, place, place + 1).any() for place in range(3))
        assert_sound(after)


def test_new_weights_in_a_trained_chain_are_drawn_and_not_zero() -> None:
    document = as_trained(stack(3, 4, 5, 2))
    after = edits.move_in_chain(document, hidden(document).id, 1)
    assert all(weights(after, place, place + 1).all() for place in range(3))
    assert np.ptp(output(after, np.random.default_rng(1).standard_normal((5, 3)))) > 0


@pytest.mark.parametrize(
    ("number", "step", "words"),
    [
        (0, 1, "The input layer stands at the start."),
        (3, -1, "The output layer stands at the end."),
        (1, -1, "“hidden 1” is the first hidden layer already."),
        (2, 1, "“hidden 2” is the last hidden layer already."),
    ],
)
def test_the_ends_of_a_chain_stay(number: int, step: int, words: str) -> None:
    document = stack(3, 4, 5, 2)
    layer = document.network.layers[number]
    assert edits.chain_refusal(document.network, layer.id, step) == words
    with pytest.raises(NetworkError):
        edits.move_in_chain(document, layer.id, step)


@pytest.mark.parametrize(("source", "target"), [(0, 2), (1, 3)])
def test_layers_change_places_only_in_a_plain_chain(source: int, target: int) -> None:
    document = stack(3, 4, 5, 2)
    layers = document.network.layers
    document = edits.connect(document, layers[source].id, layers[target].id)
    for number, step in ((1, 1), (2, -1)):
        assert "one connection in and one out" in str(
            edits.chain_refusal(document.network, layers[number].id, step)
        )


def test_a_layer_that_nothing_follows_has_no_place_to_go() -> None:
    document = edits.add_layer(stack(3, 4, 2), Role.HIDDEN, 2)
    lonely: Network = document.network
    assert "cannot come later" in str(edits.chain_refusal(lonely, lonely.layers[-1].id, 1))
