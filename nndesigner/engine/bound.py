"""All passes of a program for one number of rows, each made when it is first needed."""

from __future__ import annotations

import math
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.blas import has_products_in_place
from nndesigner.engine.compiling import Plan
from nndesigner.engine.feed import Batch
from nndesigner.engine.passes import BackwardPass, ForwardPass
from nndesigner.engine.products import GradientProducts, step_in_place
from nndesigner.engine.straight import Step, straight

if TYPE_CHECKING:
    from nndesigner.engine.program import Program

_WORTH_IT = 10_000
"""Weights from which products in place are faster than a gradient and a subtraction."""


class Passes:
    """The passes of a program bound to a number of rows."""

    def __init__(self, program: Program, plan: Plan, rows: int) -> None:
        self._program, self._plan, self.rows = program, plan, rows
        self.forward = ForwardPass(plan, program.layout, rows, program.parameters, program.buffers)
        self._steps: dict[tuple[bool, bool, bool], Step] = {}
        self._factor = math.nan

    def learn(self, batch: Batch, factor: float) -> None:
        """All passes in one go; see `Program.learn`."""
        if factor != self._factor:
            self._set_factor(factor)
        self._made((batch.weights is not None, False, False))(*batch)

    def descend(self, batch: Batch, factor: float, shrinking: bool) -> None:
        """Take one step with a batch; arguments as of `stepping`."""
        self.stepping(factor, weighted=batch.weights is not None, shrinking=shrinking)(*batch)

    def stepping(self, factor: float, *, weighted: bool, shrinking: bool) -> Step:
        """What takes one step: p ← kept · p, and then what `Program.update` makes of the gradient.

        Without one it is plain descent, p ← p − gradient. Where the matrices are large and NumPy's library
        can, each is changed by the very product that would have computed its gradient.

        Args:
            factor: Of the gradient: 1/N, for plain descent η/N.
            weighted: Whether the batches weigh their rows.
            shrinking: Whether `Program.kept` counts; else it is taken as 1.
        """
        if factor != self._factor:
            self._set_factor(factor)
        return self._made((weighted, shrinking, True))

    def _set_factor(self, factor: float) -> None:
        self._factor = factor
        self.backward.set_factor(factor)

    def _made(self, kind: tuple[bool, bool, bool]) -> Step:
        """The function of a step that is (weighted by rows, shrinking, taken rather than only computed)."""
        found = self._steps.get(kind)
        if found is None:
            found = self._steps[kind] = self._make(*kind)
        return found

    def _make(self, weighted: bool, shrinking: bool, taken: bool) -> Step:
        back, forward = self.backward, self.forward
        first = back.signed_calls() if taken and not weighted else None
        if first is None:
            first = [*forward.output_calls, *back.first_calls, *back.scale_calls(weighted=weighted)]
        last = self._descent_calls(shrinking) if taken else self.gradient_products.calls
        return straight([*forward.inner_calls, *first, *back.calls, *last])

    def _descent_calls(self, shrinking: bool) -> list[Call]:
        program, p = self._program, self._program.parameters
        shrink: list[Call] = [partial(np.multiply, p, program.kept, p)] if shrinking else []
        if program.update:
            return [*self.gradient_products.calls, *shrink, *program.update]
        if program.weight_count >= _WORTH_IT and has_products_in_place(program.dtype):
            x = program.buffers.x[: self.rows]
            return [
                *shrink,
                *step_in_place(self._plan, program.layout, self.forward, self.backward, p, x),
            ]
        g = program.gradient
        return [*self.gradient_products.calls, *shrink, partial(np.subtract, p, g, p)]

    @cached_property
    def backward(self) -> BackwardPass:
        """δ of every layer."""
        program = self._program
        return BackwardPass(
            self._plan, program.layout, self.forward, self.rows, program.parameters, program.errors
        )

    @cached_property
    def gradient_products(self) -> GradientProducts:
        """The gradient."""
        program = self._program
        return GradientProducts(self._plan, program.layout, self.forward, self.backward, program.gradient)
