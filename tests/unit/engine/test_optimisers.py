"""Every optimiser beside its equations, written out with NumPy for the whole parameter vector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network
from nndesigner.engine.optimisers import OPTIMISERS, Elementwise
from nndesigner.engine.optimisers.lbfgs import L_BFGS
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import compile_network
from nndesigner.engine.rules import Rules
from tests.unit.engine.builders import TOPOLOGIES, parameters_of, plain, rows
from tests.unit.engine.training import ROWS, stepped, trainer

ETA, RIDGE, STEPS = 0.05, 0.4, 15
MU, BETA1, BETA2, RHO, EPSILON = 0.7, 0.8, 0.95, 0.85, 1e-6
SETTINGS = Rules(momentum=MU, beta1=BETA1, beta2=BETA2, rho=RHO, epsilon=EPSILON)

Gradient = Callable[[FloatArray], FloatArray]
Definition = Callable[[FloatArray, Gradient, FloatArray], FloatArray]
"""From the start p, the gradient of the data's cost, and λ/m by parameter, to where the steps lead."""


def sgd(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    for _ in range(STEPS):
        p = (1.0 - ETA * decay) * p - ETA * gradient(p)
    return p


def momentum(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    v = np.zeros_like(p)
    for _ in range(STEPS):
        v = MU * v + gradient(p) + decay * p
        p = p - ETA * v
    return p


def nesterov(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    v = np.zeros_like(p)
    for _ in range(STEPS):
        g = gradient(p) + decay * p
        v = MU * v + g
        p = p - ETA * (g + MU * v)
    return p


def rmsprop(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    s = np.zeros_like(p)
    for _ in range(STEPS):
        g = gradient(p) + decay * p
        s = RHO * s + (1.0 - RHO) * g**2
        p = p - ETA * g / (np.sqrt(s) + EPSILON)
    return p


def adam(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    return _adam(p, lambda p: gradient(p) + decay * p, np.zeros_like(decay))


def adamw(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    return _adam(p, gradient, decay)


def _adam(p: FloatArray, gradient: Gradient, decay: FloatArray) -> FloatArray:
    m, v = np.zeros_like(p), np.zeros_like(p)
    for t in range(1, STEPS + 1):
        g = gradient(p)
        m = BETA1 * m + (1.0 - BETA1) * g
        v = BETA2 * v + (1.0 - BETA2) * g**2
        step = (m / (1.0 - BETA1**t)) / (np.sqrt(v / (1.0 - BETA2**t)) + EPSILON)
        p = (1.0 - ETA * decay) * p - ETA * step
    return p


DEFINITIONS: dict[str, Definition] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
}


class Flat:
    """A network's cost as a function of one flat vector."""

    def __init__(self, network: Network) -> None:
        self._program = compile_network(network, "mse", ROWS, np.float64)
        self._x, self._y = rows(network, ROWS)
        self.layout = self._program.layout

    def vector(self, values: Parameters) -> FloatArray:
        flat: FloatArray = np.zeros(self.layout.size)
        self.layout.fill(flat, values)
        return flat

    def gradient(self, p: FloatArray) -> FloatArray:
        self._program.load(self.layout.parameters(p))
        self._program.forward(self._x)
        self._program.backward(self._y)
        return self._program.gradient.copy()


def optimised(network: Network, name: str, **changes: Any) -> Parameters:
    rules = Rules(optimizer=name, **{field: getattr(SETTINGS, field) for field in OPTIMISERS[name].uses})
    options: dict[str, Any] = {"learning_rate": ETA, "ridge": RIDGE, "dtype": np.float64, **changes}
    return stepped(trainer(network, batch_size=None, rules=rules, **options), STEPS).parameters()


@pytest.mark.parametrize("topology", ["chain", "skip", "mixed", "joined"])
@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_steps_are_those_of_its_equations(topology: str, name: str) -> None:
    """Settings that the optimiser does not say it uses are left at their defaults."""
    network = TOPOLOGIES[topology]("tanh", "sigmoid")
    flat = Flat(network)
    decay = RIDGE / ROWS * flat.layout.regularised(np.dtype(np.float64))
    found = DEFINITIONS[name](flat.vector(parameters_of(network)), flat.gradient, decay)
    np.testing.assert_allclose(flat.vector(optimised(network, name)), found, rtol=1e-9, atol=1e-11)


def test_blocks_of_parameters_are_treated_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("tanh", "sigmoid")
    whole = {name: optimised(network, name) for name in DEFINITIONS}
    monkeypatch.setattr("nndesigner.engine.descent._BLOCK", 7)
    for name, expected in whole.items():
        assert optimised(network, name).equals(expected)


def test_every_optimiser_has_its_definition_or_a_test_of_its_own() -> None:
    assert {*DEFINITIONS, "lbfgs"} == set(OPTIMISERS)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_an_optimiser_names_settings_that_exist(name: str) -> None:
    known = OPTIMISERS[name]
    assert known.name == name
    assert set(known.uses) <= {field.name for field in fields(Rules)}
    assert known.whole_batch != isinstance(known, Elementwise)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_lowers_the_cost(name: str) -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, ROWS)
    before, after = parameters_of(network), optimised(network, name)
    evaluator = Evaluator(network, "mse", np.float64)
    costs = [evaluator.cost(values, x, y, RIDGE).total for values in (before, after)]
    assert costs[1] < 0.95 * costs[0]


@pytest.mark.parametrize("name", OPTIMISERS)
def test_single_precision_follows_double_precision(name: str) -> None:
    network = plain("tanh", "sigmoid")
    single, double = (optimised(network, name, dtype=dtype) for dtype in (np.float32, np.float64))
    for key, w in double.weights.items():
        np.testing.assert_allclose(single.weights[key], w, atol=2e-3)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_what_it_remembers_is_laid_out_like_the_parameters(name: str) -> None:
    network = TOPOLOGIES["skip"]("tanh", "sigmoid")
    made = stepped(trainer(network, rules=Rules(optimizer=name)), 6)
    memory, values = made.memory(), made.parameters()
    assert memory.optimizer == name
    for slot in memory.slots.values():
        assert {key: w.shape for key, w in slot.weights.items()} == {
            key: w.shape for key, w in values.weights.items()
        }
        assert slot.biases.keys() == values.biases.keys()
    known = OPTIMISERS[name]
    if isinstance(known, Elementwise):
        assert memory.slots.keys() == set(known.slots)


def test_memories_are_equal_to_the_last_bit_or_not_at_all() -> None:
    network = plain("tanh", "sigmoid")
    first, again, later = (
        stepped(trainer(network, rules=Rules(optimizer="adam")), steps).memory() for steps in (5, 5, 6)
    )
    assert first.equals(again)
    assert not first.equals(later)
    assert not first.equals(Memory("adamw", first.steps, first.slots))
    assert not first.equals(Memory("adam", first.steps, {}))


def test_l_bfgs_without_memory_goes_straight_down() -> None:
    assert L_BFGS.direction(np.array([1.0, -2.0]), []).tolist() == [-1.0, 2.0]


def test_l_bfgs_with_enough_memory_finds_the_minimum_of_a_quadratic() -> None:
    """With A the curvature, steps s along all axes and y = A s tell all of A: −H g is Newton's step."""
    random = np.random.default_rng(4)
    root = random.standard_normal((4, 4))
    curvature = root @ root.T + np.eye(4)
    vectors = np.linalg.eigh(curvature)[1].T  # conjugate: each pair teaches one direction and spoils no other
    pairs = [(s, curvature @ s) for s in vectors]
    g = random.standard_normal(4)
    np.testing.assert_allclose(L_BFGS.direction(g, pairs), -np.linalg.solve(curvature, g), rtol=1e-9)


def test_l_bfgs_directions_are_those_of_the_inverse_curvature_written_out() -> None:
    """The two loops beside BFGS's update of H (Nocedal & Wright 2006, eq. 7.16), from the same start γ I."""
    random = np.random.default_rng(5)
    pairs: list[tuple[FloatArray, FloatArray]] = []
    while len(pairs) < 3:
        s, y = random.standard_normal((2, 6))
        if s @ y > 0.1:
            pairs.append((s, y))
    s, y = pairs[-1]
    inverse = (s @ y) / (y @ y) * np.eye(6)
    for s, y in pairs:
        v = np.eye(6) - np.outer(y, s) / (y @ s)
        inverse = v.T @ inverse @ v + np.outer(s, s) / (y @ s)
    g = random.standard_normal(6)
    np.testing.assert_allclose(L_BFGS.direction(g, pairs), -inverse @ g, rtol=1e-10)
