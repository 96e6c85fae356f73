"""One step of an elementwise optimiser: frozen parameters, clipping, regulariser, update."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from nndesigner.engine.activations.activation import Call
from nndesigner.engine.memory import Memory
from nndesigner.engine.optimisers import Elementwise
from nndesigner.engine.optimisers.optimiser import Block
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.program import Program
from nndesigner.engine.rules import Rules
from nndesigner.engine.straight import Step, straight

_BLOCK = 1 << 15
"""Parameters treated at a time: a block with all that an optimiser remembers of it stays in the cache."""


class Descent:
    """Turns the gradient that a program has computed into a step of its parameters.

    Removed and frozen parameters stay as they are, to the last bit: their gradient is set to zero, and no
    regulariser reaches them.

    Args:
        program: Whose parameters it changes.
        optimiser: How.
        rules: Settings of the descent.
        m: Number of training samples.
        memory: What the optimiser remembers; begun afresh where it is another optimiser's.
    """

    def __init__(
        self, program: Program, optimiser: Elementwise, rules: Rules, m: int, memory: Memory
    ) -> None:
        self._program, self._optimiser, self._rules, self._m = program, optimiser, rules, m
        self._bare = program.trainable is None and not (rules.clip_value or rules.clip_norm or rules.l1)
        known = memory.optimizer == optimiser.name
        self._steps = memory.steps if known else 0
        self._slots = {name: np.zeros_like(program.parameters) for name in optimiser.slots}
        for name in self._slots.keys() & (memory.slots.keys() if known else set()):
            program.layout.fill(self._slots[name], memory.slots[name])
            if program.trainable is not None:
                self._slots[name] *= program.trainable
        count = len(optimiser.numbers(rules, 1.0, 1))
        self._k = tuple(np.empty((), program.dtype) for _ in range(count))
        self._kept_for: float | None = None

    @property
    def memory(self) -> Memory:
        """A copy of what the optimiser remembers now."""
        slots = {name: self._program.layout.parameters(flat) for name, flat in self._slots.items()}
        return Memory(self._optimiser.name, self._steps, slots)

    def unit(self, rate: float) -> float:
        """What the gradient of the mean cost has to be multiplied by before `update`."""
        return rate if self._optimiser.scaled else 1.0

    @property
    def varies(self) -> bool:
        """Whether the numbers of a step change although η and λ do not."""
        return bool(self._k)

    def is_bare(self, ridge: float) -> bool:
        """Whether a step is nothing but what the optimiser makes of the gradient, and shrinking at most."""
        return self._bare and (not ridge or self._optimiser.shrinks)

    def begin(self, rate: float, ridge: float = 0.0) -> None:
        """Write down the numbers of the next step: η and λ as the calls need them."""
        if self._k:
            self._steps += 1
            numbers = self._optimiser.numbers(self._rules, rate, self._steps)
            for cell, number in zip(self._k, numbers, strict=True):
                cell.fill(number)
        if ridge:
            self._set_kept(rate, ridge)

    def update(self, rate: float, ridge: float) -> None:
        """Take one step with the gradient of the program, which is used up.

        Args:
            rate: η in force.
            ridge: λ.
        """
        shrinks = self._optimiser.shrinks
        self.finish(0.0 if shrinks else ridge, self.unit(rate))
        self.begin(rate, ridge if shrinks else 0.0)
        if ridge and shrinks:
            np.multiply(self._program.parameters, self._program.kept, self._program.parameters)
        self._update()

    @cached_property
    def calls(self) -> list[Call]:
        """What the optimiser makes of the gradient, block by block."""
        return [call for block in self._blocks for call in self._optimiser.calls(block, self._k)]

    @cached_property
    def _update(self) -> Step:
        return straight(self.calls)

    def _set_kept(self, rate: float, ridge: float) -> None:
        """Write 1 − ηλ/m, the share of a weight that ridge leaves (eq. 21 with its missing η)."""
        decay = rate * ridge / self._m
        if decay != self._kept_for:
            self._kept_for = decay
            np.multiply(self._regularised, -decay, self._program.kept)
            np.add(self._program.kept, 1.0, self._program.kept)

    def finish(self, ridge: float, unit: float = 1.0) -> None:
        """Make of the gradient of the data's cost the one to go by: nothing frozen, clipped, regularised.

        Args:
            ridge: λ.
            unit: What the gradient has been multiplied by.
        """
        program, rules = self._program, self._rules
        g = program.gradient
        if program.trainable is not None:
            np.multiply(g, program.trainable, g)
        if rules.clip_value is not None:
            np.clip(g, -unit * rules.clip_value, unit * rules.clip_value, g)
        if rules.clip_norm is not None:
            _shorten(g, unit * rules.clip_norm)
        if ridge or rules.l1:
            self._regularise(unit * ridge, unit * rules.l1)

    def _regularise(self, ridge: float, l1: float) -> None:
        """Add the gradients (λ/m) w and (λ₁/m) sgn w of the regularisers (eq. 20 for ridge)."""
        reached, start = self._regularised, 0
        for block in self._blocks:
            here = reached[start : start + len(block.p)]
            start += len(block.p)
            for strength, form in ((ridge, np.positive), (l1, np.sign)):
                if strength:
                    form(block.p, block.spare)
                    np.multiply(block.spare, strength / self._m, block.spare)
                    np.multiply(block.spare, here, block.spare)
                    np.add(block.g, block.spare, block.g)

    @cached_property
    def _regularised(self) -> FloatArray:
        """Flat, 1 where a regulariser reaches, else 0."""
        return self._program.layout.regularised(self._program.dtype)

    @cached_property
    def _blocks(self) -> list[Block]:
        p, g, slots = self._program.parameters, self._program.gradient, tuple(self._slots.values())
        spare: FloatArray = np.empty(min(_BLOCK, len(p)), p.dtype)
        cuts = [slice(start, min(start + _BLOCK, len(p))) for start in range(0, len(p), _BLOCK)]
        return [
            Block(p[cut], g[cut], tuple(slot[cut] for slot in slots), spare[: cut.stop - cut.start])
            for cut in cuts
        ]


def _shorten(g: FloatArray, longest: float) -> None:
    """Scale a gradient down to a length, if it is longer (Pascanu et al. 2013)."""
    length = math.sqrt(float(np.dot(g, g)))
    if length > longest:
        np.multiply(g, longest / length, g)
