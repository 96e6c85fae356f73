"""What broke first, and the numbers that say why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine.broken import Kind, broken_pass
from nndesigner.engine.divergence import Diagnosis, diagnose
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import chain, parameters_of, rows

MANY = 500


@pytest.fixture
def network() -> Network:
    return chain([3, 4, 5, 2], ["relu", "relu", "linear"])


def single(network: Network) -> Parameters:
    parameters = parameters_of(network)
    return Parameters(
        {key: w.astype(np.float32) for key, w in parameters.weights.items()},
        {key: b.astype(np.float32) for key, b in parameters.biases.items()},
    )


def data(network: Network, count: int = 40) -> tuple[FloatArray, FloatArray]:
    x, y = rows(network, count)
    return x.astype(np.float32), y.astype(np.float32)


def diagnosed(
    network: Network, x: FloatArray, y: FloatArray, start: Parameters | None = None, **options: Any
) -> Diagnosis:
    begun = start or single(network)
    steps = options.pop("steps", MANY)
    halted = options.pop("halted", lambda: False)
    settings: dict[str, Any] = {"cost": "mse", "batch_size": 10, "learning_rate": 0.01, **options}
    trainer = Trainer(network, begun, x, y, **settings)
    return diagnose(trainer, x, y, cost=settings["cost"], start=begun, steps=steps, halted=halted)


def place(diagnosis: Diagnosis) -> tuple[Kind, int, int]:
    assert diagnosis.broken is not None
    return diagnosis.broken.kind, diagnosis.broken.layer, diagnosis.broken.neuron


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_row_and_the_column_of_an_input_that_is_no_number_are_named(network: Network, bad: float) -> None:
    x, y = data(network)
    x[17, 2] = bad
    found = diagnosed(network, x, y)
    first = network.layers[0]
    assert place(found) == (Kind.INPUT, first.id, first.neurons[2])
    assert found.broken is not None
    assert (found.broken.row, found.broken.column) == (17, 2)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_the_row_of_a_desired_output_that_is_no_number_is_named(network: Network, bad: float) -> None:
    x, y = data(network)
    y[3, 1] = bad
    found = diagnosed(network, x, y)
    assert place(found) == (Kind.TARGET, network.layers[-1].id, network.layers[-1].neurons[1])
    assert found.broken is not None
    assert (found.broken.row, found.broken.column) == (3, 1)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_neuron_with_a_bad_weight_before_training_is_named(network: Network, bad: float) -> None:
    parameters = single(network)
    parameters.weights[network.connections[1].id][3, 2] = bad
    found = diagnosed(network, *data(network), parameters)
    assert place(found) == (Kind.PARAMETERS, network.layers[2].id, network.layers[2].neurons[3])


def test_the_neuron_with_a_bad_bias_before_training_is_named(network: Network) -> None:
    parameters = single(network)
    parameters.biases[network.layers[1].id][2] = np.nan
    found = diagnosed(network, *data(network), parameters)
    assert place(found) == (Kind.PARAMETERS, network.layers[1].id, network.layers[1].neurons[2])


def test_a_finite_weight_that_overflows_its_sum_is_found_in_the_precision_of_training(
    network: Network,
) -> None:
    parameters = single(network)
    parameters.weights[network.connections[0].id][1] = 3e38
    x, y = np.ones((2, 3), np.float32), np.zeros((2, 2), np.float32)
    found = diagnosed(network, x, y, parameters)
    assert place(found) == (Kind.FORWARD, network.layers[1].id, network.layers[1].neurons[1])
    exact = Parameters(
        {key: w.astype(np.float64) for key, w in parameters.weights.items()},
        {key: b.astype(np.float64) for key, b in parameters.biases.items()},
    )
    assert broken_pass(network, exact, "mse", x.astype(np.float64), y.astype(np.float64)) is None


def test_finite_numbers_are_not_broken(network: Network) -> None:
    assert broken_pass(network, single(network), "mse", *data(network)) is None
    found = diagnosed(network, *data(network), steps=8)
    assert found.broken is None
    assert found.measured.steps == 8


def test_the_step_of_the_break_is_found_by_training_again(network: Network) -> None:
    x, y = data(network)
    found = diagnosed(network, x, y, learning_rate=30.0)
    by_hand = Trainer(network, single(network), x, y, cost="mse", batch_size=10, learning_rate=30.0)
    before = by_hand.parameters()
    while by_hand.finite():
        before = by_hand.parameters()
        by_hand.step()
    assert found.measured.steps == by_hand.steps
    assert found.broken == (broken_pass(network, before, "mse", x, y) or found.broken)
    assert found.measured.cost_after > 1e3 * found.measured.cost_before


def test_a_squared_error_that_overflows_is_a_matter_of_the_cost_alone() -> None:
    network = chain([1, 1], ["linear"])
    start = Parameters(
        {network.connections[0].id: np.full((1, 1), 1e25, np.float32)},
        {network.layers[1].id: np.zeros(1, np.float32)},
    )
    x, y = np.array([[1.0], [3.0]], np.float32), np.zeros((2, 1), np.float32)
    found = diagnosed(network, x, y, start, steps=0)
    assert place(found)[0] is Kind.COST
    assert found.broken is not None
    assert found.broken.row == 1
    assert found.broken.size == pytest.approx(3e25)


def test_a_gradient_that_overflows_is_told_apart_from_the_passes() -> None:
    """δ of both layers is finite; δ a of the second is 1e20 · 1e20."""
    network = chain([1, 1, 1], ["linear", "linear"])
    first, second = network.connections
    start = Parameters(
        {first.id: np.full((1, 1), 1e20, np.float32), second.id: np.full((1, 1), 1.0, np.float32)},
        {layer.id: np.zeros(1, np.float32) for layer in network.layers[1:]},
    )
    x, y = np.ones((1, 1), np.float32), np.zeros((1, 1), np.float32)
    found = diagnosed(network, x, y, start, batch_size=1, learning_rate=1.0)
    assert place(found) == (Kind.STEP, network.layers[2].id, network.layers[2].neurons[0])


def test_an_error_that_overflows_on_its_way_back_is_named_where_it_does() -> None:
    """δ of the output is 1e20, times the weight 1e20 it is infinite one layer before."""
    network = chain([1, 1, 1], ["linear", "linear"])
    first, second = network.connections
    start = Parameters(
        {first.id: np.full((1, 1), 1.0, np.float32), second.id: np.full((1, 1), 1e20, np.float32)},
        {layer.id: np.zeros(1, np.float32) for layer in network.layers[1:]},
    )
    x, y = np.ones((1, 1), np.float32), np.zeros((1, 1), np.float32)
    found = diagnosed(network, x, y, start, batch_size=1, learning_rate=1.0)
    assert place(found) == (Kind.BACKWARD, network.layers[1].id, network.layers[1].neurons[0])


@pytest.mark.parametrize(
    ("rules", "factor"),
    [
        (Rules(), 2.0),
        (Rules(optimizer="momentum", momentum=0.5), 3.0),
        (Rules(optimizer="nesterov", momentum=0.5), 1.5),
    ],
)
def test_the_limit_of_a_bowl_is_where_full_batch_descent_turns_from_falling_to_rising(
    rules: Rules, factor: float
) -> None:
    """One linear neuron with mean squared error: the curvature is the largest eigenvalue of mean(x xᵀ)."""
    network = chain([2, 1], ["linear"])
    x = np.random.default_rng(2).standard_normal((50, 2))
    y = x @ np.array([[1.0], [-2.0]])
    ones = np.hstack([x, np.ones((50, 1))])
    limit = factor / float(np.linalg.eigvalsh(ones.T @ ones / 50)[-1])
    found = diagnosed(
        network, x, y, parameters_of(network), dtype=np.float64, batch_size=None, steps=1, rules=rules
    )
    assert found.measured.limit == pytest.approx(limit, rel=0.03)

    def cost_after(rate: float) -> float:
        options: dict[str, Any] = {"cost": "mse", "batch_size": None, "dtype": np.float64, "rules": rules}
        trainer = Trainer(network, parameters_of(network), x, y, learning_rate=rate, **options)
        for _ in range(400):
            trainer.step()
        w = trainer.parameters().weights[network.connections[0].id]
        return float(np.abs(w - [[1.0, -2.0]]).max())

    assert cost_after(0.97 * limit) < 1e-2
    assert cost_after(1.03 * limit) > 1e2


def test_costs_of_straight_lines_and_adaptive_steps_have_no_limit_of_this_kind(network: Network) -> None:
    x, y = data(network)
    assert diagnosed(network, x, y, steps=1, cost="mae").measured.limit is None
    assert diagnosed(network, x, y, steps=1, rules=Rules(optimizer="adam")).measured.limit is None
    assert diagnosed(network, x, y, steps=1, cost="huber").measured.limit is not None


def test_the_numbers_are_those_of_the_data_and_of_the_first_step(network: Network) -> None:
    x, y = data(network)
    x[5, 1], y[7, 0] = -1234.0, 99.0
    measured = diagnosed(network, x, y, steps=1, learning_rate=0.25, ridge=8.0, batch_size=None).measured
    assert (measured.input, measured.input_column, measured.target) == (1234.0, 1, 99.0)
    assert measured.rate == 0.25
    assert measured.decay == pytest.approx(0.25 * 8.0 / 40)
    before = single(network)
    trainer = Trainer(network, before, x, y, cost="mse", batch_size=None, learning_rate=0.25, ridge=8.0)
    trainer.step()
    flat = [
        np.concatenate([a.ravel() for a in (*p.weights.values(), *p.biases.values())]).astype(float)
        for p in (before, trainer.parameters())
    ]
    assert measured.ratio == pytest.approx(np.linalg.norm(flat[1] - flat[0]) / np.linalg.norm(flat[0]))


def test_the_search_ends_when_nobody_waits_for_it(network: Network) -> None:
    found = diagnosed(network, *data(network), learning_rate=30.0, halted=lambda: True)
    assert found.broken is None
    assert found.measured.steps == 0
