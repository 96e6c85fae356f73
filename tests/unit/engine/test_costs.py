"""Every cost: its value by its equation, stable at the ends, and its refusals."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS
from nndesigner.engine.gradient_check import check_gradients
from nndesigner.engine.parameters import FloatArray, Parameters
from tests.unit.engine.builders import chain

Z = np.array([[0.3, -1.2, 2.0], [-0.5, 0.1, 0.0]])
Y = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
LEGAL = [(cost, name) for cost in COSTS for name in ACTIVATIONS if COSTS[cost].refusal(name) is None]


def activated(name: str, z: FloatArray) -> FloatArray:
    a = np.empty_like(z)
    ACTIVATIONS[name].value(z, a)
    return a


def rows_of(cost: str, name: str, z: FloatArray, y: FloatArray) -> FloatArray:
    return COSTS[cost].row_values(ACTIVATIONS[name], z, activated(name, z), y)


def value(cost: str, name: str, z: FloatArray, y: FloatArray) -> float:
    return COSTS[cost].value(ACTIVATIONS[name], z, activated(name, z), y)


def error(cost: str, name: str, z: FloatArray, y: FloatArray) -> FloatArray:
    out = np.full_like(z, np.nan)
    COSTS[cost].output_error(ACTIVATIONS[name], z, activated(name, z), y, out)
    return out


def test_the_registry_is_closed_and_in_the_order_of_the_menus() -> None:
    assert list(COSTS) == [
        "mse",
        "mae",
        "huber",
        "cross_entropy",
        "softmax_cross_entropy",
        "hinge",
        "perceptron",
    ]
    assert not hasattr(COSTS, "__setitem__")


def test_the_legal_pairs_are_these() -> None:
    assert [
        *((cost, name) for cost in ("mse", "mae", "huber") for name in ACTIVATIONS),
        ("cross_entropy", "sigmoid"),
        ("cross_entropy", "softmax"),
        ("softmax_cross_entropy", "softmax"),
        *(("hinge", name) for name in ("tanh", "leaky_relu", "elu", "selu", "linear")),
        ("perceptron", "step"),
    ] == LEGAL


def test_mse_is_half_the_mean_squared_distance() -> None:
    z, y = np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([[0.0, 0.0], [0.0, 1.0]])
    assert value("mse", "linear", z, y) == (1.0 + 4.0 + 0.0 + 9.0) / 2.0 / 2.0


def test_mae_sums_the_distances_of_the_outputs() -> None:
    z, y = np.array([[1.0, -2.0], [0.0, 4.0]]), np.array([[0.0, 0.0], [0.0, 1.0]])
    assert rows_of("mae", "linear", z, y).tolist() == [3.0, 3.0]
    assert error("mae", "linear", z, y).tolist() == [[1.0, -1.0], [0.0, 1.0]]


def test_huber_is_squared_up_to_one_and_straight_beyond() -> None:
    z, y = np.array([[0.5, -3.0], [1.0, -1.0]]), np.zeros((2, 2))
    assert rows_of("huber", "linear", z, y).tolist() == [0.125 + 2.5, 0.5 + 0.5]
    assert error("huber", "linear", z, y).tolist() == [[0.5, -1.0], [1.0, -1.0]]


def test_hinge_asks_for_a_margin_of_one_on_the_right_side_of_zero() -> None:
    z, y = np.array([[2.0, -2.0], [0.25, 0.25], [1.0, -1.0]]), np.array([[1.0, 0.0]] * 3)
    assert rows_of("hinge", "linear", z, y).tolist() == [0.0, 0.75 + 1.25, 0.0]
    assert error("hinge", "linear", z, y).tolist() == [[0.0, 0.0], [-1.0, 1.0], [0.0, 0.0]]


def test_the_perceptron_criterion_counts_wrong_outputs_by_their_distance_from_the_threshold() -> None:
    z, y = np.array([[2.0, -3.0], [0.5, -1.0], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    assert rows_of("perceptron", "step", z, y).tolist() == [0.0, 0.5 + 1.0, 0.0]
    assert error("perceptron", "step", z, y).tolist() == [[0.0, 0.0], [1.0, -1.0], [-1.0, 0.0]]


def test_the_value_is_the_mean_of_the_rows() -> None:
    for cost, name in LEGAL:
        rows = rows_of(cost, name, Z, Y)
        assert rows.shape == (2,)
        assert value(cost, name, Z, Y) == pytest.approx(rows.mean(), rel=1e-15)
        for row in range(2):
            assert value(cost, name, Z[row : row + 1], Y[row : row + 1]) == pytest.approx(rows[row])


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
    y = np.eye(3)[[0, 2, 1, 0]] if cost == "hinge" else random.dirichlet(np.ones(3), 4)
    expected = np.empty_like(z)
    for row in range(4):
        for j in range(3):
            up, down = z[row : row + 1].copy(), z[row : row + 1].copy()
            up[0, j] += h
            down[0, j] -= h
            one = y[row : row + 1]
            expected[row, j] = (value(cost, name, up, one) - value(cost, name, down, one)) / (2.0 * h)
    np.testing.assert_allclose(error(cost, name, z, y), expected, atol=1e-8)


@pytest.mark.parity
@pytest.mark.parametrize(("cost", "name"), [pair for pair in LEGAL if pair[1] != "step"])
def test_values_and_output_errors_are_those_of_pytorch(cost: str, name: str) -> None:
    torch: Any = pytest.importorskip("torch")
    random = np.random.default_rng(6)
    z = random.standard_normal((20, 3)) * 3.0
    y = np.eye(3)[random.integers(0, 3, 20)]
    leaf = torch.tensor(z, requires_grad=True)
    theirs = of_torch(torch, cost, torch_activation(torch, name)(leaf), torch.tensor(y))
    theirs.sum().backward()
    np.testing.assert_allclose(rows_of(cost, name, z, y), theirs.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(error(cost, name, z, y), leaf.grad.numpy(), rtol=1e-9, atol=1e-12)


def of_torch(torch: Any, cost: str, a: Any, y: Any) -> Any:
    """Cost of each row by PyTorch's own losses."""
    f = torch.nn.functional
    found = {
        "mse": lambda: f.mse_loss(a, y, reduction="none") / 2.0,
        "mae": lambda: f.l1_loss(a, y, reduction="none"),
        "huber": lambda: f.huber_loss(a, y, reduction="none", delta=1.0),
        "cross_entropy": lambda: f.binary_cross_entropy(a, y, reduction="none"),
        "softmax_cross_entropy": lambda: -y * torch.log(a),
        "hinge": lambda: f.hinge_embedding_loss((2.0 * y - 1.0) * a, -torch.ones_like(a), reduction="none"),
    }
    return found[cost]().sum(dim=1)


