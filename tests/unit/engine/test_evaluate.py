"""Outputs and cost over many rows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nndesigner.engine.evaluate import CostValue, Evaluator
from nndesigner.engine.program import compile_network
from tests.unit.engine.builders import parameters_of, plain, rows


def test_chunks_give_what_one_pass_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plain("tanh", "softmax")
    x, y = rows(network, 25)
    parameters = parameters_of(network)
    program = compile_network(network, "softmax_cross_entropy", 25, np.float64)
    program.load(parameters)
    expected = program.forward(x).copy()
    cost = program.cost_value(y)
    for fewest in (4, 25, 64):
        monkeypatch.setattr("nndesigner.engine.evaluate._CHUNK_BYTES", 1)
        monkeypatch.setattr("nndesigner.engine.evaluate._FEWEST", fewest)
        evaluator = Evaluator(network, "softmax_cross_entropy", np.float64)
        np.testing.assert_allclose(evaluator.outputs(parameters, x), expected, rtol=1e-13)
        assert evaluator.cost(parameters, x, y).data == pytest.approx(cost, rel=1e-13)


def test_the_same_call_gives_the_same_bits_after_any_other() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 70)
    evaluator = Evaluator(network, "cross_entropy", "float32")
    first = evaluator.outputs(parameters_of(network), x), evaluator.cost(parameters_of(network), x, y)
    evaluator.outputs(parameters_of(network, seed=9), x[:3])
    again = evaluator.measure(parameters_of(network), x, y)
    assert first[0].tobytes() == again[0].tobytes()
    assert first[1] == again[1]
    assert first[0].flags.c_contiguous


def test_the_penalty_is_reported_apart() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 10)
    parameters = parameters_of(network)
    cost = Evaluator(network, "mse", np.float64).cost(parameters, x, y, 0.3, 40)
    squares = sum(float(np.square(w).sum()) for w in parameters.weights.values())
    assert cost.penalty == pytest.approx(0.3 / 80.0 * squares)
    assert cost.total == cost.data + cost.penalty
    assert Evaluator(network, "mse", np.float64).cost(parameters, x, y) == CostValue(cost.data, 0.0)


def test_no_rows_have_no_cost() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 1)
    outputs, cost = Evaluator(network, "mse").measure(parameters_of(network), x[:0], y[:0])
    assert outputs.shape == (0, 3)
    assert math.isnan(cost.data)


def test_numbers_that_overflow_are_returned_and_not_warned_of() -> None:
    network = plain("relu", "linear")
    x, y = rows(network, 4)
    cost = Evaluator(network, "mse").cost(parameters_of(network), x * 1e30, y)
    assert not math.isfinite(cost.data)
