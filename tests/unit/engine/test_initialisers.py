"""First weights: the right spread, and a stream of their own for every array."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from nndesigner.engine.initialisers import INITIALISERS, initial_biases, initial_weights, initialise
from nndesigner.engine.network import Network, Role
from nndesigner.engine.program import compile_network
from tests.unit.engine.builders import Builder, chain, masked, skipping

INPUTS, NEURONS = 400, 300
RECTIFIERS = ("relu", "leaky_relu", "elu", "gelu", "silu", "softplus")
OTHERS = ("step", "sigmoid", "tanh", "linear", "softmax")


def weights_of(name: str, activation: str = "sigmoid") -> np.ndarray:
    network = chain([INPUTS, NEURONS], [activation], initialiser=name)
    return np.asarray(initial_weights(network, network.connections[0], 1, np.float64))


def biases_of(name: str) -> np.ndarray:
    network = chain([2, 2000], ["sigmoid"], initialiser=name)
    return np.asarray(initial_biases(network.layers[1], 1, np.float64))


def test_the_registry_is_in_the_order_of_the_menus_and_explains_itself() -> None:
    assert list(INITIALISERS) == [
        "automatic",
        "nielsen",
        "normal",
        "he_normal",
        "he_uniform",
        "glorot_normal",
        "glorot_uniform",
        "lecun_normal",
        "lecun_uniform",
        "orthogonal",
        "constant",
        "zeros",
    ]
    assert all(known.label and known.description.endswith(".") for known in INITIALISERS.values())


@pytest.mark.parametrize(
    ("name", "activation", "deviation"),
    [
        *(("automatic", name, math.sqrt(2.0 / INPUTS)) for name in RECTIFIERS),
        ("automatic", "selu", math.sqrt(1.0 / INPUTS)),
        *(("automatic", name, math.sqrt(2.0 / (INPUTS + NEURONS))) for name in OTHERS),
        ("nielsen", "sigmoid", 1.0 / math.sqrt(INPUTS)),
        ("normal", "sigmoid", 1.0),
        ("he_normal", "sigmoid", math.sqrt(2.0 / INPUTS)),
        ("he_uniform", "sigmoid", math.sqrt(2.0 / INPUTS)),
        ("glorot_normal", "relu", math.sqrt(2.0 / (INPUTS + NEURONS))),
        ("glorot_uniform", "relu", math.sqrt(2.0 / (INPUTS + NEURONS))),
        ("lecun_normal", "relu", math.sqrt(1.0 / INPUTS)),
        ("lecun_uniform", "relu", math.sqrt(1.0 / INPUTS)),
    ],
)
def test_the_spread_is_that_of_the_literature(name: str, activation: str, deviation: float) -> None:
    w = weights_of(name, activation)
    assert w.std() == pytest.approx(deviation, rel=0.01)
    assert abs(w.mean()) < 0.01 * deviation
    if "uniform" in name:
        assert np.abs(w).max() <= math.sqrt(3.0) * deviation


def test_only_the_normal_ones_draw_biases() -> None:
    for name in INITIALISERS:
        expected = 1.0 if name in ("nielsen", "normal") else 0.0
        assert biases_of(name).std() == pytest.approx(expected, abs=0.05)
    assert not weights_of("zeros").any()
    assert (weights_of("constant") == 0.1).all()


@pytest.mark.parametrize("name", [*RECTIFIERS, "selu", "tanh", "linear"])
def test_the_suited_spread_carries_signals_and_errors_through_eight_layers(name: str) -> None:
    """z of the last layer and the error of the first are between a hundredth and ten times what they were."""
    network = chain([200] * 9, [name] * 8, initialiser="automatic")
    program = compile_network(network, "mse", 40, np.float64)
    program.load(initialise(network, 4, np.float64))
    random = np.random.default_rng(0)
    program.forward(random.standard_normal((40, 200)))
    program.backward(random.standard_normal((40, 200)))
    first, last = network.layers[1].id, network.layers[-1].id
    assert 0.1 < program.z[last].std() / program.z[first].std() < 10.0
    assert 0.01 < program.delta[first].std() / program.delta[last].std() < 10.0


SHAPES = [(7, 5), (5, 7), (6, 6), (1, 4)]
"""(inputs, neurons)."""


def orthogonal(inputs: int, neurons: int, seeds: int) -> np.ndarray:
    network = chain([inputs, neurons], ["tanh"], initialiser="orthogonal")
    connection = network.connections[0]
    return np.stack([initial_weights(network, connection, seed, np.float64) for seed in range(seeds)])


@pytest.mark.parametrize(("inputs", "neurons"), SHAPES)
def test_orthogonal_weights_have_orthonormal_rows_or_columns(inputs: int, neurons: int) -> None:
    for w in orthogonal(inputs, neurons, 5):
        assert w.shape == (neurons, inputs)
        short = w @ w.T if neurons <= inputs else w.T @ w
        np.testing.assert_allclose(short, np.eye(min(inputs, neurons)), atol=1e-14)


@pytest.mark.parametrize(("inputs", "neurons"), SHAPES)
def test_no_orthogonal_matrix_is_likelier_than_others(inputs: int, neurons: int) -> None:
    drawn = orthogonal(inputs, neurons, 400)
    spread = math.sqrt(1.0 / max(inputs, neurons) / 400)
    assert np.abs(drawn.mean(axis=0)).max() < 5.0 * spread  # uncorrected the diagonal would be negative
    assert drawn.var() == pytest.approx(1.0 / max(inputs, neurons), rel=0.02)


@pytest.mark.parity
@pytest.mark.parametrize(("inputs", "neurons"), SHAPES)
def test_orthogonal_weights_are_spread_as_those_of_pytorch(inputs: int, neurons: int) -> None:
    torch: Any = pytest.importorskip("torch")
    generator = torch.Generator().manual_seed(0)
    empty = [torch.empty(neurons, inputs) for _ in range(400)]
    theirs = np.stack([torch.nn.init.orthogonal_(w, generator=generator).numpy() for w in empty])
    mine = orthogonal(inputs, neurons, 400)
    assert mine.var() == pytest.approx(theirs.var(), rel=0.02)
    assert np.abs(mine[:, 0, 0]).mean() == pytest.approx(np.abs(theirs[:, 0, 0]).mean(), rel=0.15)


@pytest.mark.parametrize("name", INITIALISERS)
def test_every_initialiser_draws_the_same_from_the_same_seed(name: str) -> None:
    assert np.array_equal(weights_of(name), weights_of(name))


def test_a_layer_with_two_connections_counts_the_inputs_of_both() -> None:
    builder = Builder()
    first = builder.layer(300, role=Role.INPUT)
    second = builder.layer(100, "tanh", initialiser="nielsen")
    last = builder.layer(200, "tanh", Role.OUTPUT, initialiser="nielsen")
    builder.connect(first, second)
    builder.connect(first, last)
    network = Network(builder.network().layers, builder.network().connections, 9999)
    joined = builder.connect(second, last)
    network = builder.network()
    w = initial_weights(network, network.connection(joined), 1, np.float64)
    assert w.std() == pytest.approx(1.0 / math.sqrt(400.0), rel=0.02)


def test_each_array_depends_on_the_seed_and_its_own_id_only() -> None:
    small = chain([3, 4, 2], ["tanh", "sigmoid"])
    parameters = initialise(small, 7)
    again, other = initialise(small, 7), initialise(small, 8)
    assert parameters.equals(again)
    assert all(not np.array_equal(w, other.weights[key]) for key, w in parameters.weights.items())
    first, second = parameters.weights.values()
    assert not np.array_equal(first.ravel()[:8], second.ravel()[:8])
    alone = Network(small.layers, small.connections[1:], small.next_id)
    assert np.array_equal(initialise(alone, 7).weights[small.connections[1].id], second)


def test_single_precision_is_the_rounded_double() -> None:
    network = skipping("tanh", "sigmoid")
    single, double = initialise(network, 3), initialise(network, 3, "float64")
    for key, w in single.weights.items():
        assert w.dtype == np.float32
        assert np.array_equal(w, double.weights[key].astype(np.float32))


def test_removed_weights_begin_at_zero_and_all_arrays_are_read_only() -> None:
    network = masked("tanh", "sigmoid")
    parameters = initialise(network, 3)
    for connection in network.connections:
        assert connection.mask is not None
        w = parameters.weights[connection.id]
        assert np.array_equal(w != 0.0, connection.mask)
        assert not w.flags.writeable
    assert not any(b.flags.writeable for b in parameters.biases.values())
    assert set(parameters.biases) == {layer.id for layer in network.layers[1:]}
