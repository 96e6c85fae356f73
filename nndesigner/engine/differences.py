"""The slope of the cost in one parameter, measured by moving it, beside the one of backpropagation."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.feed import Feed
from nndesigner.engine.network import Role
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.program import Program, quiet
from nndesigner.engine.rounding import ROUNDED, cost_rounding

_RETRY = 100.0
"""At a kink the difference is tried again with h divided by this."""


class Slope(NamedTuple):
    """A difference of two costs.

    Attributes:
        value: (C(p + h) − C(p − h)) / 2h.
        h: With this h.
    """

    value: float
    h: float


class Differences:
    """Cost, gradient and central differences of one batch, regularisers included, in float64.

    Args:
        program: In float64, with the parameters loaded; it is moved and put back.
        x: Inputs, shape (rows, n_in).
        y: Desired outputs, shape (rows, n_out).
        ridge: λ.
        l1: λ₁.
        m: Number of training samples in the regularisers.
        weights: How much each row counts, shape (rows,); None where all count alike.
    """

    def __init__(
        self,
        program: Program,
        x: FloatArray,
        y: FloatArray,
        *,
        ridge: float,
        l1: float,
        m: int,
        weights: FloatArray | None,
    ) -> None:
        self._program, self._ridge, self._l1, self._m = program, ridge, l1, m
        self._x, self._y = np.array(x, np.float64, order="C"), np.array(y, np.float64, order="C")
        self._weights = None if weights is None else np.array(weights, np.float64)
        self._kinked = [
            (layer.id, np.array([_is_kinked(layer.neuron_activation(n)) for n in layer.neurons]))
            for layer in program.network.layers
            if layer.role is not Role.INPUT
        ]

    @quiet
    def gradient(self) -> FloatArray:
        """By backpropagation, flat: the passes that training makes, and the regularisers (eq. 20)."""
        program, rows = self._program, len(self._x)
        feed = Feed(self._x, self._y, rows, 0, weights=self._weights)
        program.learn(feed.batches(0, 0)[0], 1.0 / rows)
        exact = program.gradient.copy()
        weights, _ = program.layout.views(exact)
        for key, w in program.weights.items():
            if self._ridge:
                weights[key][...] += self._ridge / self._m * w
            if self._l1:
                weights[key][...] += self._l1 / self._m * np.sign(w)
        return exact

    @quiet
    def cost(self) -> float:
        """C with the present parameters."""
        self._program.forward(self._x)
        penalty = self._program.penalty(self._ridge, self._m, self._l1)
        return self._program.cost_value(self._y, self._weights) + penalty

    @quiet
    def rounding(self) -> float:
        """By how much C with the present parameters may be off in double precision."""
        self._program.forward(self._x)
        penalty = self._program.penalty(self._ridge, self._m, self._l1)
        return cost_rounding(self._program, self._y, self._weights) + ROUNDED * penalty

    @quiet
    def difference(self, place: int, h: float) -> Slope | None:
        """(C(p + h) − C(p − h)) / 2h of the parameter at a flat index, with less near a kink; None at one."""
        for width in (h, h / _RETRY):
            upper, sides = self._shifted(place, width)
            lower, other_sides = self._shifted(place, -width)
            if all(np.array_equal(one, other) for one, other in zip(sides, other_sides, strict=True)):
                return Slope((upper - lower) / (2.0 * width), width)
        return None

    @cached_property
    def _is_weight(self) -> NDArray[np.bool_]:
        """Flat, true where the L1 term reaches."""
        flat = np.zeros(self._program.layout.size, bool)
        for view in self._program.layout.views(flat)[0].values():
            view[...] = True
        return flat

    def _shifted(self, place: int, by: float) -> tuple[float, list[NDArray[np.bool_]]]:
        parameters = self._program.parameters
        before = parameters[place]
        parameters[place] = before + by
        found = self.cost(), self._sides(place)
        parameters[place] = before
        return found

    def _sides(self, place: int) -> list[NDArray[np.bool_]]:
        """On which side of every kink the last forward pass was."""
        program = self._program
        sides = [program.z[layer][:, kinked] > 0.0 for layer, kinked in self._kinked if kinked.any()]
        of_cost = program.cost.kinks(program.outputs, self._y) if program.cost is not None else None
        if of_cost is not None:
            sides.append(of_cost > 0.0)
        if self._l1 and self._is_weight[place]:
            sides.append(program.parameters[place : place + 1] > 0.0)
        return sides


def _is_kinked(name: str) -> bool:
    return ACTIVATIONS[name].kinked
