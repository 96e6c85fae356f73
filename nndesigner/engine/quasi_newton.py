"""One step of L-BFGS: direction, length, and what it taught about the curvature."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nndesigner.engine.line_search import Point, strong_wolfe
from nndesigner.engine.memory import Memory
from nndesigner.engine.optimisers.lbfgs import L_BFGS, LEAST_CURVATURE
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.program import Program
from nndesigner.engine.rules import Rules

Objective = Callable[[], float]
"""Computes the cost at the program's parameters, regulariser included, and leaves its gradient there."""


class QuasiNewton:
    """Moves the parameters of a program along −H g, H being what its steps told about the curvature.

    Args:
        program: Whose parameters it changes.
        rules: Settings of the descent.
        memory: Earlier steps; begun afresh where it is another optimiser's.
    """

    def __init__(self, program: Program, rules: Rules, memory: Memory) -> None:
        self._program, self._rules = program, rules
        known = memory.optimizer == L_BFGS.name
        self._steps = memory.steps if known else 0
        flats = {name: self._flat(memory, name) for name in (memory.slots if known else ())}
        self._gradient, self._move = flats.get("gradient"), flats.get("move")
        count = sum(name.startswith("step ") for name in flats)
        self._pairs = [(flats[f"step {n}"], flats[f"change {n}"]) for n in range(count)]

    @property
    def memory(self) -> Memory:
        """A copy of the steps remembered."""
        flats: dict[str, FloatArray] = {}
        if self._gradient is not None and self._move is not None:
            flats = {"gradient": self._gradient, "move": self._move}
        for n, (step, change) in enumerate(self._pairs):
            flats |= {f"step {n}": step, f"change {n}": change}
        slots = {name: self._program.layout.parameters(flat) for name, flat in flats.items()}
        return Memory(L_BFGS.name, self._steps, slots)

    def step(self, objective: Objective, rate: float) -> None:
        """Take one step.

        Args:
            objective: What is minimised.
            rate: η: the length tried first, or with `rules.line_search` off the one taken; 1 suits most.
        """
        program = self._program
        cost = objective()
        g = program.gradient.copy()
        self._remember(g, self._rules.memory)
        direction = L_BFGS.direction(g, self._pairs)
        slope = float(np.dot(g, direction))
        if not slope < 0.0:
            # Rounding, or a kink of the cost: what was remembered is of no use.
            self._pairs, direction = [], np.negative(g)
            slope = float(np.dot(g, direction))
        self._gradient, self._move = g, np.zeros_like(g)
        self._steps += 1
        if not slope < 0.0:
            return
        first = rate if self._pairs else rate * min(1.0, 1.0 / float(np.abs(g).sum()))
        start = program.parameters.copy()
        t = first
        if self._rules.line_search:
            t = strong_wolfe(self._along(objective, start, direction), Point(0.0, cost, slope), first).t
            if not t:
                self._pairs = []  # They led to where nothing is lower: the next step begins afresh along −g.
        np.multiply(direction, t, self._move)
        np.add(start, self._move, program.parameters)

    def _along(
        self, objective: Objective, start: FloatArray, direction: FloatArray
    ) -> Callable[[float], Point]:
        program = self._program

        def measure(t: float) -> Point:
            np.multiply(direction, t, program.parameters)
            np.add(start, program.parameters, program.parameters)
            cost = objective()
            return Point(t, cost, float(np.dot(program.gradient, direction)))

        return measure

    def _remember(self, g: FloatArray, most: int) -> None:
        """Add the last step with the change of the gradient that it made."""
        if self._gradient is not None and self._move is not None:
            change = g - self._gradient
            if float(np.dot(change, self._move)) > LEAST_CURVATURE:
                self._pairs.append((self._move, change))
        del self._pairs[: max(len(self._pairs) - most, 0)]

    def _flat(self, memory: Memory, name: str) -> FloatArray:
        flat: FloatArray = np.zeros_like(self._program.parameters)
        self._program.layout.fill(flat, memory.slots[name])
        if self._program.trainable is not None:
            flat *= self._program.trainable
        return flat
