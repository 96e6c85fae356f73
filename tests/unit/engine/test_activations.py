"""Every activation: its value, its derivative, and calm at the ends of the scale."""

from __future__ import annotations

import tracemalloc
from math import erf
from typing import Any

import numpy as np
import pytest
from numpy.typing import DTypeLike

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.parameters import FloatArray

Z = np.array([[-3.0, -1.0, -0.25, 0.5, 2.0], [4.0, 0.1, -0.2, -6.0, 1.0]])
ELEMENTWISE = [name for name, activation in ACTIVATIONS.items() if activation.elementwise]
FAR = 1e4
ROOT = np.sqrt(2.0 / np.pi)

LIMITS = {
    "step": ((0.0, 1.0), (0.0, 0.0)),
    "sigmoid": ((0.0, 1.0), (0.0, 0.0)),
    "tanh": ((-1.0, 1.0), (0.0, 0.0)),
    "relu": ((0.0, FAR), (0.0, 1.0)),
    "leaky_relu": ((-FAR / 100.0, FAR), (0.01, 1.0)),
    "elu": ((-1.0, FAR), (0.0, 1.0)),
    "selu": ((-1.7580993408473766, 1.0507009873554805 * FAR), (0.0, 1.0507009873554805)),
    "gelu": ((0.0, FAR), (0.0, 1.0)),
    "silu": ((0.0, FAR), (0.0, 1.0)),
    "softplus": ((0.0, FAR), (0.0, 1.0)),
    "linear": ((-FAR, FAR), (1.0, 1.0)),
}
"""Value and derivative at z = −10⁴ and 10⁴."""


def value(name: str, z: FloatArray) -> FloatArray:
    a = np.full_like(z, np.nan)
    ACTIVATIONS[name].value(z, a)
    return a


def derivative(name: str, z: FloatArray) -> FloatArray:
    out = np.full_like(z, np.nan)
    ACTIVATIONS[name].derivative(z, value(name, z), out)
    return out


def backward(activation: Activation, z: FloatArray, grad_a: FloatArray) -> FloatArray:
    out = np.full_like(z, np.nan)
    activation.backward(z, value(activation.name, z), grad_a, out)
    return out


def test_the_registry_is_in_the_order_of_the_menus_and_closed() -> None:
    assert list(ACTIVATIONS) == [
        "step", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "linear",
        "softmax",
    ]  # fmt: skip
    assert not hasattr(ACTIVATIONS, "__setitem__")
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("step", [0.0, 0.0, 1.0]),
        ("sigmoid", [1.0 / (1.0 + np.e), 0.5, 1.0 / (1.0 + np.exp(-2.0))]),
        ("tanh", [np.tanh(-1.0), 0.0, np.tanh(2.0)]),
        ("relu", [0.0, 0.0, 2.0]),
        ("leaky_relu", [-0.01, 0.0, 2.0]),
        ("elu", [np.exp(-1.0) - 1.0, 0.0, 2.0]),
        ("selu", [1.6732632423543772 * 1.0507009873554805 * (np.exp(-1.0) - 1.0), 0.0, 2.1014019747109610]),
        ("gelu", [-1.0 / (1.0 + np.exp(2.08943 * ROOT)), 0.0, 2.0 / (1.0 + np.exp(-4.71544 * ROOT))]),
        ("silu", [-1.0 / (1.0 + np.e), 0.0, 2.0 / (1.0 + np.exp(-2.0))]),
        ("softplus", np.log(1.0 + np.exp([-1.0, 0.0, 2.0]))),
        ("linear", [-1.0, 0.0, 2.0]),
        ("softmax", np.exp([-1.0, 0.0, 2.0]) / np.exp([-1.0, 0.0, 2.0]).sum()),
    ],
)
def test_values_are_those_of_the_equations(name: str, expected: list[float]) -> None:
    np.testing.assert_allclose(value(name, np.array([[-1.0, 0.0, 2.0]])), [expected], rtol=1e-14)


