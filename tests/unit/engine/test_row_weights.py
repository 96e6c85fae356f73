"""How much each row counts in the cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import parameters_of, plain, rows
from tests.unit.engine.training import ROWS, assert_close, stepped, trainer

EVERY = pytest.mark.parametrize("optimiser", OPTIMISERS)


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_a_row_that_counts_twice_is_a_row_that_is_there_twice(optimiser: str) -> None:
    """Up to the number of rows that sums are divided by, which scales cost and regulariser alike."""
    network = plain("tanh", "sigmoid")
    x, y = rows(network, ROWS)
    counts = np.ones(ROWS)
    counts[[3, 8, 9]] = 2.0
    twice = np.repeat(np.arange(ROWS), counts.astype(int))
    share = len(twice) / ROWS
    rules = Rules(optimizer=optimiser, epsilon=1e-12)
    scaled = optimiser not in ("rmsprop", "adam")  # whose steps do not depend on the scale of the cost

    def made(x: Any, y: Any, rate: float, row_weights: Any = None) -> Parameters:
        found = Trainer(
            network,
            parameters_of(network),
            x,
            y,
            cost="mse",
            batch_size=None,
            learning_rate=rate,
            ridge=0.3,
            dtype=np.float64,
            rules=rules,
            row_weights=row_weights,
        )
        return stepped(found, 6).parameters()

    weighted = made(x, y, 0.02, counts)
    repeated = made(x[twice], y[twice], 0.02 * share if scaled else 0.02)
    for key, w in repeated.weights.items():
        np.testing.assert_allclose(weighted.weights[key], w, rtol=1e-7)


@EVERY
def test_rows_that_count_alike_count_as_without_weights(optimiser: str) -> None:
    network = plain("tanh", "sigmoid")
    rules = Rules(optimizer=optimiser)
    options: dict[str, Any] = {"rules": rules, "dtype": np.float64, "learning_rate": 0.05}
    weighted = stepped(trainer(network, row_weights=np.ones(ROWS), **options), 12).parameters()
    assert_close(weighted, stepped(trainer(network, **options), 12).parameters())


def test_a_row_that_counts_nothing_teaches_nothing() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, ROWS)
    counts = np.ones(ROWS)
    counts[5] = 0.0
    other = y.copy()
    other[5] = 1.0 - other[5]

    def after(y: Any) -> Parameters:
        made = Trainer(
            network,
            parameters_of(network),
            x,
            y,
            cost="cross_entropy",
            batch_size=4,
            learning_rate=0.3,
            row_weights=counts,
        )
        return stepped(made, 12).parameters()

    assert after(y).equals(after(other))
