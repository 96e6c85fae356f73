"""Backpropagation against differences of the cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.network import Network, Role
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network, quiet

_FLOOR = 1e-3
"""Entries of the gradient are measured against at least this share of its largest."""


@dataclass(frozen=True)
class Place:
    """One parameter.

    Attributes:
        id: Connection id of a weight, layer id of a bias.
        j: Index of the receiving neuron.
        k: Index of the sending neuron; None for a bias.
    """

    id: int
    j: int
    k: int | None


@dataclass(frozen=True)
class GradientCheck:
    """How far the two gradients are apart.

    Attributes:
        max_relative_error: Largest relative error of the checked entries; 0 if none was checked.
        parameters_checked: How many were compared.
        parameters_skipped: How many sit at a kink, where the difference is not a derivative.
        worst: Where the largest error is; None if none was checked.
    """

    max_relative_error: float
    parameters_checked: int
    parameters_skipped: int
    worst: Place | None


@quiet
def check_gradients(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    ridge: float = 0.0,
    m: int | None = None,
    h: float = 1e-5,
    limit: int | None = None,
    seed: int = 0,
) -> GradientCheck:
    """Compare ∂C/∂w and ∂C/∂b with (C(w + h) − C(w − h)) / 2h, all in float64.

    The error of an entry is relative to the larger of the two numbers, or to a thousandth of the gradient's
    largest entry where both are smaller than that: the cost is rounded, and of a very small difference
    only the rounding is left.

    ReLU and step neurons have kinks at z = 0. Where the two costs lie on different sides of one, for any
    row, their difference says nothing about the derivative; such a parameter is tried again with a hundredth
    of h and then skipped and counted. Removed weights are not parameters and are left out.

    Args:
        network: What to check.
        parameters: Where to check it.
        cost: Registry name.
        x: Inputs, shape (rows, n_in).
        y: Desired outputs, shape (rows, n_out).
        ridge: λ.
        m: Number of training samples in the ridge term; the number of rows if not given.
        h: Half the distance of the two costs.
        limit: Check at most so many parameters, drawn from `seed`; all if None.
        seed: Of the draw.

    Raises:
        NetworkError: The network cannot be computed with this cost.
    """
    program = compile_network(network, cost, len(x), np.float64)
    program.load(parameters)
    checker = _Checker(program, np.array(x, np.float64), np.array(y, np.float64), ridge, m or len(x))
    places = _drawn(program, limit, seed)
    exact = checker.gradient()
    floor = max(_FLOOR * float(np.abs(exact).max(initial=0.0)), np.finfo(np.float64).tiny)
    worst, checked = 0.0, 0
    worst_at: int | None = None
    for place in places.tolist():
        difference = checker.difference(place, h)
        if difference is None:
            continue
        checked += 1
        scale = max(abs(difference), abs(float(exact[place])), floor)
        error = abs(difference - float(exact[place])) / scale
        if worst_at is None or not error <= worst:
            worst, worst_at = error, place
    named = None if worst_at is None else _named(program, worst_at)
    return GradientCheck(worst, checked, len(places) - checked, named)


class _Checker:
    """Cost and gradient, ridge included, of one batch."""

    def __init__(self, program: Program, x: FloatArray, y: FloatArray, ridge: float, m: int) -> None:
        self._program, self._x, self._y, self._ridge, self._m = program, x, y, ridge, m
        self._kinked = [
            (layer.id, np.array([_is_kinked(layer.neuron_activation(n)) for n in layer.neurons]))
            for layer in program.network.layers
            if layer.role is not Role.INPUT
        ]

    def gradient(self) -> FloatArray:
        program = self._program
        program.forward(self._x)
        program.backward(self._y)
        exact = program.gradient.copy()
        weights = slice(0, program.weight_count)
        exact[weights] += self._ridge / self._m * program.parameters[weights]
        return exact

    def difference(self, place: int, h: float) -> float | None:
        """Central difference in one parameter; None at a kink."""
        for width in (h, h / 100.0):
            upper, sides = self._shifted(place, width)
            lower, other_sides = self._shifted(place, -width)
            if all(np.array_equal(one, other) for one, other in zip(sides, other_sides, strict=True)):
                return (upper - lower) / (2.0 * width)
        return None

    def _shifted(self, place: int, by: float) -> tuple[float, list[NDArray[np.bool_]]]:
        program = self._program
        before = program.parameters[place]
        program.parameters[place] = before + by
        program.forward(self._x)
        cost = program.cost_value(self._y) + program.penalty(self._ridge, self._m)
        program.parameters[place] = before
        return cost, [program.z[layer][:, kinked] > 0.0 for layer, kinked in self._kinked if kinked.any()]


def _is_kinked(name: str) -> bool:
    return ACTIVATIONS[name].kinked


def _drawn(program: Program, limit: int | None, seed: int) -> NDArray[np.intp]:
    """Flat indices of the parameters to check, removed weights left out."""
    there = np.ones(program.layout.size, bool)
    weights, _ = program.layout.views(there)
    for connection in program.network.connections:
        if connection.mask is not None:
            weights[connection.id][~connection.mask] = False
    indices = np.flatnonzero(there)
    if limit is None or limit >= len(indices):
        return indices
    return np.sort(np.random.Generator(np.random.PCG64(seed)).choice(indices, limit, replace=False))


def _named(program: Program, index: int) -> Place:
    weights, biases = program.layout.views(np.arange(program.layout.size))
    for key, indices in weights.items():
        found = np.argwhere(indices == index)
        if len(found):
            return Place(key, int(found[0, 0]), int(found[0, 1]))
    layer = next(key for key, indices in biases.items() if index in indices)
    return Place(layer, int(np.flatnonzero(biases[layer] == index)[0]), None)