def test_gelu_is_close_to_z_times_the_normal_distribution_function() -> None:
    z = np.linspace(-6.0, 6.0, 241)
    exact = [0.5 * x * (1.0 + erf(x / np.sqrt(2.0))) for x in z.tolist()]
    error = np.abs(value("gelu", z[np.newaxis]) - exact).max()
    assert 1e-4 < error < 5e-4


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_derivative_is_the_slope(name: str) -> None:
    h = 1e-6
    slope = (value(name, Z + h) - value(name, Z - h)) / (2.0 * h)
    np.testing.assert_allclose(derivative(name, Z), slope, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_error_goes_back_through_the_whole_jacobian(name: str) -> None:
    grad_a, h = np.random.default_rng(1).standard_normal(Z.shape), 1e-6
    expected = np.empty_like(Z)
    for j in range(Z.shape[1]):
        shift = np.zeros(Z.shape[1])
        shift[j] = h
        expected[:, j] = ((value(name, Z + shift) - value(name, Z - shift)) * grad_a).sum(axis=1) / (2.0 * h)
    np.testing.assert_allclose(backward(ACTIVATIONS[name], Z, grad_a), expected, atol=1e-8)


@pytest.mark.parity
@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
def test_values_and_slopes_are_those_of_pytorch(name: str) -> None:
    torch: Any = pytest.importorskip("torch")
    f = torch.nn.functional
    theirs = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": f.leaky_relu,
        "elu": f.elu,
        "selu": f.selu,
        "gelu": lambda z: f.gelu(z, approximate="tanh"),
        "silu": f.silu,
        "softplus": lambda z: f.softplus(z, threshold=1e3),
        "linear": lambda z: z,
        "softmax": lambda z: torch.softmax(z, dim=1),
    }
    places = np.concatenate([np.linspace(-40.0, 40.0, 401), [0.0, -1e-9, 1e-9]])
    z = np.random.default_rng(2).permutation(places).reshape(-1, 4)
    grad_a = np.random.default_rng(3).standard_normal(z.shape)
    leaf = torch.tensor(z, requires_grad=True)
    a = theirs[name](leaf)
    a.backward(torch.tensor(grad_a))
    np.testing.assert_allclose(value(name, z), a.detach().numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        backward(ACTIVATIONS[name], z, grad_a), leaf.grad.numpy(), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
def test_values_and_slopes_far_out_are_the_limits(name: str, dtype: DTypeLike, order: Any) -> None:
    z = np.array([[-FAR, FAR], [FAR, -FAR]], dtype, order=order)
    with np.errstate(all="raise", under="ignore"):
        found = value(name, z), derivative(name, z)
    for array, (low, high) in zip(found, LIMITS[name], strict=True):
        assert array.dtype == dtype
        np.testing.assert_allclose(array, [[low, high], [high, low]], rtol=3e-7, atol=1e-30)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_far_out_is_all_or_nothing(dtype: DTypeLike) -> None:
    z = np.array([[FAR, -FAR, 0.0], [-FAR, -FAR, -FAR]], dtype)
    with np.errstate(all="raise", under="ignore"):
        a, delta = value("softmax", z), backward(ACTIVATIONS["softmax"], z, np.eye(3, dtype=dtype)[:2])
    np.testing.assert_allclose(a, [[1.0, 0.0, 0.0], [1.0 / 3.0] * 3], rtol=1e-6)
    np.testing.assert_allclose(delta, [[0.0] * 3, [-1.0 / 9.0, 2.0 / 9.0, -1.0 / 9.0]], rtol=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_stay_within_the_range_and_come_close_to_its_ends(name: str) -> None:
    z = np.concatenate([np.linspace(-20.0, 20.0, 40_001), [-FAR, FAR]]).reshape(1, -1)
    a, (low, high) = value(name, z), ACTIVATIONS[name].range
    assert low <= a.min()
    assert a.max() <= high
    ends = [abs(end - reached) for end, reached in ((low, a.min()), (high, a.max())) if np.isfinite(end)]
    assert all(gap < 1e-5 for gap in ends)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_not_a_number_stays_not_a_number(name: str) -> None:
    z = np.array([[np.nan, 1.0]])
    with np.errstate(all="raise"):
        assert np.isnan(value(name, z)[0, 0])
        assert np.isnan(backward(ACTIVATIONS[name], z, np.full_like(z, np.nan))[0, 0])


@pytest.mark.parametrize("name", [name for name, known in ACTIVATIONS.items() if known.steepest])
def test_the_steepest_slope_is_what_is_said(name: str) -> None:
    z = np.linspace(-20.0, 20.0, 40_001).reshape(1, -1)
    assert derivative(name, z).max() == pytest.approx(ACTIVATIONS[name].steepest, rel=1e-6)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_kink_is_where_the_slopes_of_both_sides_differ(name: str) -> None:
    left, right = derivative(name, np.array([[-1e-9, 1e-9]]))[0]
    jumps = bool(abs(left - right) > 1e-6) or name == "step"
    assert ACTIVATIONS[name].kinked is jumps


@pytest.mark.parametrize("name", [name for name in ELEMENTWISE if ACTIVATIONS[name].kinked])
def test_the_kinks_belong_to_the_left_side(name: str) -> None:
    left, middle = np.array([[-1e-12]]), np.zeros((1, 1))
    assert value(name, middle)[0, 0] == 0.0
    assert derivative(name, middle)[0, 0] == pytest.approx(derivative(name, left)[0, 0])


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "linear", "softmax"])
def test_a_training_step_takes_no_memory_of_its_size(name: str) -> None:
    z = np.asfortranarray(np.random.default_rng(0).standard_normal((512, 512)), np.float32)
    a, out = np.empty_like(z), np.empty_like(z)
    tracemalloc.start()
    ACTIVATIONS[name].value(z, a)
    ACTIVATIONS[name].backward(z, a, z, out)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < z.nbytes / 16


def test_softmax_rows_sum_to_one_and_ignore_a_shift() -> None:
    a = value("softmax", Z)
    np.testing.assert_allclose(a.sum(axis=1), 1.0, rtol=1e-15)
    np.testing.assert_allclose(value("softmax", Z + 1000.0), a, rtol=1e-12)
    assert ACTIVATIONS["softmax"].output_only
    assert not ACTIVATIONS["softmax"].elementwise


def test_only_the_step_cannot_be_taught() -> None:
    assert [name for name, known in ACTIVATIONS.items() if not known.differentiable] == ["step"]
