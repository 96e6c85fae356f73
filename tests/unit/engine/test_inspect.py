"""What the window shows of one row."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.program import compile_network
from nndesigner.errors import NetworkError
from tests.unit.engine.builders import TOPOLOGIES, chain, parameters_of, plain, rows


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_an_inspection_holds_what_the_engine_computes(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    x, y = rows(network, 3)
    parameters = parameters_of(network)
    inspection = inspect_sample(network, parameters, "cross_entropy", x, y)
    program = compile_network(network, "cross_entropy", 3, np.float64)
    program.load(parameters)
    program.forward(x)
    program.backward(y)
    for mine, theirs in (
        (inspection.z, program.z),
        (inspection.a, program.a),
        (inspection.delta, program.delta),
    ):
        assert mine.keys() == theirs.keys()
        assert all(np.array_equal(mine[key], theirs[key]) for key in mine)
    assert inspection.cost == program.cost_value(y)
    for connection in network.connections:
        np.testing.assert_allclose(
            inspection.weight_gradient(connection.id), program.weight_gradients[connection.id], rtol=1e-12
        )
    for layer_id, gradient in program.bias_gradients.items():
        np.testing.assert_allclose(inspection.bias_gradient(layer_id), gradient, rtol=1e-12)


def test_a_later_inspection_leaves_an_earlier_one_as_it_was() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 2)
    first = inspect_sample(network, parameters_of(network), "mse", x[0], y[0])
    kept = first.a[network.layers[-1].id].copy()
    inspect_sample(network, parameters_of(network, seed=8), "mse", x[1], y[1])
    assert np.array_equal(first.a[network.layers[-1].id], kept)
    assert first.a[network.layers[0].id].tolist() == [x[0].tolist()]
    with pytest.raises(ValueError, match="read-only"):
        first.z[network.layers[1].id][0, 0] = 1.0


@pytest.mark.parametrize("cost", ["cross_entropy", "mse"])
def test_without_desired_outputs_there_are_no_errors(cost: str) -> None:
    network = plain("tanh", "relu")
    x, _ = rows(network, 1)
    inspection = inspect_sample(network, parameters_of(network), cost, x, None)
    assert inspection.delta == {}
    assert inspection.cost is None
    with pytest.raises(ValueError, match="no gradient"):
        inspection.weight_gradient(network.connections[0].id)


def test_with_a_cost_that_does_not_suit_there_are_activations_and_no_errors() -> None:
    network = plain("tanh", "relu")
    x, y = rows(network, 1)
    inspection = inspect_sample(network, parameters_of(network), "cross_entropy", x, y)
    assert set(inspection.a) == {layer.id for layer in network.layers}
    assert inspection.delta == {}


def test_small_numbers_are_not_rounded_away() -> None:
    network = chain([1, 1], ["sigmoid"])
    last = network.layers[1].id
    w, b = np.ones((1, 1), np.float32), np.zeros(1, np.float32)
    single = Parameters({network.connections[0].id: w}, {last: b})
    a = inspect_sample(network, single, "mse", np.array([-20.0]), None).a[last][0, 0]
    assert a == pytest.approx(1.0 / (1.0 + np.exp(20.0)), rel=1e-6)


def test_a_network_that_cannot_be_computed_is_refused() -> None:
    network = plain("tanh", "sine")
    x, y = rows(network, 1)
    with pytest.raises(NetworkError, match="sine"):
        inspect_sample(network, parameters_of(network), "mse", x, y)
