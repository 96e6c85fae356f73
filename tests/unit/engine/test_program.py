"""The compiled program: views, batches of any size, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Connection, Layer, Network, Override, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network
from nndesigner.errors import NetworkError
from tests.unit.engine.builders import (
    TOPOLOGIES,
    Builder,
    chain,
    masked,
    parameters_of,
    plain,
    rows,
    skipping,
)


def by_definition(network: Network, parameters: Parameters, x: FloatArray) -> dict[int, FloatArray]:
    """a of every layer, neuron by neuron as in eq. 10, for elementwise activations."""
    a: dict[int, FloatArray] = {}
    for layer in network.forward_order:
        if layer.role is Role.INPUT:
            a[layer.id] = x
            continue
        a[layer.id] = np.empty((len(x), layer.size))
        for j, neuron in enumerate(layer.neurons):
            z = np.full(len(x), parameters.biases[layer.id][j])
            for connection in network.incoming(layer.id):
                w = parameters.weights[connection.id][j]
                z += sum(w[k] * a[connection.source][:, k] for k in range(len(w)))
            out = np.empty((len(x), 1))
            ACTIVATIONS[layer.neuron_activation(neuron)].value(z[:, np.newaxis], out)
            a[layer.id][:, j] = out[:, 0]
    return a


def loaded(network: Network, cost: str = "mse", batch: int = 8) -> Program:
    program = compile_network(network, cost, batch, np.float64)
    program.load(parameters_of(network))
    return program


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_every_activation_is_the_sum_over_all_incoming_weights(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    x, _ = rows(network, 8)
    program = loaded(network)
    program.forward(x)
    expected = by_definition(network, parameters_of(network), x)
    for layer_id, a in expected.items():
        np.testing.assert_allclose(program.a[layer_id], a, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_a_smaller_batch_in_between_changes_nothing(topology: str) -> None:
    network = TOPOLOGIES[topology]("relu", "sigmoid")
    x, y = rows(network, 8)
    program, fresh = loaded(network), loaded(network)
    for count in (8, 3, 5, 8, 1):
        program.forward(x[:count])
        program.backward(y[:count])
    program.forward(x)
    program.backward(y)
    fresh.forward(x)
    fresh.backward(y)
    assert program.gradient.tobytes() == fresh.gradient.tobytes()
    assert all(np.array_equal(program.delta[key], delta) for key, delta in fresh.delta.items())


def test_the_gradient_is_the_mean_over_the_rows_and_delta_is_of_each_row() -> None:
    network = skipping("tanh", "softmax")
    x, y = rows(network, 5)
    program, single = loaded(network, "softmax_cross_entropy"), loaded(network, "softmax_cross_entropy")
    program.forward(x)
    program.backward(y)
    total = np.zeros_like(program.gradient)
    for row in range(5):
        single.forward(x[row : row + 1])
        single.backward(y[row : row + 1])
        total += single.gradient
        for key, delta in single.delta.items():
            np.testing.assert_allclose(program.delta[key][row], delta[0], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(program.gradient, total / 5.0, rtol=1e-10, atol=1e-14)


def test_the_gradient_is_delta_times_activation() -> None:
    network = plain("sigmoid", "sigmoid")
    x, y = rows(network, 4)
    program = loaded(network)
    program.forward(x)
    program.backward(y)
    for connection in network.connections:
        expected = np.einsum("nj,nk->jk", program.delta[connection.target], program.a[connection.source]) / 4
        np.testing.assert_allclose(program.weight_gradients[connection.id], expected, rtol=1e-12)
    for layer_id, gradient in program.bias_gradients.items():
        np.testing.assert_allclose(gradient, program.delta[layer_id].mean(axis=0), rtol=1e-12)


def test_every_parameter_has_one_place_in_the_flat_vector() -> None:
    for topology in TOPOLOGIES.values():
        program = compile_network(topology("tanh", "sigmoid"), "mse", 3)
        views = [*program.weights.values(), *program.biases.values()]
        assert sum(view.size for view in views) == program.parameters.size == program.layout.size
        for number, view in enumerate(views, start=1):
            assert np.shares_memory(view, program.parameters)
            view[...] = number
        counts = np.bincount(program.parameters.astype(int), minlength=len(views) + 1)
        assert counts.tolist() == [0, *(view.size for view in views)]
        weights = sum(view.size for view in program.weights.values())
        assert program.weight_count == weights


def test_a_snapshot_is_a_read_only_copy_of_what_was_loaded() -> None:
    network = masked("tanh", "sigmoid")
    program = loaded(network)
    snapshot = program.snapshot()
    assert snapshot.equals(parameters_of(network))
    program.parameters.fill(0.0)
    assert snapshot.equals(parameters_of(network))
    with pytest.raises(ValueError, match="read-only"):
        snapshot.biases[network.layers[1].id][0] = 1.0


def test_removed_weights_are_zero_even_if_the_parameters_say_otherwise() -> None:
    network = masked("tanh", "sigmoid")
    full = {c.id: np.ones(c.mask.shape) for c in network.connections if c.mask is not None}
    program = compile_network(network, "mse", 2, np.float64)
    program.load(Parameters(full, parameters_of(network).biases))
    for connection in network.connections:
        assert connection.mask is not None
        assert np.array_equal(program.weights[connection.id] != 0.0, connection.mask)


def test_parameters_that_do_not_fit_are_refused() -> None:
    network = plain("tanh", "sigmoid")
    program = compile_network(network, "mse", 2)
    with pytest.raises(NetworkError, match="do not fit"):
        program.load(parameters_of(chain([3, 4, 3], ["tanh", "sigmoid"])))


def test_the_penalty_counts_weights_and_not_biases() -> None:
    network = chain([2, 1], ["sigmoid"])
    program = compile_network(network, "mse", 1, np.float64)
    key = network.connections[0].id, network.layers[1].id
    program.load(Parameters({key[0]: np.array([[3.0, -4.0]])}, {key[1]: np.array([100.0])}))
    assert program.penalty(0.5, 10) == 0.5 / 20.0 * 25.0
    assert program.penalty(0.0, 10) == 0.0


def test_a_program_without_a_cost_runs_forward_only() -> None:
    network = plain("tanh", "relu")
    program = compile_network(network, None, 4, np.float64)
    program.load(parameters_of(network))
    x, y = rows(network, 4)
    assert program.forward(x).shape == (4, 3)
    with pytest.raises(ValueError, match="forward only"):
        program.backward(y)


def test_more_rows_than_planned_are_refused() -> None:
    program = loaded(plain("tanh", "sigmoid"), batch=4)
    with pytest.raises(ValueError, match="5 rows"):
        program.forward(np.zeros((5, 3)))


def refusal(network: Network, cost: str | None = "mse") -> str:
    with pytest.raises(NetworkError) as caught:
        compile_network(network, cost, 4)
    assert caught.value.remedy
    return str(caught.value)


def test_networks_that_cannot_be_computed_are_refused_with_a_remedy() -> None:
    network = plain("tanh", "sigmoid")
    first, second, third, last = network.layers
    without_input = replace(network, layers=network.layers[1:], connections=network.connections[1:])
    assert "exactly one input layer" in refusal(without_input)
    assert "exactly one output layer" in refusal(Network(network.layers[:-1], network.connections[:-1], 99))
    backwards = Connection(90, third.id, second.id)
    assert "cycle" in refusal(replace(network, connections=(*network.connections, backwards)))
    twice = Connection(91, first.id, second.id)
    assert "same two layers" in refusal(replace(network, connections=(*network.connections, twice)))
    into_input = Connection(92, second.id, first.id)
    alone = replace(network, connections=(into_input,))
    assert "into the input layer" in refusal(alone)
    beyond = Connection(93, last.id, second.id)
    assert "out of the output layer" in refusal(replace(network, connections=(beyond,)))
    empty = Layer(94, "hollow", Role.HIDDEN, "tanh", ())
    assert refusal(replace(network, layers=(*network.layers, empty))).startswith("hollow: ")
    assert "no activation “sine”" in refusal(chain([2, 1], ["sine"]))
    assert "no cost “hope”" in refusal(network, "hope")


def test_a_cost_that_does_not_suit_the_outputs_is_refused() -> None:
    assert "ReLU does not" in refusal(plain("tanh", "relu"), "cross_entropy")
    assert "needs softmax" in refusal(plain("tanh", "sigmoid"), "softmax_cross_entropy")
    builder = Builder()
    first = builder.layer(2, role=Role.INPUT)
    last = builder.layer(3, "sigmoid", Role.OUTPUT, overrides={1: Override(activation="tanh")})
    builder.connect(first, last)
    assert "Tanh does not" in refusal(builder.network(), "cross_entropy")
