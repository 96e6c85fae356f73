"""What a network costs without a part, against really taking the part away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine import chunks
from nndesigner.engine.ablation import (
    Ablation,
    Change,
    ConnectionHeld,
    ConnectionRemoved,
    NeuronDeleted,
    NeuronHeld,
    WeightHeld,
    WeightRemoved,
    cost_without,
    cost_without_so_far,
    neuron_ranking,
)
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.metrics import accuracy, r2
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters, read_only
from nndesigner.errors import NetworkError
from tests.unit.engine.builders import TOPOLOGIES, chain, parameters_of, plain, rows

COSTS = [("cross_entropy", "sigmoid"), ("softmax_cross_entropy", "softmax"), ("mse", "linear")]


def one(
    network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray, change: Change
) -> Ablation:
    (found,) = cost_without(network, parameters, cost, x, y, [change], classes=cost != "mse")
    return found


def document_of(network: Network, parameters: Parameters) -> Document:
    settings = TrainingSettings(precision="float64")
    return replace(Document.empty(), network=network, parameters=parameters, training=settings)


def assert_measures(
    found: Ablation, network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray
) -> None:
    """The result is that of evaluating this other network."""
    outputs, value = Evaluator(network, cost, np.float64).measure(parameters, x, y)
    assert found.after.cost == pytest.approx(value.data, rel=1e-12)
    assert found.after.score == pytest.approx((r2 if cost == "mse" else accuracy)(outputs, y), rel=1e-12)


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize(("cost", "output"), COSTS)
def test_deleting_neurons_costs_what_was_foretold(topology: str, cost: str, output: str) -> None:
    network = TOPOLOGIES[topology]("tanh", output)
    parameters = parameters_of(network)
    x, y = rows(network, 40)
    document = document_of(network, parameters)
    outputs, before = Evaluator(network, cost, np.float64).measure(parameters, x, y)
    for layer in network.layers:
        if layer.role is Role.OUTPUT:
            continue
        for place, neuron in enumerate(layer.neurons):
            found = one(network, parameters, cost, x, y, NeuronDeleted(layer.id, place))
            after = edits.remove(document, neurons=[(layer.id, neuron)])
            left = np.delete(x, place, axis=1) if layer.role is Role.INPUT else x
            assert_measures(found, after.network, after.parameters, cost, left, y)
            assert found.before.cost == pytest.approx(before.data, rel=1e-12)
            assert found.before.score == pytest.approx((r2 if cost == "mse" else accuracy)(outputs, y))


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_removing_weights_and_connections_costs_what_was_foretold(topology: str) -> None:
    network = TOPOLOGIES[topology]("sigmoid", "softmax")
    parameters = parameters_of(network)
    x, y = rows(network, 40)
    document = document_of(network, parameters)
    cost = "softmax_cross_entropy"
    for connection in network.connections:
        after = edits.remove(document, connections=[connection.id])
        found = one(network, parameters, cost, x, y, ConnectionRemoved(connection.id))
        assert_measures(found, after.network, after.parameters, cost, x, y)
        target, source = network.layer(connection.target), network.layer(connection.source)
        for j, k in ((0, 0), (2 % target.size, 1)):
            if connection.mask is not None and not connection.mask[j, k]:
                found = one(network, parameters, cost, x, y, WeightRemoved(connection.id, j, k))
                assert found.after == found.before
                continue
            pair = (target.neurons[j], source.neurons[k])
            after = edits.remove_weights(document, connection.id, [pair])
            found = one(network, parameters, cost, x, y, WeightRemoved(connection.id, j, k))
            assert_measures(found, after.network, after.parameters, cost, x, y)


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("value", [None, 0.8])
def test_holding_a_neuron_is_its_constant_moved_into_the_biases(topology: str, value: float | None) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 40)
    mean = inspect_sample(network, parameters, "mse", x, None).a
    for layer in network.layers:
        if layer.role is Role.OUTPUT:
            continue
        constant = float(mean[layer.id][:, 1].mean()) if value is None else value
        weights = {key: np.array(w) for key, w in parameters.weights.items()}
        biases = {key: np.array(b) for key, b in parameters.biases.items()}
        for connection in network.outgoing(layer.id):
            column = np.array(weights[connection.id][:, 1])
            if connection.mask is not None:
                column = column * connection.mask[:, 1]
            biases[connection.target] += column * constant
            weights[connection.id][:, 1] = 0.0
        found = one(network, parameters, "mse", x, y, NeuronHeld(layer.id, 1, value))
        assert_measures(found, network, Parameters(weights, biases), "mse", x, y)


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("single", [True, False])
def test_holding_a_weight_or_a_connection_is_its_mean_moved_into_the_biases(
    topology: str, single: bool
) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 40)
    a = inspect_sample(network, parameters, "mse", x, None).a
    for connection in network.connections:
        weights = {key: np.array(w) for key, w in parameters.weights.items()}
        biases = {key: np.array(b) for key, b in parameters.biases.items()}
        w, mean = weights[connection.id], a[connection.source].mean(axis=0)
        if connection.mask is not None:
            w *= connection.mask
        here = (slice(0, 1), slice(0, 1)) if single else (slice(None), slice(None))
        biases[connection.target][here[0]] += w[here] @ mean[here[1]]
        w[here] = 0.0
        change: Change = WeightHeld(connection.id, 0, 0) if single else ConnectionHeld(connection.id)
        found = one(network, parameters, "mse", x, y, change)
        assert_measures(found, network, Parameters(weights, biases), "mse", x, y)


def test_several_changes_at_once_and_in_chunks_are_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    network = TOPOLOGIES["skip"]("tanh", "linear")
    parameters = parameters_of(network)
    x, y = rows(network, 50, classes=False)
    hidden = network.layers[1].id
    changes: list[Change] = [
        NeuronDeleted(hidden, 0),
        NeuronHeld(hidden, 0),
        WeightRemoved(network.connections[0].id, 1, 1),
        WeightHeld(network.connections[0].id, 1, 1),
        ConnectionHeld(network.connections[0].id),
    ]
    singly = [
        cost_without(network, parameters, "mse", x, y, [change], classes=False)[0] for change in changes
    ]
    monkeypatch.setattr(chunks, "_MOST", 16)
    *slices, found = cost_without_so_far(network, parameters, "mse", x, y, changes, classes=False)
    assert slices == [None] * 8
    assert found is not None
    for mine, other in zip(found, singly, strict=True):
        assert mine.change == other.change
        assert mine.after.cost == pytest.approx(other.after.cost, rel=1e-12)
        assert mine.after.score == pytest.approx(other.after.score, rel=1e-12)


def test_the_neuron_missed_most_comes_first() -> None:
    network = chain([2, 3, 1], ["linear", "linear"])
    first, second = network.connections
    hidden, last = network.layers[1:]
    parameters = Parameters(
        {first.id: np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), second.id: np.array([[1.0, 3.0, 5.0]])},
        {hidden.id: np.zeros(3), last.id: np.zeros(1)},
    )
    x = np.random.default_rng(1).standard_normal((30, 2))
    y = x @ np.array([[1.0], [3.0]])
    ranking = neuron_ranking(network, parameters, "mse", x, y, hidden.id, classes=False)
    assert [found.change for found in ranking] == [NeuronDeleted(hidden.id, place) for place in (1, 0, 2)]
    assert ranking[0].before.cost == pytest.approx(0.0)
    assert ranking[0].before.score == pytest.approx(1.0)
    assert ranking[0].rise == pytest.approx(0.5 * np.mean(np.square(3.0 * x[:, 1])))
    assert ranking[2].rise == 0.0


def test_what_leads_nowhere_is_not_missed() -> None:
    network = TOPOLOGIES["joined"]("tanh", "sigmoid")
    lost = network.layers[-1]
    x, y = rows(network, 10)
    found = one(network, parameters_of(network), "mse", x, y, NeuronDeleted(lost.id, 0))
    assert found.after == found.before


def test_only_the_rows_asked_for_count() -> None:
    network = plain("tanh", "sigmoid")
    parameters = parameters_of(network)
    x, y = rows(network, 20)
    some = np.array([2, 9, 4])
    change = NeuronHeld(network.layers[1].id, 2)
    (found,) = cost_without(network, parameters, "mse", x, y, [change], classes=True, rows=some)
    (alone,) = cost_without(network, parameters, "mse", x[some], y[some], [change], classes=True)
    assert found == alone
    (none,) = cost_without(network, parameters, "mse", x, y, [change], classes=True, rows=some[:0])
    assert np.isnan(none.after.cost)


def test_r2_of_an_output_that_never_varies_is_that_of_the_metrics() -> None:
    network = chain([2, 2], ["linear"])
    parameters = Parameters(
        {network.connections[0].id: read_only(np.zeros((2, 2)))}, {network.layers[1].id: np.array([1.0, 0.0])}
    )
    x = np.ones((5, 2))
    y = np.column_stack([np.ones(5), np.arange(5.0)])
    found = one(network, parameters, "mse", x, y, WeightRemoved(network.connections[0].id, 0, 0))
    outputs = Evaluator(network, None, np.float64).outputs(parameters, x)
    assert found.before.score == r2(outputs, y)


def test_a_class_is_told_at_the_boundary_of_its_cost() -> None:
    network = chain([2, 3, 1], ["tanh", "tanh"])
    parameters = parameters_of(network)
    x, _ = rows(network, 40)
    outputs = Evaluator(network, "hinge", np.float64).outputs(parameters, x)
    y = (outputs > 0.0).astype(np.float64)
    assert np.any((outputs > 0.0) & (outputs < 0.5))
    found = one(network, parameters, "hinge", x, y, NeuronDeleted(network.layers[1].id, 0))
    assert found.before.score == 1.0


def test_an_output_neuron_cannot_go() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 5)
    last = network.layers[-1].id
    for change in (NeuronDeleted(last, 0), NeuronHeld(last, 0)):
        with pytest.raises(NetworkError, match="output neuron"):
            one(network, parameters_of(network), "mse", x, y, change)
    hidden = replace(network.layers[1], activation="softmax")
    mixed_up = replace(network, layers=(network.layers[0], hidden, *network.layers[2:]))
    with pytest.raises(NetworkError, match="depend on each other"):
        one(mixed_up, parameters_of(mixed_up), "mse", x, y, NeuronDeleted(hidden.id, 0))
