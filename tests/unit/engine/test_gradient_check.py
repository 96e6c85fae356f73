"""The gradient check parameter by parameter, against autograd and brute force, and where it must skip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.gradient_check import GradientChecking, check_gradients
from nndesigner.engine.network import Network
from nndesigner.engine.parameter_check import ParameterCheck, Place, check_parameter
from nndesigner.engine.parameters import FloatArray, Parameters
from tests.unit.engine.builders import TOPOLOGIES, chain, masked, parameters_of, plain, rows
from tests.unit.engine.twin import Twin, gradient_of, there

H = 1e-5
TERMS: dict[str, Any] = {"ridge": 0.7, "l1": 0.3}
OUTPUTS = {
    name: next(output for output in ("softmax", "sigmoid", "linear", "step") if not cost.refusal(output))
    for name, cost in COSTS.items()
}


def shifted(parameters: Parameters, place: Place, by: float) -> Parameters:
    weights = {key: w.copy() for key, w in parameters.weights.items()}
    biases = {key: b.copy() for key, b in parameters.biases.items()}
    if place.k is None:
        biases[place.id][place.j] += by
    else:
        weights[place.id][place.j, place.k] += by
    return Parameters(weights, biases)


def brute(
    network: Network, parameters: Parameters, cost: str, x: FloatArray, y: FloatArray, place: Place
) -> float:
    """The central difference with all terms, by the evaluator on changed copies of the parameters."""
    evaluator, count = Evaluator(network, cost, np.float64), np.linspace(0.0, 2.0, len(x))
    costs = [
        evaluator.measure(
            shifted(parameters, place, by), x, y, TERMS["ridge"], 50, l1=TERMS["l1"], weights=count
        )[1].total
        for by in (H, -H)
    ]
    return (costs[0] - costs[1]) / (2.0 * H)


def places(network: Network) -> list[Place]:
    found = []
    for connection in network.connections:
        target, source = network.layer(connection.target), network.layer(connection.source)
        found += [
            Place(connection.id, j, k)
            for j in range(target.size)
            for k in range(source.size)
            if connection.mask is None or connection.mask[j, k]
        ]
        found += [Place(target.id, j, None) for j in range(target.size)]
    return list(dict.fromkeys(found))


def at(arrays: Parameters, place: Place) -> float:
    if place.k is None:
        return float(arrays.biases[place.id][place.j])
    return float(arrays.weights[place.id][place.j, place.k])


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_every_difference_is_that_of_the_whole_cost(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    parameters, (x, y) = parameters_of(network), rows(network, 6)
    counts = np.linspace(0.0, 2.0, 6)
    found = check_gradients(network, parameters, "cross_entropy", x, y, m=50, weights=counts, **TERMS)
    for place in places(network):
        expected = brute(network, parameters, "cross_entropy", x, y, place)
        assert at(found.comparison.difference, place) == pytest.approx(expected, rel=1e-7, abs=1e-9)
        error = at(found.comparison.relative_error, place)
        assert 0.0 <= error <= found.max_relative_error < 1e-6


@pytest.mark.parity
@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("weighted", [False, True])
def test_both_gradients_are_those_of_autograd(topology: str, weighted: bool) -> None:
    network = TOPOLOGIES[topology]("tanh", "softmax")
    parameters, (x, y) = parameters_of(network), rows(network, 6)
    counts = np.linspace(0.0, 2.0, 6) if weighted else None
    found = check_gradients(network, parameters, "softmax_cross_entropy", x, y, weights=counts, **TERMS)
    twin = Twin(network, parameters, "softmax_cross_entropy")
    twin.cost(x, y, row_weights=counts, **TERMS).backward()
    for connection in network.connections:
        theirs = gradient_of(twin.weights[connection.id])
        where = there(connection, theirs.shape)
        for mine, tolerance in ((found.comparison.backprop, 1e-12), (found.comparison.difference, 1e-8)):
            np.testing.assert_allclose(mine.weights[connection.id][where], theirs[where], atol=tolerance)
    for key, bias in twin.biases.items():
        for mine, tolerance in ((found.comparison.backprop, 1e-12), (found.comparison.difference, 1e-8)):
            np.testing.assert_allclose(mine.biases[key], gradient_of(bias), atol=tolerance)


@pytest.mark.parametrize("cost", COSTS)
def test_all_costs_agree_with_all_terms(cost: str) -> None:
    hidden = "tanh" if cost != "perceptron" else OUTPUTS[cost]
    network = chain([3, 4, 3], [hidden, OUTPUTS[cost]])
    x, y = rows(network, 6)
    counts = np.array([0.5, 2.0, 1.0, 0.0, 1.0, 3.0])
    found = check_gradients(network, parameters_of(network), cost, x, y, weights=counts, **TERMS)
    assert found.parameters_apart == 0
    assert found.max_relative_error < 1e-6
    assert found.parameters_checked > 0.9 * network.parameter_count


def test_one_parameter_is_found_as_among_all() -> None:
    network = plain("tanh", "sigmoid")
    parameters, (x, y) = parameters_of(network), rows(network, 5)
    counts = np.linspace(0.5, 1.5, 5)
    terms: dict[str, Any] = {"ridge": 0.2, "l1": 0.1, "m": 20, "weights": counts}
    whole = check_gradients(network, parameters, "mse", x, y, **terms)
    for place in (Place(network.connections[1].id, 2, 3), Place(network.layers[2].id, 4, None)):
        one = check_parameter(network, parameters, "mse", x, y, place, **terms)
        assert one.place == place
        assert one.backprop == at(whole.comparison.backprop, place)
        assert one.difference == at(whole.comparison.difference, place)
        assert one.relative_error == at(whole.comparison.relative_error, place)
        assert one.agrees
        assert one.digits is not None
        assert one.digits >= 7


def test_the_parameters_given_are_left_as_they_are_and_the_next_check_takes_the_new_ones() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 1)
    place = Place(network.connections[0].id, 1, 2)
    first, second = (
        check_parameter(network, parameters_of(network, seed), "mse", x, y, place) for seed in (1, 2)
    )
    assert first.backprop != second.backprop
    assert check_parameter(network, parameters_of(network, 1), "mse", x, y, place) == first


def test_a_check_can_be_watched_and_ended_early() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 4)
    checking = GradientChecking(network, parameters_of(network), "mse", x, y)
    assert checking.planned == network.parameter_count
    seen = [next(checking) for _ in range(10)]
    assert checking.done == 10
    early = checking.result()
    assert early.parameters_checked == 10
    assert early.max_relative_error == max(found.relative_error or 0.0 for found in seen)
    assert count(early.comparison.compared.weights) + count(early.comparison.compared.biases) == 10
    assert all(at(early.comparison.difference, found.place) == found.difference for found in seen)
    assert sum(1 for _ in checking) == checking.planned - 10
    whole = check_gradients(network, parameters_of(network), "mse", x, y)
    assert checking.result() == whole


def count(marks: Mapping[int, np.ndarray]) -> int:
    return sum(int(np.count_nonzero(array)) for array in marks.values())


def test_only_what_was_drawn_has_a_difference() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 4)
    found = check_gradients(network, parameters_of(network), "mse", x, y, limit=9, seed=2).comparison
    compared = [*found.compared.weights.values(), *found.compared.biases.values()]
    for arrays in (found.difference, found.relative_error):
        numbers = [*arrays.weights.values(), *arrays.biases.values()]
        for marks, array in zip(compared, numbers, strict=True):
            assert np.array_equal(np.isfinite(array), marks)
    assert sum(int(marks.sum()) for marks in compared) == 9


def test_a_removed_weight_is_no_parameter_but_its_slope_can_be_asked_for() -> None:
    network = masked("tanh", "sigmoid")
    x, y = rows(network, 4)
    connection = network.connections[0]
    assert connection.mask is not None
    found = check_gradients(network, parameters_of(network), "mse", x, y)
    assert not found.comparison.compared.weights[connection.id][~connection.mask].any()
    one = check_parameter(network, parameters_of(network), "mse", x, y, Place(connection.id, 0, 1))
    assert one.agrees
    assert one.backprop != 0.0


class TestKinks:
    def test_a_weight_at_zero_is_skipped_only_where_the_l1_term_has_its_kink(self) -> None:
        network = chain([2, 1], ["linear"])
        key, layer = network.connections[0].id, network.layers[1].id
        parameters = Parameters({key: np.array([[0.0, 0.4]])}, {layer: np.zeros(1)})
        x, y = np.array([[1.0, 2.0]]), np.array([[3.0]])
        plainly = check_gradients(network, parameters, "mse", x, y)
        assert plainly.parameters_skipped == 0
        kinked = check_gradients(network, parameters, "mse", x, y, l1=0.5)
        assert kinked.parameters_skipped == 1
        assert np.array_equal(kinked.comparison.skipped.weights[key], [[True, False]])
        assert np.isnan(kinked.comparison.difference.weights[key][0, 0])
        # (0.8 − 3) x, and λ₁ sgn w over one row.
        assert kinked.comparison.difference.weights[key][0, 1] == pytest.approx(-2.2 * 2.0 + 0.5)
        assert kinked.comparison.backprop.weights[key][0, 1] == pytest.approx(-2.2 * 2.0 + 0.5)

    def test_one_parameter_at_a_kink_says_so(self) -> None:
        network = chain([1, 1], ["relu"])
        key = network.connections[0].id
        zero = Parameters({key: np.zeros((1, 1))}, {network.layers[1].id: np.zeros(1)})
        one = check_parameter(network, zero, "mse", np.ones((1, 1)), np.ones((1, 1)), Place(key, 0, 0))
        assert (one.difference, one.relative_error, one.digits) == (None, None, None)
        assert not one.agrees


class TestAgreement:
    @pytest.mark.parametrize(
        ("backprop", "difference", "digits"),
        [(0.5, 0.5, 15), (0.0, 0.0, 15), (1.0, 1.00001, 5), (1.0, 2.0, 0), (1.0, -1.0, 0), (1.0, np.inf, 0)],
    )
    def test_digits_that_agree(self, backprop: float, difference: float, digits: int) -> None:
        assert ParameterCheck(Place(1, 0, 0), backprop, difference, 0.0).digits == digits

    def test_at_a_minimum_only_rounding_is_left_and_it_is_not_called_an_error(self) -> None:
        network = chain([1, 1], ["linear"])
        key, layer = network.connections[0].id, network.layers[1].id
        x = np.linspace(-1.0, 1.0, 7)[:, None]
        y = 0.3 * x + 0.2 + np.cos(9.0 * x)
        slope, start = np.polyfit(x[:, 0], y[:, 0], 1)
        best = Parameters({key: np.array([[slope]])}, {layer: np.array([start])})
        found = check_gradients(network, best, "mse", x, y)
        assert abs(at(found.comparison.backprop, Place(key, 0, 0))) < 1e-12
        assert found.parameters_apart == 0

    def test_a_wrong_gradient_is_counted_where_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sigmoid: Any = type(ACTIVATIONS["sigmoid"])
        right = sigmoid.derivative_calls
        monkeypatch.setattr(
            sigmoid,
            "derivative_calls",
            lambda self, z, a, out: [*right(self, z, a, out), lambda: np.multiply(out, 1.01, out)],
        )
        network = chain([3, 4, 2], ["sigmoid", "linear"])
        x, y = rows(network, 5)
        found = check_gradients(network, parameters_of(network), "mse", x, y)
        assert found.parameters_apart == 3 * 4 + 4
        assert found.worst is not None
        assert found.worst.id in (network.connections[0].id, network.layers[1].id)
