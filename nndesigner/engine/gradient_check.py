"""Backpropagation against differences of the cost, parameter by parameter."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.differences import Differences
from nndesigner.engine.layout import Layout
from nndesigner.engine.network import BoolArray, Network
from nndesigner.engine.parameter_check import (
    TOLERANCE,
    H,
    ParameterCheck,
    Place,
    Sight,
    compare,
)
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import Program, compile_network


@dataclass(frozen=True, eq=False)
class Marks:
    """Which parameters something holds for: read-only arrays by id, shaped as the parameters."""

    weights: Mapping[int, BoolArray]
    biases: Mapping[int, BoolArray]


@dataclass(frozen=True, eq=False)
class Comparison:
    """The two gradients of all parameters, as arrays by id.

    Attributes:
        backprop: ∂C/∂p by backpropagation; of all, compared or not.
        difference: (C(p + h) − C(p − h)) / 2h; NaN where none was taken.
        relative_error: How far they are apart; NaN where nothing was compared.
        compared: Where the two were compared.
        skipped: Which parameters sit at a kink.
    """

    backprop: Parameters
    difference: Parameters
    relative_error: Parameters
    compared: Marks
    skipped: Marks


@dataclass(frozen=True)
class GradientCheck:
    """How far the two gradients are apart.

    Attributes:
        max_relative_error: Largest relative error of the checked entries; 0 if none was checked.
        parameters_checked: How many were compared.
        parameters_skipped: How many sit at a kink, where the difference is not a derivative.
        parameters_apart: How many of those compared differ by more than rounding explains.
        parameters_too_small: How many of those compared rounding leaves no digit to compare of.
        worst: Where the largest error is; None if none was checked.
        comparison: Parameter by parameter.
    """

    max_relative_error: float
    parameters_checked: int
    parameters_skipped: int
    parameters_apart: int
    parameters_too_small: int
    worst: Place | None
    comparison: Comparison = field(compare=False, repr=False)


def check_gradients(
    network: Network,
    parameters: Parameters,
    cost: str,
    x: FloatArray,
    y: FloatArray,
    *,
    ridge: float = 0.0,
    m: int | None = None,
    h: float = H,
    limit: int | None = None,
    seed: int = 0,
    l1: float = 0.0,
    weights: FloatArray | None = None,
) -> GradientCheck:
    """Compare ∂C/∂w and ∂C/∂b with (C(w + h) − C(w − h)) / 2h, all in float64.

    The error of an entry is relative to the larger of the two numbers, or to a thousandth of the gradient's
    largest entry where both are smaller than that: the cost is rounded, and of a very small difference
    only the rounding is left. Where all entries are small, as at a minimum, it is relative to what rounding
    lets one see at all, which follows from the numbers that the cost is computed from (`rounding`).

    Some activations have a kink at z = 0 (ReLU, step …), some costs where an output is right (absolute
    error) or far enough on its side (hinge), and the L1 term where a weight is 0. Where the two costs lie on
    different sides of a kink, for any row, their difference says nothing about the derivative; such a
    parameter is tried again with a hundredth of h and then skipped and counted. Removed weights are not
    parameters and are left out.

    Args:
        network: What to check.
        parameters: Where to check it.
        cost: Registry name.
        x: Inputs, shape (rows, n_in).
        y: Desired outputs, shape (rows, n_out).
        ridge: λ.
        m: Number of training samples in the regularisers; the number of rows if not given.
        h: Half the distance of the two costs.
        limit: Check at most so many parameters, drawn from `seed`; all if None.
        seed: Of the draw.
        l1: λ₁.
        weights: How much each row counts, shape (rows,); None where all count alike.

    Raises:
        NetworkError: The network cannot be computed with this cost.
    """
    checking = GradientChecking(
        network, parameters, cost, x, y,
        ridge=ridge, m=m, h=h, limit=limit, seed=seed, l1=l1, weights=weights,
    )  # fmt: skip
    deque(checking, maxlen=0)
    return checking.result()


class GradientChecking(Iterator[ParameterCheck]):
    """A check under way: each `next` compares one parameter, and `result` is that of those compared so far.

    Arguments and errors are those of `check_gradients`.

    Attributes:
        planned: How many parameters are going to be compared or skipped.
        done: How many have been.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        cost: str,
        x: FloatArray,
        y: FloatArray,
        *,
        ridge: float = 0.0,
        m: int | None = None,
        h: float = H,
        limit: int | None = None,
        seed: int = 0,
        l1: float = 0.0,
        weights: FloatArray | None = None,
    ) -> None:
        program = compile_network(network, cost, len(x), np.float64)
        program.load(parameters)
        self._batch = Differences(program, x, y, ridge=ridge, l1=l1, m=m or len(x), weights=weights)
        self._layout, self._h = program.layout, h
        self._named = _Names(program.layout)
        self._order = _drawn(program, limit, seed)
        self._exact = self._batch.gradient()
        self._sight = Sight.of(self._batch, self._exact)
        size = program.layout.size
        self._difference, self._error = np.full(size, np.nan), np.full(size, np.nan)
        self._compared, self._skipped = np.zeros(size, bool), np.zeros(size, bool)
        self.planned, self.done, self._too_small = len(self._order), 0, 0

    def __next__(self) -> ParameterCheck:
        if self.done == self.planned:
            raise StopIteration
        index = int(self._order[self.done])
        found = compare(self._batch, self._exact, self._sight, index, self._named[index], self._h)
        self.done += 1
        self._too_small += found.too_small
        if found.difference is None or found.relative_error is None:
            self._skipped[index] = True
        else:
            self._compared[index] = True
            self._difference[index], self._error[index] = found.difference, found.relative_error
        return found

    def result(self) -> GradientCheck:
        """What has been found up to now."""
        indices = np.flatnonzero(self._compared)
        errors = self._error[indices]
        # The first NaN counts as the largest.
        worst = int(indices[np.argmax(errors)]) if len(indices) else None
        return GradientCheck(
            max_relative_error=0.0 if worst is None else float(self._error[worst]),
            parameters_checked=len(indices),
            parameters_skipped=self.done - len(indices),
            parameters_apart=int(np.count_nonzero(~(errors <= TOLERANCE))),
            parameters_too_small=self._too_small,
            worst=None if worst is None else self._named[worst],
            comparison=self._comparison(),
        )

    def _comparison(self) -> Comparison:
        arrays = self._layout.parameters
        return Comparison(
            backprop=arrays(self._exact),
            difference=arrays(self._difference),
            relative_error=arrays(self._error),
            compared=self._marks(self._compared),
            skipped=self._marks(self._skipped),
        )

    def _marks(self, flat: BoolArray) -> Marks:
        flat = flat.copy()
        flat.flags.writeable = False
        return Marks(*self._layout.views(flat))


class _Names:
    """The place of each parameter by its flat index."""

    def __init__(self, layout: Layout) -> None:
        self._id, self._j, self._k = (np.full(layout.size, -1) for _ in range(3))
        for flat, axis in ((self._id, None), (self._j, 0), (self._k, 1)):
            weights, biases = layout.views(flat)
            for key, view in weights.items():
                view[...] = key if axis is None else np.indices(view.shape, sparse=True)[axis]
            for key, bias in biases.items():
                bias[...] = key if axis is None else np.arange(len(bias)) if axis == 0 else -1

    def __getitem__(self, index: int) -> Place:
        sender = int(self._k[index])
        return Place(int(self._id[index]), int(self._j[index]), None if sender < 0 else sender)


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
