"""Edits keep what they do not concern, give new parts a sensible start, and refuse the impossible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import Progress
from nndesigner.engine.network import Role
from nndesigner.errors import NetworkError, UsageError
from tests.unit.document.builders import as_trained, output, stack

X = np.random.default_rng(7).normal(size=(5, 3))


def test_a_stack_has_one_weight_per_pair_and_one_bias_per_neuron_outside_the_input() -> None:
    network = stack(3, 5, 3, 3).network
    assert network.parameter_count == 3 * 5 + 5 * 3 + 3 * 3 + 5 + 3 + 3


def test_building_layer_by_layer_gives_the_same_weights_as_a_reset() -> None:
    document = stack(4, 8, 3)
    assert edits.reset(document).parameters.equals(document.parameters)


def test_removing_a_neuron_keeps_the_other_weights() -> None:
    document = stack(3, 5, 2)
    hidden = document.network.layers[1]
    after = edits.remove(document, neurons=[(hidden.id, hidden.neurons[2])])
    into, out = (connection.id for connection in document.network.connections)
    kept = [0, 1, 3, 4]
    np.testing.assert_array_equal(after.parameters.weights[into], document.parameters.weights[into][kept])
    np.testing.assert_array_equal(after.parameters.weights[out], document.parameters.weights[out][:, kept])
    assert after.network.layer(hidden.id).neurons == tuple(np.delete(hidden.neurons, 2))


def test_adding_a_neuron_to_a_trained_network_keeps_its_function_and_can_learn() -> None:
    document = as_trained(stack(3, 5, 2))
    hidden = document.network.layers[1]
    after = edits.add_neurons(document, hidden.id, 2, index=1)
    np.testing.assert_allclose(output(after, X), output(document, X), rtol=1e-6)
    into, out = (connection.id for connection in after.network.connections)
    assert np.all(after.parameters.weights[into][1:3] != 0.0)
    assert np.all(after.parameters.weights[out][:, 1:3] == 0.0)


def test_adding_a_neuron_to_a_fresh_network_gives_it_random_weights_out() -> None:
    document = stack(3, 5, 2)
    after = edits.add_neurons(document, document.network.layers[1].id)
    out = after.network.connections[1].id
    assert np.all(after.parameters.weights[out][:, 5] != 0.0)


def test_a_skip_connection_in_a_trained_network_keeps_its_function() -> None:
    document = as_trained(stack(3, 5, 2))
    first, _, last = document.network.layers
    after = edits.connect(document, first.id, last.id)
    assert len(after.network.incoming(last.id)) == 2
    np.testing.assert_allclose(output(after, X), output(document, X), rtol=1e-6)


def test_inserting_a_layer_and_deleting_it_leaves_the_two_sides_connected() -> None:
    document = stack(3, 5, 2)
    connection = document.network.connections[1]
    inserted = edits.insert_layer(document, connection.id, 4)
    new = document.network.next_id
    assert [layer.size for layer in inserted.network.forward_order] == [3, 5, 4, 2]
    removed = edits.remove(inserted, layers=[new])
    assert [layer.size for layer in removed.network.forward_order] == [3, 5, 2]
    assert removed.network.between(connection.source, connection.target) is not None


def test_deleting_a_duplicate_gives_the_old_connections_back() -> None:
    document = stack(2, 2, 1)
    hidden = document.network.layers[1]
    doubled = edits.duplicate_layers(document, [hidden.id])
    (new,) = {layer.id for layer in doubled.network.layers} - {layer.id for layer in document.network.layers}
    for gone in (hidden.id, new):
        after = edits.remove(doubled, layers=[gone])
        assert len(after.network.connections) == 2
        assert edits.bridged(doubled.network, layers=[gone]) == ()


def test_deleting_both_ways_between_two_layers_connects_them_once() -> None:
    document = stack(2, 2, 1)
    first, hidden, last = document.network.layers
    doubled = edits.duplicate_layers(document, [hidden.id])
    gone = [layer.id for layer in doubled.network.layers if layer.role is Role.HIDDEN]
    after = edits.remove(doubled, layers=gone)
    assert [(c.source, c.target) for c in after.network.connections] == [(first.id, last.id)]
    assert edits.bridged(doubled.network, layers=gone) == ((first.id, last.id),)


def test_deleting_layers_behind_each_other_connects_what_stood_around_them() -> None:
    document = stack(2, 3, 4, 1)
    first, *hidden, last = (layer.id for layer in document.network.layers)
    after = edits.remove(document, layers=hidden)
    assert [(c.source, c.target) for c in after.network.connections] == [(first, last)]


def test_a_layer_that_goes_with_its_connection_is_not_replaced_by_one() -> None:
    document = stack(2, 3, 1)
    hidden, into = document.network.layers[1].id, document.network.connections[0].id
    after = edits.remove(document, layers=[hidden], connections=[into])
    assert after.network.connections == ()
    assert edits.bridged(document.network, layers=[hidden], connections=[into]) == ()


def test_removing_all_neurons_of_a_layer_removes_the_layer() -> None:
    document = stack(3, 5, 2)
    hidden = document.network.layers[1]
    after = edits.remove(document, neurons=[(hidden.id, neuron) for neuron in hidden.neurons])
    assert not after.network.has_layer(hidden.id)


def test_ids_are_never_used_twice() -> None:
    document = stack(3, 5, 2)
    gone = document.network.layers[1]
    removed = edits.remove(document, layers=[gone.id])
    added = edits.add_layer(removed, Role.HIDDEN, 5)
    assert added.network.layers[-1].id > max(gone.neurons)


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (1, 1, "A layer cannot feed itself: data runs forward only."),
        (2, 1, "This would close a cycle: hidden 1 already feeds hidden 2."),
        (1, 0, "Nothing can be connected into an input layer: it takes the data."),
        (3, 1, "An output layer ends the network: nothing can be connected out of it."),
        (0, 1, "These layers are already connected."),
    ],
)
def test_an_impossible_connection_is_refused_with_its_reason(source: int, target: int, words: str) -> None:
    document = stack(3, 4, 4, 2)
    ids = [layer.id for layer in document.network.layers]
    with pytest.raises(NetworkError) as caught:
        edits.connect(document, ids[source], ids[target])
    assert caught.value.what == words


def test_a_removed_weight_is_exactly_zero_and_comes_back_from_zero() -> None:
    document = stack(3, 4, 2)
    connection = document.network.connections[0]
    target, source = document.network.layer(connection.target), document.network.layer(connection.source)
    pair = (target.neurons[1], source.neurons[2])
    removed = edits.remove_weights(document, connection.id, [pair])
    mask = removed.network.connection(connection.id).mask
    assert mask is not None
    assert not mask[1, 2]
    assert mask.sum() == 11
    assert removed.parameters.weights[connection.id][1, 2] == 0.0
    with pytest.raises(NetworkError):
        edits.set_weight(removed, connection.id, pair, 1.0)
    restored = edits.restore_weights(removed, connection.id, [pair])
    assert restored.network.connection(connection.id).mask is None
    assert restored.parameters.weights[connection.id][1, 2] == 0.0


def test_masks_follow_their_neurons_when_neighbours_come_and_go() -> None:
    document = stack(3, 4, 2)
    connection = document.network.connections[0]
    hidden, first = document.network.layer(connection.target), document.network.layer(connection.source)
    removed = edits.remove_weights(document, connection.id, [(hidden.neurons[2], first.neurons[0])])
    wider = edits.add_neurons(removed, hidden.id, 1, index=0)
    narrower = edits.remove(wider, neurons=[(hidden.id, hidden.neurons[0])])
    mask = narrower.network.connection(connection.id).mask
    assert mask is not None
    place = narrower.network.layer(hidden.id).index_by_neuron[hidden.neurons[2]]
    assert np.argwhere(~mask).tolist() == [[place, 0]]


def test_connecting_two_neurons_of_unconnected_layers_makes_only_that_weight() -> None:
    document = stack(3, 4, 2)
    first, _, last = document.network.layers
    after = edits.connect_neurons(document, (first.id, first.neurons[1]), (last.id, last.neurons[0]))
    connection = after.network.between(first.id, last.id)
    assert connection is not None
    assert connection.mask is not None
    assert after.network.weight_count(connection) == 1
    assert np.count_nonzero(after.parameters.weights[connection.id]) <= 1


def test_setting_a_weight_and_a_bias_changes_those_numbers_only() -> None:
    document = stack(3, 4, 2)
    connection = document.network.connections[0]
    target, source = document.network.layer(connection.target), document.network.layer(connection.source)
    after = edits.set_weight(document, connection.id, (target.neurons[3], source.neurons[1]), -0.25)
    after = edits.set_bias(after, target.id, target.neurons[0], 1.5)
    changed = after.parameters.weights[connection.id] != document.parameters.weights[connection.id]
    assert np.argwhere(changed).tolist() == [[3, 1]]
    assert after.parameters.weights[connection.id][3, 1] == np.float32(-0.25)
    assert after.parameters.biases[target.id][0] == np.float32(1.5)


def test_other_data_begins_the_epoch_again(iris_document: Document) -> None:
    begun = replace(iris_document, progress=Progress(epoch=2, offset=50, steps=27, run=1))
    assert edits.set_data(begun, iris_document.data).progress == Progress(epoch=2, offset=0, steps=27, run=1)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_a_weight_that_is_not_finite_is_refused(value: float) -> None:
    document = stack(2, 2, 1)
    connection = document.network.connections[0]
    pair = (document.network.layer(connection.target).neurons[0], document.network.layers[0].neurons[0])
    with pytest.raises(NetworkError):
        edits.set_weight(document, connection.id, pair, value)


@pytest.mark.parametrize("size", [0, -1, edits.LARGEST_LAYER + 1])
def test_a_layer_of_an_impossible_size_is_refused(size: int) -> None:
    with pytest.raises(NetworkError):
        edits.add_layer(Document.empty(), Role.HIDDEN, size)


def test_resizing_keeps_the_first_neurons() -> None:
    document = stack(3, 5, 2)
    hidden = document.network.layers[1]
    assert edits.resize_layer(document, hidden.id, 8).network.layer(hidden.id).neurons[:5] == hidden.neurons
    assert edits.resize_layer(document, hidden.id, 2).network.layer(hidden.id).neurons == hidden.neurons[:2]


def test_a_neuron_with_the_activation_of_its_layer_has_no_override() -> None:
    document = stack(3, 5, 2)
    hidden = document.network.layers[1]
    own = edits.set_neuron_activation(document, hidden.id, hidden.neurons[0], "relu")
    assert own.network.layer(hidden.id).neuron_activation(hidden.neurons[0]) == "relu"
    back = edits.set_neuron_activation(own, hidden.id, hidden.neurons[0], "sigmoid")
    assert back.network.layer(hidden.id).overrides == {}


def test_softmax_for_a_single_neuron_is_refused() -> None:
    document = stack(3, 5, 2)
    last = document.network.layers[-1]
    with pytest.raises(NetworkError, match="all neurons of a layer together"):
        edits.set_neuron_activation(document, last.id, last.neurons[0], "softmax")


def test_moving_a_layer_touches_nothing_but_the_layout() -> None:
    document = stack(3, 5, 2)
    after = edits.move_layers(document, {document.network.layers[0].id: (10.0, 20.0)})
    assert after.network is document.network
    assert after.parameters is document.parameters


def test_another_seed_draws_an_untrained_network_anew_but_leaves_a_trained_one_alone() -> None:
    document = stack(3, 5, 2)
    assert not edits.set_training(document, seed=2).parameters.equals(document.parameters)
    taught = as_trained(document)
    assert edits.set_training(taught, seed=2).parameters is taught.parameters


@pytest.mark.parametrize(
    "change",
    [{"epochs": 0}, {"batch_size": 0}, {"learning_rate": 0.0}, {"ridge": -1.0}, {"seed": -1},
     {"cost": "hope"}, {"precision": "float8"}, {"speed": 3}],
)  # fmt: skip
def test_a_setting_out_of_range_is_refused(change: dict[str, int | float | str | None]) -> None:
    with pytest.raises(UsageError):
        edits.set_training(stack(2, 2, 1), **change)


def test_many_neurons_are_changed_as_if_one_by_one() -> None:
    document = stack(3, 5, 2)
    hidden = document.network.layers[1]
    chosen = hidden.neurons[1:4]
    at_once = edits.set_biases(document, hidden.id, chosen, 0.5)
    at_once = edits.set_neuron_activations(at_once, hidden.id, chosen, "relu")
    at_once = edits.set_neurons_frozen(at_once, hidden.id, chosen, True)
    one_by_one = document
    for neuron in chosen:
        one_by_one = edits.set_bias(one_by_one, hidden.id, neuron, 0.5)
        one_by_one = edits.set_neuron_activation(one_by_one, hidden.id, neuron, "relu")
        one_by_one = edits.set_neuron_frozen(one_by_one, hidden.id, neuron, True)
    assert at_once.network.layer(hidden.id).overrides == one_by_one.network.layer(hidden.id).overrides
    assert set(at_once.network.layer(hidden.id).overrides) == set(chosen)
    assert at_once.parameters.equals(one_by_one.parameters)
    back = edits.set_neuron_activations(at_once, hidden.id, chosen, None)
    back = edits.set_neurons_frozen(back, hidden.id, chosen, False)
    assert back.network.layer(hidden.id).overrides == {}
