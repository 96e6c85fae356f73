"""Neurons in another order, layers split and merged: the network computes what it computed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.document import edits
from nndesigner.document.model import Document, Form
from nndesigner.engine.network import Network, Override, Role
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.trainer import Trainer
from nndesigner.errors import NetworkError
from nndesigner.session.session import Session
from tests.unit.document.builders import output, stack
from tests.unit.document.test_edit_sequences import assert_sound
from tests.unit.document.test_memory import remembering
from tests.unit.document.test_surgery import (
    assert_same_function,
    document_of,
    hidden,
    networks,
    old_inputs,
)
from tests.unit.engine.builders import TOPOLOGIES, Builder, rows


def turned(document: Document) -> Document:
    """The neurons of every hidden layer in the opposite order."""
    for layer in document.network.with_role(Role.HIDDEN):
        for neuron in layer.neurons:
            document = edits.move_neurons(document, [(layer.id, neuron)], layer.id, 0)
    return document


def halved(document: Document) -> Document:
    """Every hidden layer split, every second neuron going."""
    for layer in document.network.with_role(Role.HIDDEN):
        if edits.split_layer_refusal(document.network, layer.id) is None:
            document = edits.split_layer(document, layer.id, layer.neurons[1::2])
    return document


def united(document: Document) -> Document:
    """Hidden layers merged, two at a time, while two can be."""
    while True:
        layers = [layer.id for layer in document.network.with_role(Role.HIDDEN)]
        pairs = [(a, b) for a in layers for b in layers if a < b]
        free = [pair for pair in pairs if edits.merge_refusal(document.network, pair) is None]
        if not free:
            return document
        document = edits.merge_layers(document, free[0])


def mixed_up(document: Document) -> Document:
    return united(turned(halved(document)))


def doubled(document: Document) -> Document:
    """A double of every neuron of the input and hidden layers."""
    layers = [layer for layer in document.network.layers if layer.role is not Role.OUTPUT]
    return edits.duplicate_neurons(document, [(layer.id, n) for layer in layers for n in layer.neurons])


def branched(document: Document) -> Document:
    """A double of every hidden layer."""
    return edits.duplicate_layers(document, [layer.id for layer in document.network.with_role(Role.HIDDEN)])


KEEPING: dict[str, Callable[[Document], Document]] = {
    "turn": turned,
    "halve": halved,
    "unite": united,
    "mix up": mixed_up,
    "double": doubled,
    "branch": branched,
}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("name", KEEPING)
def test_the_function_stays(name: str, topology: str, precision: str) -> None:
    document = document_of(TOPOLOGIES[topology]("tanh", "softmax"), precision)
    assert_same_function(document, KEEPING[name](document))


@settings(max_examples=60, deadline=None)
@given(networks(), st.lists(st.sampled_from(sorted(KEEPING)), min_size=1, max_size=3))
def test_the_function_of_any_network_stays(network: Network, operations: list[str]) -> None:
    document = document_of(network)
    after = document
    for operation in operations:
        if sum(layer.size for layer in after.network.layers) < 100:
            after = KEEPING[operation](after)
    x, _ = rows(network, 6)
    wanted = output(document, x)
    scale = max(1.0, float(np.abs(wanted).max()))
    got = output(after, old_inputs(document, after, x))
    np.testing.assert_allclose(got, wanted, rtol=1e-11, atol=1e-11 * scale)
    assert_sound(after)


@pytest.mark.parametrize("name", KEEPING)
def test_undo_gives_back_the_very_document(name: str) -> None:
    document = document_of(TOPOLOGIES["joined"]("relu", "softmax"))
    session = Session(document)
    session.apply("Regroup", KEEPING[name])
    assert session.document is not document
    session.undo()
    assert session.document is document
    session.close()


# -- numbers follow the neurons


def by_neurons(network: Network, values: Parameters) -> dict[tuple[int, ...], float]:
    """Every number that is not a removed weight by the ids of its neurons, whatever the layers."""
    found: dict[tuple[int, ...], float] = {}
    for connection in network.connections:
        array = values.weights[connection.id]
        there = np.ones(array.shape, bool) if connection.mask is None else connection.mask
        for j, target in enumerate(network.layer(connection.target).neurons):
            for k, source in enumerate(network.layer(connection.source).neurons):
                if there[j, k]:
                    found[target, source] = float(array[j, k])
    for layer in network.layers:
        for j, neuron in enumerate(layer.neurons if layer.id in values.biases else ()):
            found[(neuron,)] = float(values.biases[layer.id][j])
    return found


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("name", ["turn", "halve", "unite", "mix up"])
def test_every_weight_and_removed_weight_stays_between_its_neurons(name: str, topology: str) -> None:
    document = document_of(TOPOLOGIES[topology]("tanh", "softmax"))
    after = KEEPING[name](document)
    assert by_neurons(after.network, after.parameters) == by_neurons(document.network, document.parameters)


@pytest.mark.parametrize("optimizer", ["adam", "lbfgs"])
@pytest.mark.parametrize("name", ["turn", "halve", "mix up"])
def test_memory_best_parameters_and_progress_stay(name: str, optimizer: str) -> None:
    document = remembering(optimizer)
    after = KEEPING[name](document)
    assert after.progress is document.progress
    assert document.best is not None
    assert after.best is not None
    assert by_neurons(after.network, after.best) == by_neurons(document.network, document.best)
    assert after.memory.slots.keys() == document.memory.slots.keys()
    for key, slot in after.memory.slots.items():
        assert by_neurons(after.network, slot) == by_neurons(document.network, document.memory.slots[key])


def test_names_activations_and_freezing_of_neurons_stay() -> None:
    document = document_of(TOPOLOGIES["mixed"]("tanh", "softmax"))
    layer = hidden(document)
    document = edits.rename_neuron(document, layer.id, layer.neurons[4], "relay")
    document = edits.set_neuron_frozen(document, layer.id, layer.neurons[1], True)
    before = hidden(document)
    assert own(mixed_up(document)) == own(document)
    assert own(document)[before.neurons[4]][1:] == ("relay", False)
    assert own(document)[before.neurons[1]][1:] == (None, True)


def own(document: Document) -> dict[int, tuple[str, str | None, bool]]:
    """Activation, name and freezing of every hidden neuron."""
    found = {}
    for layer in document.network.with_role(Role.HIDDEN):
        for neuron in layer.neurons:
            override = layer.overrides.get(neuron, Override())
            found[neuron] = layer.neuron_activation(neuron), override.name, override.frozen
    return found


# -- splitting a layer


def test_splitting_off_neurons_makes_a_layer_of_them_with_the_same_sources_and_targets() -> None:
    document = stack(3, 5, 2)
    first, layer, last = document.network.layers
    after = edits.split_layer(document, layer.id, [layer.neurons[3], layer.neurons[1]])
    new = document.network.next_id
    assert [other.id for other in after.network.layers] == [first.id, layer.id, new, last.id]
    assert after.network.layer(new).neurons == (layer.neurons[1], layer.neurons[3])
    ends = {(c.source, c.target) for c in after.network.connections}
    assert ends == {(first.id, layer.id), (layer.id, last.id), (first.id, new), (new, last.id)}
    assert after.network.layer(new).name == "hidden 2"


def test_splitting_a_whole_layer_splits_off_its_lower_half() -> None:
    document = stack(3, 5, 2)
    layer = hidden(document)
    after = edits.split_layer(document, layer.id, layer.neurons)
    assert [hidden(after, number).neurons for number in (0, 1)] == [layer.neurons[:3], layer.neurons[3:]]


def test_both_halves_and_doubles_are_drawn_in_the_form_of_their_layer() -> None:
    document = stack(3, 5, 2)
    layer = hidden(document)
    document = edits.set_form(document, [layer.id], Form.COLLAPSED)
    for edit in (halved, branched):
        after = edit(document)
        new = [other.id for other in after.network.layers if not document.network.has_layer(other.id)]
        assert after.layout.forms == {layer.id: Form.COLLAPSED, new[0]: Form.COLLAPSED}


def test_a_picture_is_none_any_more_once_it_is_split() -> None:
    document = stack(3, 6, 2)
    layer = hidden(document)
    document = edits.set_image_shape(document, layer.id, (2, 3))
    assert hidden(turned(document)).image_shape == (2, 3)
    after = halved(document)
    assert [hidden(after, number).image_shape for number in (0, 1)] == [None, None]


@pytest.mark.parametrize(("which", "words"), [(0, "one input layer"), (2, "one output layer")])
def test_the_ends_of_a_network_cannot_be_split(which: int, words: str) -> None:
    document = stack(3, 4, 2)
    layer = document.network.layers[which]
    with pytest.raises(NetworkError, match=words):
        edits.split_layer(document, layer.id, layer.neurons[:1])


def test_a_softmax_layer_and_a_single_neuron_cannot_be_split() -> None:
    soft = stack(3, 4, 2, activation="softmax")
    assert "needs all neurons" in str(edits.split_layer_refusal(soft.network, hidden(soft).id))
    single = stack(3, 1, 2)
    assert "single neuron" in str(edits.split_layer_refusal(single.network, hidden(single).id))


# -- merging layers


def beside() -> Document:
    """Hidden layers of tanh and ReLU beside each other; only the second hears a third one."""
    builder = Builder()
    first = builder.layer(2, role=Role.INPUT)
    third = builder.layer(2, "sigmoid")
    left, right = builder.layer(2, "tanh"), builder.layer(3, "relu", frozen=True)
    last = builder.layer(2, "sigmoid", Role.OUTPUT)
    for ends in ((first, third), (first, left), (first, right), (third, right), (left, last), (right, last)):
        builder.connect(*ends)
    return document_of(builder.network())


def test_a_merged_layer_has_the_sources_and_targets_of_all_and_own_activations_where_they_differ() -> None:
    document = beside()
    first, third, left, right, last = document.network.layers
    after = edits.merge_layers(document, [right.id, left.id])
    merged = after.network.layer(left.id)
    assert merged.neurons == left.neurons + right.neurons
    assert not merged.frozen
    assert [merged.neuron_activation(n) for n in merged.neurons] == ["tanh"] * 2 + ["relu"] * 3
    assert [merged.overrides.get(n, Override()).frozen for n in merged.neurons] == [False] * 2 + [True] * 3
    assert {(c.source, c.target) for c in after.network.connections} == {
        (first.id, third.id),
        (first.id, left.id),
        (third.id, left.id),
        (left.id, last.id),
    }
    heard = after.network.between(third.id, left.id)
    assert heard is not None
    assert heard.mask is not None
    assert heard.mask.all(axis=1).tolist() == [False] * 2 + [True] * 3
    assert_same_function(document, after)


def test_layers_behind_each_other_cannot_be_merged() -> None:
    document = stack(3, 4, 4, 4, 2)
    a, _, c = (layer.id for layer in document.network.with_role(Role.HIDDEN))
    assert edits.merge_refusal(document.network, [c, a]) == (
        "“hidden 1” feeds “hidden 3”: only layers beside each other can be merged, "
        "not layers behind each other."
    )
    with pytest.raises(NetworkError):
        edits.merge_layers(document, [a, c])


@pytest.mark.parametrize(
    ("places", "words"),
    [((1,), "two or more"), ((0, 1), "the input layer"), ((1, 3), "the output layer")],
)
def test_what_is_not_several_hidden_layers_cannot_be_merged(places: tuple[int, ...], words: str) -> None:
    network = stack(3, 4, 4, 2).network
    assert words in str(edits.merge_refusal(network, [network.layers[place].id for place in places]))


def test_merging_undoes_splitting_but_for_the_order() -> None:
    document = remembering()
    layer = hidden(document)
    split = edits.split_layer(document, layer.id, layer.neurons[2:])
    again = edits.merge_layers(split, [layer.id, document.network.next_id])
    assert hidden(again).neurons == layer.neurons
    assert again.parameters.equals(document.parameters)
    assert again.memory.equals(document.memory)
    assert [c.mask for c in again.network.connections] == [None] * 3


# -- the same neurons learn the same in other places


@pytest.mark.parametrize("name", ["turn", "halve", "mix up"])
@pytest.mark.parametrize("topology", ["mixed", "joined", "masked"])
def test_training_leads_to_the_same_weights_between_the_same_neurons(name: str, topology: str) -> None:
    before = document_of(TOPOLOGIES[topology]("tanh", "sigmoid"))
    after = KEEPING[name](before)
    x, y = rows(before.network, 40)
    learned = []
    for document in (before, after):
        trainer = Trainer(
            document.network,
            document.parameters,
            x,
            y,
            cost="mse",
            batch_size=10,
            learning_rate=0.1,
            seed=3,
            dtype="float64",
        )
        for _ in range(12):
            trainer.step()
        learned.append(by_neurons(document.network, trainer.parameters()))
    start = by_neurons(before.network, before.parameters)
    assert max(abs(learned[0][key] - start[key]) for key in start) > 0.001
    assert learned[1] == pytest.approx(learned[0], rel=1e-9, abs=1e-12)
