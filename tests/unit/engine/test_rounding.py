"""The rounding error of a cost that is foreseen, beside the one that exact fractions show."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network
from nndesigner.engine.rounding import ROUNDED, cost_rounding
from tests.unit.engine.builders import chain, parameters_of, plain, rows

NARROW = 1e3
"""How much larger than the true error the foreseen one may be."""


def line(w: FloatArray, b: float, rows: int) -> Program:
    """One linear neuron with the squared error."""
    network = chain([len(w), 1], ["linear"])
    program = compile_network(network, "mse", rows, np.float64)
    program.load(Parameters({network.connections[0].id: w[None]}, {network.layers[1].id: np.array([b])}))
    return program


def exact_cost(w: FloatArray, b: float, x: FloatArray, y: FloatArray) -> Fraction:
    z = [sum((Fraction(p) * Fraction(q) for p, q in zip(w, row, strict=True)), Fraction(b)) for row in x]
    squares = ((value - Fraction(desired)) ** 2 for value, desired in zip(z, y[:, 0], strict=True))
    return sum(squares, Fraction(0)) / (2 * len(x))


@pytest.mark.parametrize("size", [1.0, 1e4, 1e8])
@pytest.mark.parametrize("residual", [1.0, 1e-3])
def test_large_numbers_that_cancel_leave_their_rounding_in_the_cost(size: float, residual: float) -> None:
    random = np.random.default_rng(5)
    x = random.normal(size=(4, 3))
    w, b = size * random.normal(size=3), size
    y = (x @ w + b)[:, None] - residual
    program = line(w, b, len(x))
    program.forward(x)
    off = abs(float(Fraction(program.cost_value(y)) - exact_cost(w, b, x, y)))
    foreseen = cost_rounding(program, y, None)
    assert off <= foreseen
    assert foreseen <= NARROW * max(off, np.finfo(np.float64).eps * residual * size)


def test_a_logarithm_of_nearly_one_is_no_finer_than_the_one() -> None:
    network = chain([1, 2], ["softmax"])
    program = compile_network(network, "softmax_cross_entropy", 1, np.float64)
    w = np.array([[40.0], [0.0]])
    program.load(Parameters({network.connections[0].id: w}, {network.layers[1].id: np.zeros(2)}))
    program.forward(np.ones((1, 1)))
    y = np.array([[1.0, 0.0]])
    assert program.cost_value(y) == 0.0  # truly ln(1 + e⁻⁴⁰) = 4·10⁻¹⁸
    assert np.exp(-40.0) < cost_rounding(program, y, None) < 2.0 * ROUNDED


def test_rows_count_as_they_do_in_the_cost() -> None:
    network = plain("tanh", "sigmoid")
    x, y = rows(network, 3)
    program = compile_network(network, "mse", 3, np.float64)
    program.load(parameters_of(network))
    program.forward(x)
    single = []
    for row in range(3):
        program.forward(x[row : row + 1])
        single.append(cost_rounding(program, y[row : row + 1], None))
    program.forward(x)
    assert cost_rounding(program, y, None) == pytest.approx(np.mean(single))
    weights = np.array([0.0, 2.0, 0.5])
    assert cost_rounding(program, y, weights) == pytest.approx(np.dot(weights, single) / 3.0)
