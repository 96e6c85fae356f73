"""Backpropagation against central differences: every activation, cost and topology, in double precision."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.activations.sigmoid import SIGMOID, Sigmoid
from nndesigner.engine.costs import COSTS
from nndesigner.engine.gradient_check import check_gradients
from nndesigner.engine.network import Network, Override, Role
from nndesigner.engine.parameter_check import Place
from nndesigner.engine.parameters import Parameters
from nndesigner.engine.program import compile_network
from tests.unit.engine.builders import TOPOLOGIES, Builder, chain, parameters_of, plain, rows

TOLERANCE = 1e-6
TAUGHT = [name for name, known in ACTIVATIONS.items() if known.differentiable]
HIDDEN = [name for name in TAUGHT if not ACTIVATIONS[name].output_only]
LEGAL = [(cost, name) for cost in COSTS for name in TAUGHT if COSTS[cost].refusal(name) is None]
TOGETHER = [
    *((hidden, *pair) for hidden, pair in zip(itertools.cycle(HIDDEN), LEGAL, strict=False)),
    *((hidden, "mse", "linear") for hidden in HIDDEN),
    *((hidden, "softmax_cross_entropy", "softmax") for hidden in HIDDEN),
]
"""Every legal pair and every hidden activation, but not each with each: that would be thousands."""


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize(("hidden", "cost", "output"), TOGETHER)
def test_the_gradient_is_the_slope_of_the_cost(topology: str, hidden: str, cost: str, output: str) -> None:
    network = TOPOLOGIES[topology](hidden, output)
    x, y = rows(network, 6)
    result = check_gradients(network, parameters_of(network), cost, x, y, ridge=0.3)
    assert result.parameters_checked == network.parameter_count - result.parameters_skipped
    assert result.parameters_skipped <= 1
    assert result.max_relative_error < TOLERANCE


@pytest.mark.parametrize(("cost", "output"), LEGAL)
def test_single_neurons_and_soft_targets_too(cost: str, output: str) -> None:
    network = chain([2, 1], [output])
    x, y = rows(network, 5)
    if output == "softmax" and cost != "mse":
        y = np.ones_like(y)  # one softmax output is always 1
    result = check_gradients(network, parameters_of(network), cost, x, y)
    assert result.max_relative_error < TOLERANCE


def test_output_neurons_may_differ_among_themselves() -> None:
    builder = Builder()
    first = builder.layer(3, role=Role.INPUT)
    overrides = {1: Override(activation="sigmoid"), 3: Override(activation="sigmoid")}
    last = builder.layer(5, "softmax", Role.OUTPUT, overrides=overrides)
    builder.connect(first, last)
    network = builder.network()
    x, y = rows(network, 4, classes=False)
    for cost in ("mse", "cross_entropy"):
        assert check_gradients(network, parameters_of(network), cost, x, y).max_relative_error < TOLERANCE


def test_a_step_neuron_has_no_slope_anywhere() -> None:
    network = chain([3, 4, 2], ["step", "linear"])
    x, y = rows(network, 5)
    result = check_gradients(network, parameters_of(network), "mse", x, y)
    program = compile_network(network, "mse", 5, np.float64)
    program.load(parameters_of(network))
    program.forward(x)
    program.backward(y)
    assert result.max_relative_error < TOLERANCE
    assert not program.weight_gradients[network.connections[0].id].any()
    assert program.weight_gradients[network.connections[1].id].any()


def test_a_wrong_gradient_is_found_and_named(monkeypatch: pytest.MonkeyPatch) -> None:

    right = Sigmoid.derivative_calls

    def wrong(self: Sigmoid, z: np.ndarray, a: np.ndarray, out: np.ndarray) -> list[Callable[[], object]]:
        column = out[:, 2]
        return [
            *right(SIGMOID, z, a, out),
            partial(np.multiply, column, 1.001, column),
        ]

    monkeypatch.setattr(Sigmoid, "derivative_calls", wrong)
    network = chain([3, 4, 2], ["sigmoid", "linear"])
    x, y = rows(network, 5)
    result = check_gradients(network, parameters_of(network), "mse", x, y)
    assert result.max_relative_error == pytest.approx(1e-3, rel=0.01)
    assert result.worst is not None
    assert result.worst.j == 2
    assert result.worst.id in (network.layers[1].id, network.connections[0].id)


def test_a_kink_between_the_two_costs_is_skipped_and_counted() -> None:
    network = chain([1, 1], ["relu"])
    zero = Parameters({network.connections[0].id: np.zeros((1, 1))}, {network.layers[1].id: np.zeros(1)})
    result = check_gradients(network, zero, "mse", np.ones((1, 1)), np.ones((1, 1)))
    assert (result.parameters_checked, result.parameters_skipped) == (0, 2)
    assert result.worst is None


def test_a_limited_check_draws_the_same_parameters_for_the_same_seed() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 3)
    first, again = (
        check_gradients(network, parameters_of(network), "mse", x, y, limit=7, seed=4) for _ in range(2)
    )
    assert first == again
    assert first.parameters_checked == 7
    assert isinstance(first.worst, Place)


def test_frozen_parameters_have_a_gradient_like_all_others() -> None:
    builder = Builder()
    first = builder.layer(2, role=Role.INPUT)
    last = builder.layer(2, "sigmoid", Role.OUTPUT, frozen=True)
    builder.connect(first, last)
    network: Network = builder.network()
    x, y = rows(network, 3)
    assert check_gradients(network, parameters_of(network), "mse", x, y).parameters_checked == 6