def torch_activation(torch: Any, name: str) -> Callable[[Any], Any]:
    f = torch.nn.functional
    special: dict[str, Callable[[Any], Any]] = {
        "linear": lambda z: z,
        "gelu": lambda z: f.gelu(z, approximate="tanh"),
        "softmax": lambda z: f.softmax(z, dim=1),
        "softplus": lambda z: f.softplus(z, threshold=1e3),
    }
    return special.get(name) or getattr(f, name)


@pytest.mark.parametrize(("cost", "name"), LEGAL)
def test_far_outputs_in_single_precision_give_no_warning(cost: str, name: str) -> None:
    z = np.array([[1e4, -1e4], [-1e4, 1e4], [0.0, 0.0]], np.float32)
    y = np.array([[0.0, 1.0]] * 3, np.float32)
    with np.errstate(all="raise", under="ignore"):
        found, rows = error(cost, name, z, y), rows_of(cost, name, z, y)
    assert found.dtype == rows.dtype == np.float32
    assert np.isfinite(found).all()
    assert np.isfinite(rows).all()


def test_not_a_number_stays_not_a_number() -> None:
    z, y = np.array([[np.nan, 0.5]]), np.array([[1.0, 0.0]])
    for cost, name in LEGAL:
        assert np.isnan(rows_of(cost, name, z, y)[0])
        if name != "step" or cost == "perceptron":  # its derivative is 0 whatever comes
            assert np.isnan(error(cost, name, z, y)[0, 0])


def test_a_cost_with_kinks_says_on_which_side_each_output_is() -> None:
    a, y = np.array([[0.5, 2.0, -0.5, -3.0]]), np.array([[1.0, 1.0, 0.0, 0.0]])
    sides = {cost: COSTS[cost].kinks(a, y) for cost in COSTS}
    assert {cost for cost, side in sides.items() if side is not None} == {"mae", "hinge"}
    mae, hinge = sides["mae"], sides["hinge"]
    assert mae is not None
    assert hinge is not None
    np.testing.assert_array_equal(np.sign(mae), [[-1.0, 1.0, -1.0, -1.0]])
    np.testing.assert_array_equal(np.sign(hinge), [[1.0, -1.0, 1.0, -1.0]])


@pytest.mark.parametrize(("cost", "output"), [("mae", 1.0), ("hinge", 1.0)])
def test_gradient_checks_skip_the_kinks_of_the_cost(cost: str, output: float) -> None:
    network = chain([1, 1], ["linear"])
    first = Parameters(
        {network.connections[0].id: np.full((1, 1), output)}, {network.layers[1].id: np.zeros(1)}
    )
    x = y = np.ones((1, 1))
    at_kink = check_gradients(network, first, cost, x, y)
    assert (at_kink.parameters_checked, at_kink.parameters_skipped) == (0, 2)
    beside = check_gradients(network, first, cost, x * 0.9, y)
    assert (beside.parameters_checked, beside.parameters_skipped) == (2, 0)
    assert beside.max_relative_error < 1e-6


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
    assert COSTS["perceptron"].refusal("sigmoid") == (
        "Perceptron rule needs step outputs; Sigmoid outputs are none."
    )
    assert COSTS["hinge"].refusal("relu") == (
        "Hinge needs outputs that reach from −1 to 1, as linear and tanh do; ReLU does not."
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


@pytest.mark.parametrize(("cost", "name"), [("hinge", "linear"), ("perceptron", "step")])
def test_hinge_and_perceptron_want_classes(cost: str, name: str) -> None:
    known = COSTS[cost]
    assert known.target_refusal(name, np.array([[0.0, 1.0], [1.0, 0.0]])) is None
    assert known.target_refusal(name, np.array([[1.0], [0.0]], np.float32)) is None
    assert known.target_refusal(name, np.empty((0, 2))) is None
    for wrong in (0.5, -1.0, np.nan):
        assert known.target_refusal(name, np.array([[0.0, wrong]])) == (
            f"{known.label} tells classes apart: it needs desired outputs that are 0 or 1."
        )


def test_numbers_may_be_anything_for_the_costs_of_distances() -> None:
    y = np.array([[-3.0, 250.0]])
    assert all(COSTS[cost].target_refusal("linear", y) is None for cost in ("mse", "mae", "huber"))


def test_one_output_lies_between_its_two_classes() -> None:
    """Desired outputs are 0 and 1, but for hinge they stand for −1 and 1."""
    assert {cost: known.boundary for cost, known in COSTS.items() if known.boundary != 0.5} == {"hinge": 0.0}
