"""L-BFGS: to the minimum of convex problems, and never stuck with what it remembers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from nndesigner.engine import learning
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import chain, parameters_of, plain, rows
from tests.unit.engine.training import stepped, trainer

L_BFGS = Rules(optimizer="lbfgs")
ROWS, RIDGE = 60, 2.0


def trained(network: Network, steps: int, **changes: Any) -> Trainer:
    options: dict[str, Any] = {"learning_rate": 1.0, "dtype": np.float64, "rules": L_BFGS, **changes}
    return stepped(trainer(network, **options), steps)


def logistic() -> tuple[Network, FloatArray, FloatArray]:
    """One sigmoid neuron with cross-entropy and ridge: logistic regression, which is convex."""
    network = chain([4, 1], ["sigmoid"])
    x = np.random.default_rng(1).standard_normal((ROWS, 4))
    noise = np.random.default_rng(2).standard_normal(ROWS)
    y = (x @ [1.0, -2.0, 0.5, 0.0] + noise > 0.3).astype(np.float64)
    return network, x, y[:, np.newaxis]


def minimum(steps: int, **changes: Any) -> tuple[FloatArray, float]:
    """Weights and bias after so many steps, and what they cost."""
    network, x, y = logistic()
    options: dict[str, Any] = {"learning_rate": 1.0, "dtype": np.float64, "rules": L_BFGS, **changes}
    made = Trainer(
        network, parameters_of(network), x, y, cost="cross_entropy", batch_size=None, ridge=RIDGE, **options
    )
    found = stepped(made, steps).parameters()
    cost = Evaluator(network, "cross_entropy", np.float64).cost(found, x, y, RIDGE).total
    return np.append(found.weights[network.connections[0].id], found.biases[network.layers[1].id]), cost


def test_logistic_regression_reaches_the_minimum_that_scipy_finds() -> None:
    _, x, y = logistic()

    def cost_and_gradient(p: FloatArray) -> tuple[float, FloatArray]:
        z = x @ p[:4] + p[4]
        t = 2.0 * y[:, 0] - 1.0
        error = -t / (1.0 + np.exp(t * z)) / ROWS
        cost = np.logaddexp(0.0, -t * z).mean() + RIDGE / (2.0 * ROWS) * p[:4] @ p[:4]
        return float(cost), np.append(error @ x + RIDGE / ROWS * p[:4], error.sum())

    theirs = minimize(
        cost_and_gradient, np.zeros(5), jac=True, method="L-BFGS-B", options={"gtol": 1e-12, "ftol": 0.0}
    )
    found, cost = minimum(25)
    np.testing.assert_allclose(found, theirs.x, atol=1e-8)
    assert cost == pytest.approx(theirs.fun, rel=1e-13)


def test_logistic_regression_reaches_the_minimum_that_scikit_learn_finds() -> None:
    """Its C is 1/λ: it sums the costs where this one averages them."""
    _, x, y = logistic()
    theirs = LogisticRegression(C=1.0 / RIDGE, tol=1e-12, max_iter=1000).fit(x, y[:, 0])
    found, _ = minimum(25)
    np.testing.assert_allclose(found, np.append(theirs.coef_, theirs.intercept_), atol=1e-6)


def test_it_gets_there_in_far_fewer_steps_than_plain_descent() -> None:
    _, best = minimum(25)
    _, after_ten = minimum(10)
    _, descended = minimum(10, rules=Rules(), learning_rate=1.0)
    assert after_ten - best < 1e-6 < 1e-3 < descended - best


def test_every_step_with_a_line_search_lowers_the_cost() -> None:
    network = plain("tanh", "softmax")
    x, y = rows(network, 23)
    made = trained(network, 0, cost="softmax_cross_entropy")
    evaluator = Evaluator(network, "softmax_cross_entropy", np.float64)
    costs = []
    for _ in range(30):
        costs.append(evaluator.cost(made.parameters(), x, y, 0.1).total)
        made.step()
    assert all(later < earlier for earlier, later in pairwise(costs))


def test_what_led_nowhere_is_forgotten() -> None:
    """At a kink of the cost no step along the direction may be lower, while one along −g still is."""
    network = chain([3, 8, 8, 3], ["leaky_relu", "leaky_relu", "linear"])
    x, y = rows(network, 40, seed=4, classes=False)
    start = parameters_of(network, seed=4)
    made = Trainer(
        network,
        start,
        x,
        y,
        cost="mae",
        batch_size=None,
        learning_rate=1.0,
        dtype=np.float64,
        rules=L_BFGS,
    )
    rests = 0
    for _ in range(60):
        before = made.parameters()
        made.step()
        rests += made.parameters().equals(before)
    assert 0 < rests < 20


def test_a_batch_too_large_to_hold_is_the_sum_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("tanh", "sigmoid")
    weights = np.linspace(0.2, 2.0, 23)
    at_once = trained(network, 12, row_weights=weights).parameters()
    monkeypatch.setattr(learning, "_PART_BYTES", 1)
    monkeypatch.setattr(learning, "_FEWEST_ROWS", 7)
    in_parts = trained(network, 12, row_weights=weights).parameters()
    for key, w in at_once.weights.items():
        np.testing.assert_allclose(in_parts.weights[key], w, rtol=1e-9)


def test_it_takes_all_rows_whatever_the_batch_size() -> None:
    network = plain("tanh", "sigmoid")
    made = trained(network, 3, batch_size=5)
    assert (made.epoch, made.offset, made.samples) == (3, 0, 3 * 23)
    assert made.parameters().equals(trained(network, 3, batch_size=None).parameters())


def test_it_remembers_no_more_steps_than_it_may() -> None:
    network = plain("tanh", "sigmoid")
    memory = trained(network, 12, rules=Rules(optimizer="lbfgs", memory=4)).memory()
    assert memory.steps == 12
    assert sorted(memory.slots) == sorted(
        ["gradient", "move", *(f"{word} {n}" for word in ("step", "change") for n in range(4))]
    )


def test_at_a_minimum_it_stays() -> None:
    network = chain([1, 1], ["linear"])
    right = Parameters({network.connections[0].id: np.full((1, 1), 2.0)}, {network.layers[1].id: np.zeros(1)})
    x = np.array([[1.0], [2.0]])
    made = Trainer(
        network, right, x, 2.0 * x, cost="mse", batch_size=None, learning_rate=1.0, rules=L_BFGS, dtype=float
    )
    assert stepped(made, 3).parameters().equals(right)
