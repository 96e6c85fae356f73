"""The perceptron rule: its updates by hand and by scikit-learn, where it converges and where it cannot."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.feed import order_of
from nndesigner.engine.metrics import accuracy
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.trainer import Trainer
from tests.unit.engine.builders import chain

CORNERS = np.array(list(itertools.product([0.0, 1.0], repeat=2)))
GATES = {
    "and": np.array([0.0, 0.0, 0.0, 1.0]),
    "or": np.array([0.0, 1.0, 1.0, 1.0]),
    "nand": np.array([1.0, 1.0, 1.0, 0.0]),
}
XOR = np.array([0.0, 1.0, 1.0, 0.0])


def started(network: Network, w: FloatArray, b: FloatArray) -> Parameters:
    return Parameters({network.connections[0].id: w}, {network.layers[1].id: b})


def perceptron(
    x: FloatArray, y: FloatArray, w: FloatArray, b: FloatArray, learning_rate: float = 1.0
) -> Trainer:
    """A single layer that learns row by row; w of shape (n_out, n_in)."""
    network = chain([x.shape[1], y.shape[1]], ["step"])
    return Trainer(
        network,
        started(network, w, b),
        x,
        y,
        cost="perceptron",
        batch_size=1,
        learning_rate=learning_rate,
        dtype=np.float64,
    )


def weights_of(trainer: Trainer) -> tuple[FloatArray, FloatArray]:
    (w,), (b,) = trainer.parameters().weights.values(), trainer.parameters().biases.values()
    return w, b


def accuracy_of(trainer: Trainer, x: FloatArray, y: FloatArray) -> float:
    return accuracy(Evaluator(trainer.network, None, np.float64).outputs(trainer.parameters(), x), y)


def at_zero(x: FloatArray, y: FloatArray) -> Trainer:
    return perceptron(x, y, np.zeros((y.shape[1], x.shape[1])), np.zeros(y.shape[1]))


@pytest.mark.parametrize(
    ("y", "w_after", "b_after"),
    [
        (1.0, [0.5, -1.0], 0.25),  # z = 1.5 > 0, so a = 1: right, nothing changes
        (0.0, [0.5 - 0.1 * 2.0, -1.0 - 0.1 * -0.25], 0.25 - 0.1),  # a − y = 1
    ],
)
def test_one_step_is_the_update_worked_by_hand(y: float, w_after: list[float], b_after: float) -> None:
    made = perceptron(
        np.array([[2.0, -0.25]]),
        np.array([[y]]),
        np.array([[0.5, -1.0]]),
        np.array([0.25]),
        learning_rate=0.1,
    )
    made.step()
    w, b = weights_of(made)
    np.testing.assert_allclose(w, [w_after], rtol=1e-15)
    np.testing.assert_allclose(b, [b_after], rtol=1e-15)


def test_at_the_threshold_the_output_is_0_and_a_desired_1_pulls_it_up() -> None:
    """w · x + b = 0 is not above 0 (eq. 2)."""
    made = perceptron(np.array([[1.0, 1.0]]), np.array([[1.0]]), np.array([[2.0, 1.0]]), np.array([-3.0]))
    made.step()
    w, b = weights_of(made)
    assert (w.tolist(), b.tolist()) == ([[3.0, 2.0]], [-2.0])


@pytest.mark.parametrize("gate", GATES)
def test_gates_of_one_line_are_learned_exactly(gate: str) -> None:
    y = GATES[gate][:, np.newaxis]
    made = at_zero(CORNERS, y)
    for _ in range(4 * 20):
        made.step()
    assert accuracy_of(made, CORNERS, y) == 1.0


def test_exclusive_or_is_never_learned_and_never_taken_for_learned() -> None:
    y = XOR[:, np.newaxis]
    made = at_zero(CORNERS, y)
    best = 0.0
    for _ in range(4 * 200):
        made.step()
        best = max(best, accuracy_of(made, CORNERS, y))
    assert best == 0.75
    before = weights_of(made)
    for _ in range(4):
        made.step()
    after = weights_of(made)
    assert not np.array_equal(before[0], after[0]) or not np.array_equal(before[1], after[1])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_number_of_mistakes_keeps_within_novikoffs_bound(seed: int) -> None:
    """At most (R/γ)² from zero weights, with the bias as a weight of an input that is 1 (Novikoff 1962)."""
    random = np.random.default_rng(seed)
    x = random.uniform(-1.0, 1.0, (60, 3))
    line = random.standard_normal(4)
    margins = (x @ line[:3] + line[3]) / np.linalg.norm(line)
    kept = np.abs(margins) > 0.05
    x, margins = x[kept], margins[kept]
    y = (margins > 0.0).astype(float)[:, np.newaxis]
    radius = np.sqrt((x**2).sum(axis=1) + 1.0).max()
    bound = (radius / np.abs(margins).min()) ** 2
    made, mistakes, clean = at_zero(x, y), 0, 0
    while clean < 2 * len(x):
        assert mistakes <= bound
        before = made.parameters()
        made.step()
        same = before.equals(made.parameters())
        mistakes, clean = mistakes + (not same), clean + 1 if same else 0
    assert accuracy_of(made, x, y) == 1.0


@pytest.mark.parity
def test_ten_epochs_row_by_row_are_those_of_scikit_learn() -> None:
    linear_model = pytest.importorskip("sklearn.linear_model")
    random = np.random.default_rng(4)
    x = random.standard_normal((50, 4))
    y = (x @ np.array([1.0, -2.0, 0.5, 1.0]) + random.standard_normal(50) > 0.3).astype(float)
    theirs = linear_model.Perceptron(shuffle=False, eta0=0.5, max_iter=1, tol=None)
    made = perceptron(
        x, y[:, np.newaxis], random.standard_normal((1, 4)), random.standard_normal(1), learning_rate=0.5
    )
    for epoch in range(10):
        order = order_of(0, epoch, len(x))
        w, b = weights_of(made)
        theirs.fit(x[order], y[order], coef_init=w, intercept_init=b)
        for _ in range(len(x)):
            made.step()
        w, b = weights_of(made)
        np.testing.assert_allclose(w, theirs.coef_, atol=1e-12)
        np.testing.assert_allclose(b, theirs.intercept_, atol=1e-12)


def test_several_outputs_learn_side_by_side_as_each_would_alone() -> None:
    y = np.stack([GATES["and"], GATES["or"], GATES["nand"]], axis=1)
    together = at_zero(CORNERS, y)
    alone = [at_zero(CORNERS, y[:, [place]]) for place in range(3)]
    for made in (together, *alone):
        for _ in range(13):
            made.step()
    w, b = weights_of(together)
    np.testing.assert_array_equal(w, np.vstack([weights_of(made)[0] for made in alone]))
    np.testing.assert_array_equal(b, np.concatenate([weights_of(made)[1] for made in alone]))
