"""All passes of a program for one number of rows, each made when it is first needed."""

from __future__ import annotations

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

    def learn(self, batch: Batch, factor: float) -> None:
        """All passes in one go; see `Program.learn`."""
        self.backward.set_factor(factor)
        self._made((batch.weights is not None, False, False))(*batch)

    def descend(self, batch: Batch, factor: float, shrinking: bool) -> None:
        """All passes and the step in one go; see `Program.descend`."""
        self.backward.set_factor(factor)
        self._made((batch.weights is not None, shrinking, True))(*batch)

    def _made(self, kind: tuple[bool, bool, bool]) -> Step:
        """The function of a step that is (weighted by rows, shrinking, taken rather than only computed)."""
        found = self._steps.get(kind)
        if found is None:
            found = self._steps[kind] = self._make(kind)
        return found

    def _make(self, kind: tuple[bool, bool, bool]) -> Step:
        weighted, shrinking, taken = kind
        back = self.backward
        errors = [*back.first_calls, *back.scale_calls(weighted=weighted), *back.calls]
        last = self._descent_calls(shrinking) if taken else self.gradient_products.calls
        return straight([*self.forward.calls, *errors, *last])

    def _descent_calls(self, shrinking: bool) -> list[Call]:
        program, p = self._program, self._program.parameters
        shrink: list[Call] = [partial(np.multiply, p, program.kept, p)] if shrinking else []
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
