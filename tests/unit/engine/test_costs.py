"""Every cost: its value by its equation, stable at the ends, and its refusals."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.parameters import FloatArray

Z = np.array([[0.3, -1.2, 2.0], [-0.5, 0.1, 0.0]])
Y = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
LEGAL = [(cost, name) for cost in COSTS for name in ACTIVATIONS if COSTS[cost].refusal(name) is None]


def activated(name: str, z: FloatArray) -> FloatArray:
    a = np.empty_like(z)
    ACTIVATIONS[name].value(z, a)
    return a


def value(cost: str, name: str, z: FloatArray, y: FloatArray) -> float:
    return COSTS[cost].value(ACTIVATIONS[name], z, activated(name, z), y)


def error(cost: str, name: str, z: FloatArray, y: FloatArray) -> FloatArray:
    out = np.full_like(z, np.nan)
    COSTS[cost].output_error(ACTIVATIONS[name], z, activated(name, z), y, out)
    return out


def test_the_registry_is_closed_and_in_the_order_of_the_menus() -> None:
    assert list(COSTS) == ["mse", "cross_entropy", "softmax_cross_entropy"]
    assert not hasattr(COSTS, "__setitem__")


def test_the_legal_pairs_are_these() -> None:
    assert [
        *(("mse", name) for name in ACTIVATIONS),
        ("cross_entropy", "sigmoid"),
        ("cross_entropy", "softmax"),
        ("softmax_cross_entropy", "softmax"),
    ] == LEGAL


def test_mse_is_half_the_mean_squared_distance() -> None:
    z, y = np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([[0.0, 0.0], [0.0, 1.0]])
    assert value("mse", "linear", z, y) == (1.0 + 4.0 + 0.0 + 9.0) / 2.0 / 2.0


@pytest.mark.parametrize("name", ["sigmoid", "softmax"])
def test_cross_entropy_sums_over_the_outputs_and_averages_over_the_rows(name: str) -> None:
    a = activated(name, Z)
    expected = -(Y * np.log(a) + (1.0 - Y) * np.log(1.0 - a)).sum() / 2.0
    assert value("cross_entropy", name, Z, Y) == pytest.approx(expected, rel=1e-14)


def test_softmax_cross_entropy_is_the_log_likelihood() -> None:
    expected = -(Y * np.log(activated("softmax", Z))).sum() / 2.0
    assert value("softmax_cross_entropy", "softmax", Z, Y) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("cost", "name"), LEGAL)
def test_the_output_error_is_the_slope_of_the_cost_of_each_row(cost: str, name: str) -> None:
    h, random = 1e-6, np.random.default_rng(0)
    z = random.standard_normal((4, 3)) * 2.0
    y = random.random((4, 3))
    y /= y.sum(axis=1, keepdims=True)
    expected = np.empty_like(z)
    for row in range(4):
        for j in range(3):
            up, down = z[row : row + 1].copy(), z[row : row + 1].copy()
            up[0, j] += h
            down[0, j] -= h
            one = y[row : row + 1]
            expected[row, j] = (value(cost, name, up, one) - value(cost, name, down, one)) / (2.0 * h)
    np.testing.assert_allclose(error(cost, name, z, y), expected, atol=1e-8)


@pytest.mark.parametrize("cost", ["cross_entropy", "softmax_cross_entropy"])
def test_a_confident_mistake_costs_its_weighted_input_and_no_more(cost: str) -> None:
    """−ln a where a underflows: from z it is finite, and no warning is given."""
    name = "softmax" if cost == "softmax_cross_entropy" else "sigmoid"
    z, y = np.array([[1e4, 0.0]], np.float32), np.array([[0.0, 1.0]], np.float32)
    expected = 1e4 + (math.log(2.0) if name == "sigmoid" else 0.0)
    assert value(cost, name, z, y) == pytest.approx(expected, rel=1e-6)
    assert np.isfinite(error(cost, name, z, y)).all()


def test_cross_entropy_of_a_saturated_softmax_is_finite_and_right() -> None:
    """With two outputs 1 − a₁ = a₂, so the cost is twice the log-likelihood, however far z goes."""
    z, y = np.array([[60.0, -60.0], [1e4, -1e4]], np.float32), np.array([[0.0, 1.0]] * 2, np.float32)
    costs = [value("cross_entropy", "softmax", z[row : row + 1], y[row : row + 1]) for row in (0, 1)]
    assert costs == pytest.approx([240.0, 40_000.0], rel=1e-6)
    np.testing.assert_allclose(error("cross_entropy", "softmax", z, y), [[2.0, -2.0]] * 2, rtol=1e-6)


def test_cross_entropy_of_one_softmax_output_that_is_right_costs_nothing() -> None:
    z, y = np.array([[3.0]]), np.array([[1.0]])
    assert value("cross_entropy", "softmax", z, y) == 0.0
    assert error("cross_entropy", "softmax", z, y)[0, 0] == 0.0


def test_cross_entropy_agrees_with_exact_fractions() -> None:
    """a = (1/2, 1/4, 1/4) and y = (1, 0, 0): −ln 1/2 − 2 ln 3/4."""
    z = np.log(np.array([[0.5, 0.25, 0.25]]))
    expected = -math.log(Fraction(1, 2)) - 2.0 * math.log(Fraction(3, 4))
    assert value("cross_entropy", "softmax", z, np.array([[1.0, 0.0, 0.0]])) == pytest.approx(expected)


def test_the_refusals_say_what_is_needed() -> None:
    assert COSTS["cross_entropy"].refusal("relu") == (
        "Cross-entropy needs outputs between 0 and 1, as sigmoid and softmax give; ReLU does not."
    )
    assert COSTS["softmax_cross_entropy"].refusal("sigmoid") == (
        "Softmax cross-entropy needs softmax outputs; Sigmoid outputs do not sum to one."
    )


def test_desired_outputs_out_of_range_are_refused() -> None:
    y = np.array([[0.0, 1.5]])
    assert COSTS["mse"].target_refusal("sigmoid", y) is None
    assert COSTS["cross_entropy"].target_refusal("sigmoid", y) is not None
    assert COSTS["softmax_cross_entropy"].target_refusal("softmax", y) is not None
    assert COSTS["softmax_cross_entropy"].target_refusal("softmax", np.array([[0.25, 0.75]])) is None
    assert COSTS["cross_entropy"].target_refusal("sigmoid", np.array([[1.0, 1.0]])) is None
    assert COSTS["cross_entropy"].target_refusal("sigmoid", np.array([[np.nan, 1.0]])) is not None


def test_a_single_softmax_output_can_only_be_asked_for_one() -> None:
    for cost in ("cross_entropy", "softmax_cross_entropy"):
        assert COSTS[cost].target_refusal("softmax", np.array([[1.0], [0.0]])) is not None
        assert COSTS[cost].target_refusal("softmax", np.array([[1.0], [1.0]])) is None
