"""Which neuron stopped being finite first."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.engine.divergence import first_overflow
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import Parameters
from tests.unit.engine.builders import chain, parameters_of, rows


@pytest.fixture
def network() -> Network:
    return chain([3, 4, 5, 2], ["relu", "relu", "linear"])


def single(network: Network) -> Parameters:
    parameters = parameters_of(network)
    return Parameters(
        {key: w.astype(np.float32) for key, w in parameters.weights.items()},
        {key: b.astype(np.float32) for key, b in parameters.biases.items()},
    )


def test_finite_numbers_have_no_overflow(network: Network) -> None:
    assert first_overflow(network, single(network), rows(network, 4)[0]) is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_neuron_with_a_bad_weight_is_named(network: Network, bad: float) -> None:
    parameters = single(network)
    parameters.weights[network.connections[1].id][3, 2] = bad
    expected = network.layers[2].id, network.layers[2].neurons[3]
    assert first_overflow(network, parameters, rows(network, 4)[0]) == expected


def test_the_neuron_with_a_bad_bias_is_named(network: Network) -> None:
    parameters = single(network)
    parameters.biases[network.layers[1].id][2] = np.nan
    expected = network.layers[1].id, network.layers[1].neurons[2]
    assert first_overflow(network, parameters, rows(network, 4)[0]) == expected


def test_a_finite_weight_that_overflows_its_sum_is_found_in_the_precision_of_training(
    network: Network,
) -> None:
    parameters = single(network)
    parameters.weights[network.connections[0].id][1] = 3e38
    x = np.ones((2, 3), np.float32)
    assert first_overflow(network, parameters, x) == (network.layers[1].id, network.layers[1].neurons[1])


def test_bad_data_is_found_at_its_input(network: Network) -> None:
    x = rows(network, 4)[0]
    x[2, 1] = np.nan
    expected = network.layers[0].id, network.layers[0].neurons[1]
    assert first_overflow(network, single(network), x) == expected
