"""The cost along −∇C, against difference quotients and against training."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.engine import chunks
from nndesigner.engine.descent_curve import DescentCurve, descent_curve, descent_curve_so_far
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import TOPOLOGIES, chain, frozen_in_part, parameters_of, plain, rows


def uneven(count: int) -> FloatArray:
    """Weights of rows: one counts not at all, the last the most."""
    return np.linspace(0.0, 2.5, count)


def initial_slope(found: DescentCurve) -> float:
    """The forward difference at 0, its error of first order taken out by the second point."""
    near, far = ((found.costs[place] - found.costs[0]) / found.rates[place] for place in (1, 2))
    return float(2.0 * near - far)


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("ridge", [0.0, 3.0])
@pytest.mark.parametrize("l1", [0.0, 2.0])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_slope_at_zero_is_that_of_the_curve(
    topology: str, ridge: float, l1: float, weighted: bool
) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    x, y = rows(network, 12)
    found = descent_curve(
        network, parameters_of(network), "cross_entropy", x, y,
        ridge=ridge, l1=l1, weights=uneven(12) if weighted else None, low=1e-6, high=2e-6, points=2,
    )  # fmt: skip
    assert found.rates[0] == 0.0
    assert found.slope == pytest.approx(initial_slope(found), rel=1e-5)
    assert found.slope < 0.0


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_every_cost_is_the_regularised_weighted_one(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    start = parameters_of(network)
    x, y = rows(network, 12)
    weights = uneven(12)
    found = descent_curve(network, start, "mse", x, y, ridge=0.5, l1=0.7, weights=weights, m=30, points=2)
    deviations = np.square(Evaluator(network, None, np.float64).outputs(start, x) - y).sum(axis=1)
    w = np.concatenate([
        array[connection.mask if connection.mask is not None else ...].ravel()
        for connection in network.connections
        for array in [start.weights[connection.id]]
    ])  # fmt: skip
    by_hand = 0.5 * weights @ deviations / 12 + 0.5 / 60 * w @ w + 0.7 / 30 * np.abs(w).sum()
    assert found.costs[0] == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_every_point_is_the_cost_after_one_step_of_training(topology: str) -> None:
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    start = parameters_of(network)
    x, y = rows(network, 12)
    evaluator, weights = Evaluator(network, "mse", np.float64), uneven(12)
    found = descent_curve(
        network, start, "mse", x, y, ridge=0.5, l1=0.7, weights=weights, low=0.01, high=10.0, points=4
    )
    for rate, cost in zip(found.rates, found.costs, strict=True):
        trainer = Trainer(
            network, start, x, y, cost="mse", batch_size=None, learning_rate=rate, ridge=0.5,
            dtype=np.float64, rules=Rules(l1=0.7), row_weights=weights,
        )  # fmt: skip
        trainer.step()
        _, value = evaluator.measure(trainer.parameters(), x, y, 0.5, l1=0.7, weights=weights)
        assert cost == pytest.approx(value.total, rel=1e-12)


def test_of_a_parabola_the_lowest_point_is_found() -> None:
    network = chain([1, 1], ["linear"])
    start = Parameters({network.connections[0].id: np.array([[3.0]])}, {network.layers[1].id: np.zeros(1)})
    x, y = np.array([[1.0], [-1.0]]), np.array([[1.0], [-1.0]])  # C = ½ (w − 1)², b = 0 is best
    found = descent_curve(network, start, "mse", x, y, low=0.01, high=100.0, points=41)
    assert found.slope == pytest.approx(-4.0)
    assert found.best_rate == pytest.approx(1.0)
    assert found.costs == pytest.approx(0.5 * np.square(2.0 - 2.0 * found.rates))


def test_frozen_parameters_stay_and_do_not_count() -> None:
    network, _, third = frozen_in_part()
    x, y = rows(network, 9)
    found = descent_curve(
        network, parameters_of(network), "mse", x, y, ridge=1.0, l1=1.0, low=1e-6, high=2e-6, points=2
    )
    assert found.slope == pytest.approx(initial_slope(found), rel=1e-5)
    assert network.layer(third).frozen


def test_a_batch_may_have_any_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("relu", "softmax")
    x, y = rows(network, 50)

    def curve() -> DescentCurve:
        return descent_curve(
            network, parameters_of(network), "softmax_cross_entropy", x, y,
            ridge=0.1, l1=0.2, weights=uneven(50), points=7,
        )  # fmt: skip

    whole = curve()
    monkeypatch.setattr(chunks, "_MOST", 16)
    parts = curve()
    np.testing.assert_allclose(parts.costs, whole.costs, rtol=1e-10)
    assert parts.slope == pytest.approx(whole.slope, rel=1e-12)


def test_the_regularisers_count_the_training_samples_where_they_are_more_than_the_batch() -> None:
    network = plain("tanh", "sigmoid")
    start = parameters_of(network)
    x, y = rows(network, 10)
    found = descent_curve(network, start, "mse", x, y, ridge=2.0, l1=3.0, m=500, points=2)
    _, value = Evaluator(network, "mse", np.float64).measure(start, x, y, 2.0, 500, l1=3.0)
    assert found.costs[0] == pytest.approx(value.total, rel=1e-12)


def test_it_can_be_followed_point_by_point() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 10)
    seen = list(descent_curve_so_far(network, parameters_of(network), "mse", x, y, points=5))
    assert [len(found.rates) for found in seen] == [1, 2, 3, 4, 5, 6]
    assert all(found.planned == 6 for found in seen)
    assert seen[0].best_rate == 0.0


def test_steps_so_long_that_numbers_overflow_are_not_the_best() -> None:
    network = plain("linear", "linear")
    x, y = rows(network, 10)
    found = descent_curve(network, parameters_of(network), "mse", x, y, low=1e-3, high=1e200, points=20)
    assert not np.isfinite(found.costs[-1])
    assert 0.0 < found.best_rate < 1e3


def test_a_minimum_inside_is_told_from_a_cost_that_still_falls() -> None:
    network = plain("tanh", "sigmoid")
    start = parameters_of(network)
    x, y = rows(network, 10)
    inside = descent_curve(network, start, "mse", x, y, low=1e-3, high=1e4, points=40)
    short = descent_curve(network, start, "mse", x, y, low=1e-6, high=1e-3, points=5)
    assert not inside.still_falls
    assert short.still_falls
    assert not inside.flat
    assert not short.flat


def test_without_a_gradient_the_curve_is_flat() -> None:
    network = plain("linear", "linear")
    start = parameters_of(network)
    x, _ = rows(network, 4)
    y = Evaluator(network, None, np.float64).outputs(start, x)
    found = descent_curve(network, start, "mse", x, y, points=5)
    assert found.slope == 0.0
    assert found.flat
    assert not found.still_falls


def test_a_range_that_makes_no_sense_is_refused() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 3)
    with pytest.raises(ValueError, match="points"):
        descent_curve(network, parameters_of(network), "mse", x, y, low=0.0)
