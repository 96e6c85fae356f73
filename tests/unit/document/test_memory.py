"""What the optimiser remembers follows its neurons through every edit; what is untrue now is forgotten."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nndesigner.data.source import DataSource
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import Progress
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.engine.watch import Watch
from tests.unit.document.builders import stack

Edit = Callable[[Document], Document]
Numbers = dict[tuple[int, ...], float]

SLOTS = {"momentum": ("velocity",), "rmsprop": ("square",), "adam": ("mean", "square")}


def drawn_like(parameters: Parameters, seed: int) -> Parameters:
    random = np.random.default_rng(seed)

    def draw(array: FloatArray) -> FloatArray:
        return read_only(random.standard_normal(array.shape).astype(array.dtype))

    return Parameters(
        {key: draw(value) for key, value in parameters.weights.items()},
        {key: draw(value) for key, value in parameters.biases.items()},
    )


def remembering(optimizer: str = "adam") -> Document:
    """3-4-5-2, trained as it were, every weight with a memory of its own."""
    document = edits.set_training(stack(3, 4, 5, 2), optimizer=optimizer, patience=5)
    names = SLOTS.get(optimizer, ("gradient", "move", "step 0", "change 0"))
    slots = {name: drawn_like(document.parameters, place) for place, name in enumerate(names)}
    return replace(
        document,
        progress=Progress(epoch=9, offset=3, steps=30, run=1, watch=Watch(0.25, 7, 2, 8)),
        memory=Memory(optimizer, 30, slots),
        best=drawn_like(document.parameters, 9),
    )


def by_ids(network: Network, values: Parameters) -> Numbers:
    """Every number by the connection or layer and the neurons that it belongs to."""
    found: Numbers = {}
    for connection in network.connections:
        if connection.id in values.weights:
            array = values.weights[connection.id]
            for j, target in enumerate(network.layer(connection.target).neurons):
                for k, source in enumerate(network.layer(connection.source).neurons):
                    found[connection.id, target, source] = float(array[j, k])
    for layer in network.layers:
        if layer.id in values.biases:
            for place, neuron in enumerate(layer.neurons):
                found[layer.id, neuron] = float(values.biases[layer.id][place])
    return found


def pair_of(document: Document) -> tuple[int, int]:
    first, second = document.network.layers[:2]
    return second.neurons[1], first.neurons[2]


def some_neurons_gone(document: Document) -> Document:
    hidden, other = document.network.layers[1:3]
    return edits.remove(document, neurons=[(hidden.id, hidden.neurons[1]), (other.id, other.neurons[0])])


STRUCTURAL: dict[str, Edit] = {
    "add neurons": lambda d: edits.add_neurons(d, d.network.layers[1].id, 2, index=1),
    "delete neurons": some_neurons_gone,
    "resize": lambda d: edits.resize_layer(d, d.network.layers[2].id, 2),
    "split": lambda d: edits.split_neuron(d, d.network.layers[1].id, d.network.layers[1].neurons[2]),
    "connect": lambda d: edits.connect(d, d.network.layers[0].id, d.network.layers[3].id),
    "insert": lambda d: edits.insert_layer(d, d.network.connections[1].id, 3),
    "delete a layer": lambda d: edits.remove(d, layers=[d.network.layers[1].id]),
    "remove a weight": lambda d: edits.remove_weights(d, d.network.connections[0].id, [pair_of(d)]),
    "add a layer": lambda d: edits.add_layer(
        d, d.network.layers[1].role, 2, activation="tanh", source=d.network.layers[0].id
    ),
}
edited = pytest.mark.parametrize("edit", STRUCTURAL.values(), ids=STRUCTURAL.keys())


@edited
@pytest.mark.parametrize("optimizer", SLOTS)
def test_memory_follows_the_ids_of_its_neurons(edit: Edit, optimizer: str) -> None:
    before = remembering(optimizer)
    after = edit(before)
    assert after.memory.steps == 30
    for name in SLOTS[optimizer]:
        old = by_ids(before.network, before.memory.slots[name])
        new = by_ids(after.network, after.memory.slots[name])
        masks = {c.id: c.mask for c in after.network.connections}
        removed = {
            (
                c,
                after.network.layer(connection.target).neurons[j],
                after.network.layer(connection.source).neurons[k],
            )
            for c, mask in masks.items()
            if mask is not None
            for connection in [after.network.connection(c)]
            for j, k in np.argwhere(~mask).tolist()
        }
        kept = (old.keys() & new.keys()) - removed
        assert kept
        assert {key: new[key] for key in kept} == {key: old[key] for key in kept}
        assert all(new[key] == 0.0 for key in new.keys() - kept)
        there = by_ids(after.network, after.parameters).keys()
        assert new.keys() <= there
        assert old.keys() & there <= new.keys()


@edited
def test_the_memory_of_curvature_is_forgotten_when_the_structure_changes(edit: Edit) -> None:
    assert edit(remembering("lbfgs")).memory.equals(Memory())


@edited
def test_the_best_weights_are_forgotten_when_the_structure_changes(edit: Edit) -> None:
    after = edit(remembering())
    assert after.best is None
    assert after.progress.watch.best == math.inf


def test_a_weight_that_was_removed_comes_back_without_momentum() -> None:
    before = remembering("momentum")
    connection, pair = before.network.connections[0].id, pair_of(before)
    after = edits.restore_weights(edits.remove_weights(before, connection, [pair]), connection, [pair])
    old = by_ids(before.network, before.memory.slots["velocity"])
    new = by_ids(after.network, after.memory.slots["velocity"])
    assert {key for key in old if old[key] != new[key]} == {(connection, *pair)}
    assert new[connection, *pair] == 0.0


COST: dict[str, Edit] = {
    "cost": lambda d: edits.set_training(d, cost="mse"),
    "class weights": lambda d: edits.set_training(d, class_weights="balanced"),
    "activation": lambda d: edits.set_activation(d, d.network.layers[1].id, "tanh"),
    "neuron activation": lambda d: edits.set_neuron_activation(
        d, d.network.layers[1].id, d.network.layers[1].neurons[0], "tanh"
    ),
    "layer drawn anew": lambda d: edits.reset_layer(d, d.network.layers[1].id),
}


@pytest.mark.parametrize("edit", COST.values(), ids=COST.keys())
def test_the_best_cost_is_forgotten_when_it_no_longer_compares(edit: Edit) -> None:
    after = edit(remembering())
    assert after.best is None
    assert after.progress.watch == Watch(math.inf, 7, 2, 8)
    assert after.memory.steps == 30
    assert edit(remembering("lbfgs")).memory.equals(Memory())


BESIDE: dict[str, Edit] = {
    "learning rate": lambda d: edits.set_training(d, learning_rate=0.01),
    "ridge": lambda d: edits.set_training(d, ridge=0.01),
    "name": lambda d: edits.rename_layer(d, d.network.layers[1].id, "hidden"),
    "position": lambda d: edits.move_layers(d, {d.network.layers[1].id: (1.0, 2.0)}),
}


@pytest.mark.parametrize("edit", BESIDE.values(), ids=BESIDE.keys())
@pytest.mark.parametrize("optimizer", ["adam", "lbfgs"])
def test_what_changes_no_cost_forgets_nothing(edit: Edit, optimizer: str) -> None:
    before = remembering(optimizer)
    after = edit(before)
    assert after.memory is before.memory
    assert after.best is before.best
    assert after.progress is before.progress


BY_HAND: dict[str, Edit] = {
    "weight": lambda d: edits.set_weight(d, d.network.connections[0].id, pair_of(d), 0.5),
    "bias": lambda d: edits.set_bias(d, d.network.layers[1].id, d.network.layers[1].neurons[0], 0.5),
    "frozen layer": lambda d: edits.set_layer_frozen(d, d.network.layers[1].id, True),
    "frozen neuron": lambda d: edits.set_neuron_frozen(
        d, d.network.layers[1].id, d.network.layers[1].neurons[0], True
    ),
}


@pytest.mark.parametrize("edit", BY_HAND.values(), ids=BY_HAND.keys())
def test_steps_that_no_longer_lead_here_tell_nothing_about_curvature(edit: Edit) -> None:
    assert edit(remembering("lbfgs")).memory.equals(Memory())
    before = remembering("adam")
    assert edit(before).memory is before.memory
    assert edit(before).best is before.best


def test_a_layer_drawn_anew_has_no_momentum() -> None:
    before = remembering("momentum")
    layer = before.network.layers[2]
    after = edits.reset_layer(before, layer.id)
    into = {connection.id for connection in before.network.incoming(layer.id)}
    old, new = before.memory.slots["velocity"], after.memory.slots["velocity"]
    assert new.weights.keys() == old.weights.keys() - into
    assert new.biases.keys() == old.biases.keys() - {layer.id}
    assert all(new.weights[key] is old.weights[key] for key in new.weights)


def test_other_data_begins_the_epoch_and_the_watch_again(iris_data: DataSource) -> None:
    after = edits.set_data(remembering(), iris_data)
    assert after.progress == Progress(epoch=9, offset=0, steps=30, run=1)
    assert after.best is None
    assert after.memory.steps == 30
    assert edits.set_data(remembering("lbfgs"), iris_data).memory.equals(Memory())


def test_a_reset_forgets_everything_and_gives_the_first_weights_again() -> None:
    first = stack(3, 4, 5, 2)
    after = edits.reset(remembering())
    assert after.parameters.equals(first.parameters)
    assert after.memory.equals(Memory())
    assert after.best is None
    assert after.progress == Progress()


def test_a_new_network_has_nothing_to_remember(iris_document: Document) -> None:
    data: Any = iris_document.data
    after = edits.new_network(replace(remembering(), data=data))
    assert (after.best, after.progress) == (None, Progress())
    assert after.memory.equals(Memory())


def test_another_precision_converts_the_best_weights_with_the_present_ones() -> None:
    before = remembering()
    after = edits.set_training(before, precision="float64")
    assert after.best is not None
    assert before.best is not None
    for key, weights in after.best.weights.items():
        assert weights.dtype == np.float64
        np.testing.assert_array_equal(weights, before.best.weights[key])
