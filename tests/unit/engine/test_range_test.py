"""The learning-rate range test: what it records, when it ends, and what it suggests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.feed import order_of
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.range_test import RangeTest, range_test, range_test_so_far
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from nndesigner.errors import NetworkError
from tests.unit.engine.builders import chain, parameters_of, plain, rows

OPTIONS: dict[str, Any] = {"cost": "mse", "batch_size": 8, "ridge": 0.2, "seed": 4, "dtype": np.float64}


def teachable(count: int = 200) -> tuple[Network, FloatArray, FloatArray]:
    """Rows whose target is a smooth function of the inputs."""
    network = chain([3, 8, 1], ["tanh", "linear"], initialiser="automatic")
    x = np.random.default_rng(6).standard_normal((count, 3))
    return network, x, np.sin(x[:, :1]) + 0.5 * x[:, 1:2]


def test_each_step_is_that_of_training_with_a_growing_learning_rate() -> None:
    network = plain("tanh", "sigmoid")
    start = parameters_of(network)
    x, y = rows(network, 21)
    found = range_test(network, start, x, y, **OPTIONS, low=1e-3, high=0.1, steps=5)
    assert found.rates.tolist() == pytest.approx([1e-3, 10**-2.5, 1e-2, 10**-1.5, 1e-1])
    trainer = Trainer(network, start, x, y, **OPTIONS, learning_rate=1.0)
    evaluator = Evaluator(network, "mse", np.float64)
    # Batches of 8, 8 and 5 rows in one epoch, two of the next one's.
    for step, (epoch, offset) in enumerate([(0, 0), (0, 8), (0, 16), (1, 0), (1, 8)]):
        batch = order_of(4, epoch, 21)[offset : offset + 8]
        cost = evaluator.cost(trainer.parameters(), x[batch], y[batch], 0.2, 21).total
        assert found.costs[step] == pytest.approx(cost, rel=1e-12)
        trainer.learning_rate = float(found.rates[step])
        trainer.step()


@pytest.mark.parametrize("optimizer", ["sgd", "adamw"])
def test_the_costs_are_the_ones_minimised_with_l1_and_row_weights(optimizer: str) -> None:
    network, x, y = teachable(8)
    start, weights = parameters_of(network), np.linspace(0.0, 2.0, 8)
    options = {**OPTIONS, "rules": Rules(optimizer=optimizer, l1=0.5), "row_weights": weights}
    found = range_test(network, start, x, y, **options, low=0.01, high=0.1, steps=2)
    trainer = Trainer(network, start, x, y, **options, learning_rate=0.01)
    trainer.step()
    evaluator = Evaluator(network, "mse", np.float64)
    for values, cost in ((start, found.starts[1]), (trainer.parameters(), found.costs[1])):
        squares, magnitudes = (
            sum(float(form(w).sum()) for w in values.weights.values()) for form in (np.square, np.abs)
        )
        data = 0.5 * float(weights @ np.square(evaluator.outputs(values, x) - y).sum(axis=1)) / 8
        assert cost == pytest.approx(data + 0.2 / 16 * squares + 0.5 / 8 * magnitudes, rel=1e-12)


def test_each_mini_batch_is_weighed_by_its_own_rows() -> None:
    network, x, y = teachable(21)
    start, weights = parameters_of(network), np.linspace(0.0, 2.0, 21)
    found = range_test(network, start, x, y, **OPTIONS, row_weights=weights, low=1e-3, high=0.1, steps=3)
    evaluator = Evaluator(network, "mse", np.float64)
    for step, offset in enumerate((0, 8, 16)):
        batch = order_of(4, 0, 21)[offset : offset + 8]
        _, value = evaluator.measure(start, x[batch], y[batch], 0.2, 21, weights=weights[batch])
        assert found.starts[step] == pytest.approx(value.total, rel=1e-12)


def test_a_ridge_that_only_shrinks_the_weights_is_no_part_of_the_costs() -> None:
    network, x, y = teachable()
    start, ridge = parameters_of(network), 40.0
    options = {**OPTIONS, "batch_size": None, "ridge": ridge, "rules": Rules(optimizer="adamw")}
    found = range_test(network, start, x, y, **options, cost_ridge=0.0, low=0.1, high=0.2, steps=2)
    trainer = Trainer(network, start, x, y, **options, learning_rate=0.1)
    trainer.step()
    evaluator = Evaluator(network, "mse", np.float64)
    assert found.costs[0] == pytest.approx(evaluator.cost(start, x, y).data, rel=1e-12)
    assert found.costs[1] == pytest.approx(evaluator.cost(trainer.parameters(), x, y).data, rel=1e-12)
    unshrunk = range_test(network, start, x, y, **{**options, "ridge": 0.0}, low=0.1, high=0.2, steps=2)
    assert found.costs[1] != pytest.approx(unshrunk.costs[1], rel=1e-3)


def test_the_parameters_given_stay_as_they_are() -> None:
    network, x, y = teachable()
    start = parameters_of(network)
    kept = {key: w.copy() for key, w in start.weights.items()}
    range_test(network, start, x, y, **OPTIONS, steps=30)
    assert all(np.array_equal(start.weights[key], w) for key, w in kept.items())


def test_the_suggestion_teaches_and_lies_below_where_the_cost_explodes() -> None:
    network, x, y = teachable()
    start = parameters_of(network)
    found = range_test(network, start, x, y, **{**OPTIONS, "ridge": 0.0})
    assert found.exploded
    assert len(found.rates) < found.planned
    assert found.suggestion is not None
    assert 1e-2 < found.suggestion < found.rates[-1] / 2
    trainer = Trainer(network, start, x, y, **{**OPTIONS, "ridge": 0.0}, learning_rate=found.suggestion)
    evaluator = Evaluator(network, "mse", np.float64)
    before = evaluator.cost(start, x, y).data
    for _ in range(100):
        trainer.step()
    assert evaluator.cost(trainer.parameters(), x, y).data < 0.3 * before


def test_where_nothing_is_learned_nothing_is_suggested() -> None:
    network, x, _ = teachable()
    chance = np.random.default_rng(8).standard_normal((len(x), 1))
    start = parameters_of(network, scale=0.0)
    for seed in range(20):
        options = {**OPTIONS, "seed": seed, "ridge": 0.0}
        found = range_test(network, start, x, chance, **options, low=1e-9, high=1e-6, steps=40)
        assert found.suggestion is None


@pytest.mark.parametrize("batch_size", [None, 200, 500])
def test_the_full_batch_can_be_tested_too(batch_size: int | None) -> None:
    network, x, y = teachable()
    start = parameters_of(network)
    found = range_test(network, start, x, y, **{**OPTIONS, "batch_size": batch_size, "ridge": 0.0})
    assert found.costs[0] == pytest.approx(Evaluator(network, "mse", np.float64).cost(start, x, y).data)
    assert found.suggestion is not None
    assert np.all(np.diff(found.costs[: int(np.argmin(found.costs))]) < 1e-9)


def test_another_optimiser_has_another_range() -> None:
    network, x, y = teachable()
    start, options = parameters_of(network), {**OPTIONS, "ridge": 0.0}
    rules = Rules(optimizer="adam", schedule="step", schedule_epochs=1, warmup=3.0)
    found = range_test(network, start, x, y, **options, rules=rules, steps=40)
    plain = range_test(network, start, x, y, **options, rules=Rules(optimizer="adam"), steps=40)
    assert np.array_equal(found.costs, plain.costs)  # neither schedule nor warm-up changes η
    assert not np.array_equal(found.costs, range_test(network, start, x, y, **options, steps=40).costs)


def test_an_optimiser_that_searches_for_its_steps_has_no_learning_rate() -> None:
    network, x, y = teachable()
    with pytest.raises(NetworkError, match="finds the length of its steps itself"):
        range_test(network, parameters_of(network), x, y, **OPTIONS, rules=Rules(optimizer="lbfgs"))
    paced = Rules(optimizer="lbfgs", line_search=False)
    found = range_test(network, parameters_of(network), x, y, **OPTIONS, rules=paced, steps=10)
    whole = Evaluator(network, "mse", np.float64).cost(parameters_of(network), x, y, 0.2)
    assert found.costs[0] == pytest.approx(whole.total)


def test_it_can_be_followed_step_by_step_and_left() -> None:
    network, x, y = teachable()
    so_far = range_test_so_far(network, parameters_of(network), x, y, **OPTIONS, steps=50)
    shown = [next(so_far) for _ in range(4)]
    assert [len(found.rates) for found in shown] == [1, 2, 3, 4]
    assert not any(found.finished for found in shown)
    assert shown[0].suggestion is None
    assert np.array_equal(shown[3].costs[:3], shown[2].costs)


def test_a_cost_that_is_no_number_ends_it() -> None:
    network = chain([2, 4, 1], ["linear", "linear"])
    x, y = rows(network, 40)
    options = {**OPTIONS, "dtype": np.float32, "batch_size": None}
    found = range_test(network, parameters_of(network), x * 1e3, y, **options, low=1e3, high=1e9, steps=60)
    assert found.exploded
    assert found.finished
    assert len(found.rates) < 10


def test_a_network_that_overflows_from_the_start_is_not_tested_at_all() -> None:
    network = chain([2, 4, 1], ["linear", "linear"])
    x, y = rows(network, 40)
    found = range_test(network, parameters_of(network), x * 1e300, y, **OPTIONS)
    assert len(found.rates) == 1
    assert found.exploded
    assert found.suggestion is None


def test_one_wild_cost_does_not_hide_the_fall_before_it() -> None:
    rates = np.geomspace(1e-4, 1.0, 60)
    costs = np.concatenate([np.full(20, 2.0), np.linspace(2.0, 0.5, 21), [1e30, np.inf]])
    found = RangeTest(rates[: len(costs)], costs, np.full(len(costs), 2.0), 60)
    assert found.exploded
    assert found.suggestion is not None
    assert rates[20] < found.suggestion < rates[41]
    assert np.isfinite(found.smoothed).all()


def test_smoothing_takes_out_what_makes_batches_differ_and_nothing_else() -> None:
    rates = np.geomspace(1e-4, 1.0, 40)
    differing = 1.0 + 0.5 * np.random.default_rng(1).random(40)
    level = RangeTest(rates, differing, differing, 40)
    assert level.smoothed == pytest.approx(differing.mean())
    assert level.suggestion is None
    falling = RangeTest(rates, differing - np.linspace(0.0, 0.8, 40), differing, 40)
    assert np.diff(falling.smoothed)[8:-8] == pytest.approx(-0.8 / 39)


def test_what_cannot_be_trained_is_refused() -> None:
    network = plain("step", "sigmoid")
    x, y = rows(network, 10)
    with pytest.raises(NetworkError, match="derivative 0"):
        range_test(network, parameters_of(network), x, y, **OPTIONS)
    with pytest.raises(ValueError, match="range"):
        range_test(network, parameters_of(network), x, y, **OPTIONS, low=1.0, high=0.1)
