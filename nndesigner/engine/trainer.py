"""Training, one mini-batch at a time. Knows no threads, no screen and no clock."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike

from nndesigner.engine.descent import Descent
from nndesigner.engine.dropout import Dropout
from nndesigner.engine.feed import Batch, Feed, has_ones
from nndesigner.engine.learning import check_shapes, check_teachable, rows_at_once
from nndesigner.engine.memory import Memory
from nndesigner.engine.network import Network
from nndesigner.engine.optimisers import OPTIMISERS, SGD_PLAIN, Elementwise
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import compile_network, quiet
from nndesigner.engine.quasi_newton import QuasiNewton
from nndesigner.engine.rules import Rules
from nndesigner.engine.schedules import SCHEDULES, warming
from nndesigner.errors import NetworkError


def _never() -> bool:
    return False


class Trainer:
    """Mini-batch gradient descent from given parameters, memory, epoch and place within the epoch.

    What follows is a function of these and the settings alone: stopping after any step, and starting a new
    trainer from what was reached, gives the same numbers to the last bit.

    Args:
        network: What to train.
        parameters: Where to start.
        x: Inputs of the training rows, shape (m, n_in). Used in place where precision and layout fit.
        y: Desired outputs, shape (m, n_out).
        cost: Registry name.
        batch_size: N; None for the full batch, in the order of the rows.
        learning_rate: η.
        ridge: λ.
        seed: Fixes the order of the rows in every epoch, and what dropout silences.
        dtype: float32 or float64.
        epoch: Completed epochs.
        offset: Rows already used of the epoch that has begun.
        rules: How a gradient becomes a step.
        memory: What the optimiser remembers.
        row_weights: How much each row counts in the cost, shape (m,); None where all count alike.
        cuts: How often η was reduced on a plateau.

    Raises:
        NetworkError: Network, parameters, data and cost do not go together, or cannot be learned by descent.

    Attributes:
        learning_rate: η; may be set between steps.
        ridge: λ; may be set between steps.
        cuts: May be set between steps.
        steps: Steps made by this trainer.
        samples: Rows used by this trainer.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        x: FloatArray,
        y: FloatArray,
        *,
        cost: str,
        batch_size: int | None,
        learning_rate: float,
        ridge: float = 0.0,
        seed: int = 0,
        dtype: DTypeLike = np.float32,
        epoch: int = 0,
        offset: int = 0,
        rules: Rules | None = None,
        memory: Memory | None = None,
        row_weights: FloatArray | None = None,
        cuts: int = 0,
    ) -> None:
        self.network, self.learning_rate, self.ridge, self.cuts = network, learning_rate, ridge, cuts
        self._cost, self._seed = cost, seed
        ready = x.dtype == np.dtype(dtype) and has_ones(x)
        self._x: FloatArray = x if ready else np.ascontiguousarray(x, dtype)
        self._y: FloatArray = np.ascontiguousarray(y, dtype)
        self._row_weights = None if row_weights is None else np.ascontiguousarray(row_weights, dtype)
        self._epoch, self._offset = epoch, offset
        self.steps = self.samples = 0
        self._rows = len(self._x)
        check_shapes(network, self._x, self._y)
        check_teachable(network, cost)
        self._waiting: list[Batch] = []
        self._batch_size, self._rules = batch_size, rules or Rules()
        self._set_up(parameters, memory or Memory())
        reason = self._program.target_refusal(self._y)
        if reason is not None:
            raise NetworkError(reason, remedy="Choose another cost or another target column.")

    @property
    def epoch(self) -> int:
        """Completed epochs."""
        return self._epoch

    @property
    def offset(self) -> int:
        """Rows already used of the epoch that has begun."""
        return self._offset

    @property
    def batch_size(self) -> int | None:
        """N, or None for the full batch; may be set between steps."""
        return self._batch_size

    @batch_size.setter
    def batch_size(self, size: int | None) -> None:
        if size != self._batch_size:
            self._batch_size = size
            self._set_up(self.parameters(), self.memory())

    @property
    def rules(self) -> Rules:
        """How a gradient becomes a step; may be set between steps. A new optimiser begins with no memory."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._set_up(self.parameters(), self.memory())

    @property
    def rate(self) -> float:
        """η in force, as schedule, warm-up and plateaus leave it."""
        rules, rate = self._rules, self.learning_rate
        if rules.schedule == "constant" and not rules.warmup:
            return rate
        epochs, schedule = self._epoch + self._offset / self._rows, SCHEDULES[rules.schedule]
        if schedule.watches:
            rate *= rules.schedule_factor**self.cuts
        return (
            rate
            * schedule.share(epochs, rules.schedule_factor, rules.schedule_epochs)
            * warming(epochs, rules.warmup)
        )

    def step(self) -> None:
        """Train one mini-batch; at the end of the rows the epoch is complete and the next one begins."""
        self.run(1)

    @quiet
    def run(self, most: int, halted: Callable[[], bool] = _never) -> None:
        """Train batches until `most` are done, the epoch ends, or `halted` is true before one of them."""
        for _ in range(self._run_steadily(most, halted)):
            if halted():
                return
            if self._count(1, self._learn()):
                return

    def _run_steadily(self, most: int, halted: Callable[[], bool]) -> int:
        """Train batches of full size with nothing between two steps, and count them afterwards.

        Half a microsecond less per step is a tenth of a small network's.

        Returns:
            How many batches are left to be trained in other ways.
        """
        descent, size, ridge = self._descent, self._size, self.ridge
        if not self._is_steady or not descent.is_bare(ridge):
            return most
        rate, waiting, done = self.learning_rate, self._waiting, 0
        whole = min(most, (self._rows - self._offset) // size)
        step = self._program.bound_to(size).stepping(
            descent.unit(rate) / size, weighted=self._row_weights is not None, shrinking=ridge > 0.0
        )
        varies = descent.varies
        if not varies:
            descent.begin(rate, ridge)
        while done < whole and not halted():
            if not waiting:
                waiting = self._feed.batches(self._epoch, self._offset + done * size)
            if varies:
                descent.begin(rate, ridge)
            step(*waiting.pop())
            done += 1
        self._waiting = waiting
        ended = self._count(done, done * size)
        return 0 if ended or done < whole else most - done

    def _count(self, steps: int, rows: int) -> bool:
        """Count what was done; True if that was the end of the epoch."""
        self.steps += steps
        self.samples += rows
        self._offset += rows
        if self._offset < self._rows:
            return False
        self._epoch, self._offset = self._epoch + 1, 0
        return True

    def parameters(self) -> Parameters:
        """A copy of the present parameters."""
        return self._program.snapshot()

    def memory(self) -> Memory:
        """A copy of what the optimiser remembers."""
        return self._quasi.memory if self._quasi is not None else self._descent.memory

    @quiet
    def finite(self) -> bool:
        """Whether all parameters and the outputs of the last batch are finite numbers."""
        # A sum is as finite as its terms, and much cheaper than looking at each.
        total = float(np.add.reduce(self._program.parameters))
        return math.isfinite(total) and math.isfinite(float(np.add.reduce(self._program.outputs, axis=None)))

    # -- one batch; each returns its number of rows

    def _learn_one(self) -> int:
        batch, rate, ridge, descent = self._next(), self.rate, self.ridge, self._descent
        rows = len(batch.x)
        self._draw_masks(rows, 0)
        if descent.is_bare(ridge):
            descent.begin(rate, ridge)
            self._program.bound_to(rows).descend(batch, descent.unit(rate) / rows, ridge > 0.0)
        else:
            self._program.learn(batch, descent.unit(rate) / rows)
            descent.update(rate, ridge)
        return rows

    def _learn_in_parts(self) -> int:
        rate = self.rate
        self._sum_parts(self._descent.unit(rate))
        self._descent.update(rate, self.ridge)
        return self._rows_next()

    def _learn_whole(self) -> int:
        assert self._quasi is not None
        self._quasi.step(self._objective, self.rate)
        return self._rows_next()

    def _objective(self) -> float:
        """The regularised cost of all rows; its gradient is left in the program."""
        data = self._sum_parts(1.0, measured=True)
        self._descent.finish(self.ridge)
        return data + self._program.penalty(self.ridge, self._rows, self._rules.l1)

    def _sum_parts(self, factor: float, *, measured: bool = False) -> float:
        """Compute `factor` times the mean gradient of a batch too large to be held at once, part by part.

        Returns:
            Mean cost of the batch; 0 where it was not asked for.
        """
        program, rows, cost, start = self._program, self._rows_next(), 0.0, 0
        total: FloatArray = np.zeros_like(program.gradient)
        for part in self._feed.parts(self._epoch, self._offset):
            self._draw_masks(len(part.x), start)
            start += len(part.x)
            program.learn(part, factor / rows)
            if measured:
                cost += program.cost_value(part.y, part.weights) * len(part.x) / rows
            np.add(total, program.gradient, total)
        np.copyto(program.gradient, total)
        return cost

    def _next(self) -> Batch:
        if not self._waiting:
            self._waiting = self._feed.batches(self._epoch, self._offset)
        return self._waiting.pop()

    def _rows_next(self) -> int:
        return min(self._size, self._rows - self._offset)

    def _draw_masks(self, rows: int, start: int) -> None:
        masks = self._program.masks(rows)
        if masks is not None and self._dropout is not None:
            self._dropout.draw(masks, self._rules.dropout, self._epoch, self._offset + start)

    # -- setting up

    def _set_up(self, parameters: Parameters, memory: Memory) -> None:
        rules, optimiser = self._rules, OPTIMISERS[self._rules.optimizer]
        size = self._rows if self._batch_size is None else min(self._batch_size, self._rows)
        self._size = self._rows if optimiser.whole_batch else size
        if self._size == self._rows:
            self._offset = 0  # All rows are all rows: an epoch that has begun begins again.
        most = rows_at_once(self.network, self._x.dtype)
        program = self._program = compile_network(
            self.network, self._cost, min(self._size, most), self._x.dtype, dropping=rules.dropout > 0.0
        )
        program.load(parameters)
        self._dropout = Dropout(self._seed, program.neurons) if rules.dropout else None
        elementwise = optimiser if isinstance(optimiser, Elementwise) else SGD_PLAIN
        self._descent = Descent(program, elementwise, rules, self._rows, memory)
        self._quasi = QuasiNewton(program, rules, memory) if optimiser.whole_batch else None
        one = self._quasi is None and self._size <= most
        if not elementwise.scaled:
            program.update = self._descent.calls
        steady = rules.schedule == "constant" and not rules.warmup and not rules.dropout
        self._is_steady = one and steady
        self._feed = Feed(
            self._x,
            self._y,
            self._size,
            self._seed,
            at_once=most,
            weights=self._row_weights,
            signed=one and self._descent.is_bare(0.0) and program.wants_signed,
        )
        self._waiting = []
        self._learn: Callable[[], int] = self._learn_one
        if self._quasi is not None:
            self._learn = self._learn_whole
        elif not one:
            self._learn = self._learn_in_parts
