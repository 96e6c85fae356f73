"""Every activation: its value, its derivative, and calm at the ends of the scale."""

from __future__ import annotations

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS, Activation
from nndesigner.engine.parameters import FloatArray

Z = np.array([[-3.0, -1.0, -0.25, 0.5, 2.0], [4.0, 0.1, -0.2, -6.0, 1.0]])
ELEMENTWISE = [name for name, activation in ACTIVATIONS.items() if activation.elementwise]


def value(name: str, z: FloatArray) -> FloatArray:
    a = np.full_like(z, np.nan)
    ACTIVATIONS[name].value(z, a)
    return a


def backward(activation: Activation, z: FloatArray, grad_a: FloatArray) -> FloatArray:
    out = np.full_like(z, np.nan)
    activation.backward(z, value(activation.name, z), grad_a, out)
    return out


def test_the_registry_is_in_the_order_of_the_menus_and_closed() -> None:
    assert list(ACTIVATIONS) == ["step", "sigmoid", "tanh", "relu", "linear", "softmax"]
    assert not hasattr(ACTIVATIONS, "__setitem__")
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("step", [0.0, 0.0, 1.0]),
        ("sigmoid", [1.0 / (1.0 + np.e), 0.5, 1.0 / (1.0 + np.exp(-2.0))]),
        ("tanh", [np.tanh(-1.0), 0.0, np.tanh(2.0)]),
        ("relu", [0.0, 0.0, 2.0]),
        ("linear", [-1.0, 0.0, 2.0]),
        ("softmax", np.exp([-1.0, 0.0, 2.0]) / np.exp([-1.0, 0.0, 2.0]).sum()),
    ],
)
def test_values_are_those_of_the_equations(name: str, expected: list[float]) -> None:
    np.testing.assert_allclose(value(name, np.array([[-1.0, 0.0, 2.0]])), [expected], rtol=1e-14)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_derivative_is_the_slope(name: str) -> None:
    h = 1e-6
    slope = (value(name, Z + h) - value(name, Z - h)) / (2.0 * h)
    out = np.full_like(Z, np.nan)
    ACTIVATIONS[name].derivative(Z, value(name, Z), out)
    np.testing.assert_allclose(out, slope, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_error_goes_back_through_the_whole_jacobian(name: str) -> None:
    grad_a, h = np.random.default_rng(1).standard_normal(Z.shape), 1e-6
    expected = np.empty_like(Z)
    for j in range(Z.shape[1]):
        shift = np.zeros(Z.shape[1])
        shift[j] = h
        expected[:, j] = ((value(name, Z + shift) - value(name, Z - shift)) * grad_a).sum(axis=1) / (2.0 * h)
    np.testing.assert_allclose(backward(ACTIVATIONS[name], Z, grad_a), expected, atol=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_huge_weighted_inputs_in_single_precision_give_no_warning(name: str, order: str) -> None:
    z = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, 1e4]], np.float32, order="C" if order == "C" else "F")
    a = value(name, z)
    low, high = ACTIVATIONS[name].range
    assert a.dtype == np.float32
    assert np.isfinite(a).all()
    assert (a >= low).all()
    assert (a <= high).all()
    assert np.isfinite(backward(ACTIVATIONS[name], z, np.ones_like(z))).all()


@pytest.mark.parametrize("name", [name for name, known in ACTIVATIONS.items() if known.differentiable])
def test_not_a_number_stays_not_a_number(name: str) -> None:
    assert np.isnan(value(name, np.array([[np.nan, 1.0]]))[0, 0])


@pytest.mark.parametrize("name", [name for name, known in ACTIVATIONS.items() if known.steepest])
def test_the_steepest_slope_is_what_is_said(name: str) -> None:
    z = np.linspace(-8.0, 8.0, 4001).reshape(1, -1)
    out = np.empty_like(z)
    ACTIVATIONS[name].derivative(z, value(name, z), out)
    assert out.max() == pytest.approx(ACTIVATIONS[name].steepest, rel=1e-5)


def test_the_kinks_belong_to_the_left_side() -> None:
    z = np.zeros((1, 1))
    for name in ("step", "relu"):
        out = np.full_like(z, np.nan)
        ACTIVATIONS[name].derivative(z, value(name, z), out)
        assert value(name, z)[0, 0] == 0.0
        assert out[0, 0] == 0.0


def test_softmax_rows_sum_to_one_and_ignore_a_shift() -> None:
    a = value("softmax", Z)
    np.testing.assert_allclose(a.sum(axis=1), 1.0, rtol=1e-15)
    np.testing.assert_allclose(value("softmax", Z + 1000.0), a, rtol=1e-12)
    assert ACTIVATIONS["softmax"].output_only
    assert not ACTIVATIONS["softmax"].elementwise


def test_only_the_step_cannot_be_taught() -> None:
    assert [name for name, known in ACTIVATIONS.items() if not known.differentiable] == ["step"]
