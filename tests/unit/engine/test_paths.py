"""One derivative as a sum over paths (eq. 72–77), against backpropagation and against every path by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import isnan, prod

import numpy as np
import pytest

from nndesigner.engine.inspect import inspect_sample
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import Parameters, read_only
from nndesigner.engine.paths import Paths, bias_path_sum, path_sum
from nndesigner.errors import NetworkError
from tests.unit.engine.builders import TOPOLOGIES, Builder, chain, masked, parameters_of, plain, rows

LEGAL = [
    ("cross_entropy", "sigmoid"),
    ("mse", "tanh"),
    ("softmax_cross_entropy", "softmax"),
    ("mse", "softmax"),
]


def all_paths(network: Network, layer_id: int, neuron: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every path from a neuron to an output neuron, by plain recursion."""
    layer = network.layer(layer_id)
    if layer.role is Role.OUTPUT:
        yield ((layer_id, neuron),)
    for connection in network.outgoing(layer_id):
        target, k = network.layer(connection.target), layer.index_by_neuron[neuron]
        for j, receiver in enumerate(target.neurons):
            if connection.mask is None or connection.mask[j, k]:
                for rest in all_paths(network, target.id, receiver):
                    yield ((layer_id, neuron), *rest)


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize(("cost", "output"), LEGAL)
def test_the_sum_over_all_paths_is_the_gradient_of_backpropagation(
    topology: str, cost: str, output: str
) -> None:
    network = TOPOLOGIES[topology]("tanh", output)
    parameters = parameters_of(network)
    x, y = rows(network, 1)
    inspection = inspect_sample(network, parameters, cost, x, y)
    paths = Paths(inspection, parameters)
    for connection in network.connections:
        gradient = inspection.weight_gradient(connection.id)
        for j, k in np.ndindex(gradient.shape):
            if connection.mask is not None and not connection.mask[j, k]:
                continue
            found = paths.weight(connection.id, j, k)
            assert found.gradient == pytest.approx(gradient[j, k], rel=1e-12, abs=1e-15)
            assert sum(path.value for path in found.paths) == pytest.approx(found.gradient, abs=1e-14)
    for layer_id, delta in inspection.delta.items():
        for j, wanted in enumerate(delta[0]):
            assert paths.bias(layer_id, j).gradient == pytest.approx(wanted, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_the_paths_are_those_found_one_by_one(topology: str) -> None:
    network = TOPOLOGIES[topology]("sigmoid", "softmax")
    parameters = parameters_of(network)
    x, y = rows(network, 1)
    paths = Paths(inspect_sample(network, parameters, "softmax_cross_entropy", x, y), parameters)
    for connection in network.connections:
        target = network.layer(connection.target)
        for j, neuron in enumerate(target.neurons):
            if connection.mask is not None and not connection.mask[j, 0]:
                continue
            found = paths.weight(connection.id, j, 0)
            expected = list(all_paths(network, target.id, neuron))
            assert found.count == len(expected)
            assert sorted(path.neurons for path in found.paths) == sorted(expected)
            for path in found.paths:
                assert path.value == pytest.approx(prod(path.factors), rel=1e-14)
                assert len(path.factors) == 2 * len(path.neurons)
            sizes = [abs(path.value) for path in found.paths]
            assert sizes == sorted(sizes, reverse=True)


def test_the_factors_of_a_path_are_a_then_slopes_and_weights_then_the_error() -> None:
    network = chain([1, 1, 1], ["sigmoid", "sigmoid"])
    first, second = network.connections
    hidden, last = network.layers[1:]
    parameters = Parameters(
        {first.id: np.array([[2.0]]), second.id: np.array([[-3.0]])},
        {hidden.id: np.array([0.5]), last.id: np.array([0.25])},
    )
    x, y = np.array([0.4]), np.array([1.0])
    a = 1.0 / (1.0 + np.exp(-(2.0 * 0.4 + 0.5)))
    output = 1.0 / (1.0 + np.exp(-(-3.0 * a + 0.25)))
    (path,) = path_sum(network, parameters, "mse", x, y, first.id, 0, 0).paths
    # ∂C/∂a^L σ′(z^L) of the squared error at the end
    expected = [0.4, a * (1 - a), -3.0, (output - 1.0) * output * (1 - output)]
    assert path.factors == pytest.approx(expected, rel=1e-12)
    assert path.neurons == ((hidden.id, hidden.neurons[0]), (last.id, last.neurons[0]))
    bias = bias_path_sum(network, parameters, "cross_entropy", x, y, last.id, 0)
    assert bias.count == 1
    assert bias.paths[0].factors == pytest.approx([1.0, output - 1.0])  # σ′ has cancelled


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("most", [1, 4, 13])
def test_the_strongest_few_are_the_largest_of_all(topology: str, most: int) -> None:
    network = TOPOLOGIES[topology]("relu", "sigmoid")
    parameters = parameters_of(network, seed=9)
    x, y = rows(network, 1, seed=2)
    paths = Paths(inspect_sample(network, parameters, "mse", x, y), parameters)
    connection = network.connections[0]
    every = paths.weight(connection.id, 0, 0)
    few = paths.weight(connection.id, 0, 0, most)
    assert few.count == every.count
    assert few.gradient == every.gradient
    assert [path.value for path in few.paths] == [path.value for path in every.paths[:most]]


def test_astronomically_many_paths_are_counted_exactly_and_the_strongest_found_at_once() -> None:
    sizes = [2, *[40] * 20, 3]
    network = chain(sizes, ["tanh"] * 20 + ["sigmoid"])
    parameters = parameters_of(network, scale=0.3)
    x, y = rows(network, 1)
    found = path_sum(network, parameters, "mse", x[0], y[0], network.connections[0].id, 1, 1, most=20)
    assert found.count == 40**19 * 3
    assert len({path.neurons for path in found.paths}) == 20
    greedy = abs(found.paths[0].value)
    strongest = [path.neurons for path in found.paths]
    # No path that differs from the strongest one in a single neuron may be stronger and yet be missing.
    inspection = inspect_sample(network, parameters, "mse", x, y)
    best = found.paths[0].neurons
    for place in range(1, len(best) - 1):
        layer = network.layer(best[place][0])
        for neuron in layer.neurons:
            other = (*best[:place], (layer.id, neuron), *best[place + 1 :])
            value = abs(by_hand(network, parameters, inspection.z, inspection.delta, other, float(x[0, 1])))
            assert value <= greedy * (1 + 1e-12)
            assert value <= abs(found.paths[-1].value) * (1 + 1e-12) or other in strongest


def by_hand(network, parameters, z, delta, neurons, first) -> float:  # type: ignore[no-untyped-def]
    """The product along one path of tanh neurons."""
    value = first
    for (here, neuron), (to, receiver) in pairwise(neurons):
        k = network.layer(here).index_by_neuron[neuron]
        j = network.layer(to).index_by_neuron[receiver]
        value *= 1 - np.tanh(z[here][0, k]) ** 2
        value *= parameters.weights[network.between(here, to).id][j, k]
    last, neuron = neurons[-1]
    return float(value * delta[last][0, network.layer(last).index_by_neuron[neuron]])


def test_a_removed_weight_has_no_path_and_a_weight_of_zero_has_one() -> None:
    network = masked("tanh", "sigmoid")
    first, second = network.connections
    parameters = parameters_of(network)
    x, y = rows(network, 1)
    gone = path_sum(network, parameters, "mse", x[0], y[0], first.id, 0, 1)
    assert (gone.count, gone.gradient, gone.paths) == (0, 0.0, ())
    silent = Parameters(
        {first.id: parameters.weights[first.id], second.id: read_only(np.zeros((3, 4)))}, parameters.biases
    )
    found = path_sum(network, silent, "mse", x[0], y[0], first.id, 2, 0)
    assert found.count == 3
    assert [path.value for path in found.paths] == [0.0] * 3


def test_a_neuron_that_leads_nowhere_has_no_paths() -> None:
    builder = Builder()
    first = builder.layer(2, role=Role.INPUT)
    into_nothing = builder.layer(2, "tanh")
    last = builder.layer(1, "sigmoid", Role.OUTPUT)
    end = builder.connect(first, into_nothing)
    builder.connect(first, last)
    network = builder.network()
    x, y = rows(network, 1)
    found = path_sum(network, parameters_of(network), "mse", x[0], y[0], end, 0, 0)
    assert (found.count, found.gradient, found.paths) == (0, 0.0, ())


def test_numbers_that_overflow_raise_no_alarm() -> None:
    network = plain("linear", "linear")
    parameters = parameters_of(network)
    huge = Parameters({key: w * 1e200 for key, w in parameters.weights.items()}, parameters.biases)
    x, y = rows(network, 1)
    found = path_sum(network, huge, "mse", x[0], y[0], network.connections[0].id, 0, 0, most=3)
    assert isnan(found.gradient) or np.isinf(found.gradient)
    assert len(found.paths) == 3


def test_paths_need_a_cost_and_neurons_of_their_own() -> None:
    network = plain("tanh", "relu")
    x, y = rows(network, 1)
    with pytest.raises(NetworkError, match="no paths"):
        path_sum(
            network, parameters_of(network), "cross_entropy", x[0], y[0], network.connections[0].id, 0, 0
        )
    hidden = replace(network.layers[1], activation="softmax")
    mixed_up = replace(network, layers=(network.layers[0], hidden, *network.layers[2:]))
    with pytest.raises(NetworkError, match="single path"):
        path_sum(mixed_up, parameters_of(mixed_up), "mse", x[0], y[0], network.connections[0].id, 0, 0)
