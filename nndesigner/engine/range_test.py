"""Which learning rates teach a network: the range test (Smith 2017).

Training runs for a while with a learning rate that grows geometrically. Where it is too small the cost stays
as it is, in between it falls, and where it is too large it rises and at last explodes. A good learning rate
to begin with lies where the cost falls fastest.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.feed import order_of
from nndesigner.engine.network import Network
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import quiet
from nndesigner.engine.rules import Rules
from nndesigner.engine.trainer import Trainer
from nndesigner.errors import NetworkError

EXPLODED = 4.0
"""The test ends when the smoothed cost is this many times its lowest value."""

_CEILING = 10.0
"""A cost counts as risen by at most so many times the first, or one step would hide all those beside it."""

_WIDTH, _LEAST_WIDTH = 0.025, 1.5
"""Standard deviation of the smoothing as a share of the steps planned, and its least in steps."""

_NOTICEABLE = 0.02
"""A fall by less than this share of the first cost is no learning."""

_CHANCE = 4.0
"""Nor is one by less than so many standard deviations of a smoothed cost: batches differ by chance."""

_NORMAL = 1.4826
"""Standard deviation of normal numbers whose median size is 1."""


@dataclass(frozen=True, eq=False)
class RangeTest:
    """The steps of a test up to now.

    Attributes:
        rates: η of each step, shape (n,), rising geometrically.
        costs: Cost of each step's mini-batch with the regularisers, before the step: what the steps with
            smaller rates have led to. The last may be infinite or not a number.
        starts: Cost of the same mini-batches with the parameters that the test began with, shape (n,).
        planned: How many steps there are at most.
    """

    rates: FloatArray
    costs: FloatArray
    starts: FloatArray
    planned: int

    @cached_property
    def smoothed(self) -> FloatArray:
        """What has become of the cost, averaged over neighbouring steps, shape (n,).

        Mini-batches differ much more from each other than one step changes them. So what is averaged is the
        difference of each from its own cost at the start; their mean cost at the start is added again.
        """
        return _smooth(self._differences, self._width) + float(self.starts.mean())

    @property
    def exploded(self) -> bool:
        """Whether the cost has grown out of hand at the last step."""
        if not (math.isfinite(self.costs[-1]) and math.isfinite(self.starts[-1])):
            return True
        lowest = max(float(np.min(self.smoothed)), _NOTICEABLE * float(self.smoothed[0]))
        return float(self.smoothed[-1]) > EXPLODED * lowest

    @property
    def finished(self) -> bool:
        """Whether the last step has been made."""
        return self.exploded or len(self.rates) == self.planned

    @property
    def suggestion(self) -> float | None:
        """η where the smoothed cost falls fastest over log η; None where nothing was learned."""
        if len(self.rates) < 2 or not np.isfinite(self.starts).all():
            return None
        lowest = int(np.argmin(self.smoothed))
        noticeable = max(_NOTICEABLE * float(self.smoothed[0]), _CHANCE * self._noise)
        if self.smoothed[0] - self.smoothed[lowest] <= noticeable:
            return None
        slope = np.gradient(self.smoothed, np.log(self.rates))[: lowest + 1]
        return float(self.rates[int(np.argmin(slope))])

    @property
    def _width(self) -> float:
        return max(_WIDTH * self.planned, _LEAST_WIDTH)

    @cached_property
    @quiet
    def _differences(self) -> FloatArray:
        rise = np.nan_to_num(self.costs, nan=np.inf, posinf=np.inf) - self.starts
        level = float(self.starts.mean())
        return rise.clip(max=_CEILING * level if level > 0.0 else np.finfo(np.float64).max)

    @property
    def _noise(self) -> float:
        """Standard deviation of a smoothed cost, from neighbours; the median does not see an explosion."""
        single = _NORMAL * float(np.median(np.abs(np.diff(self._differences)))) / math.sqrt(2.0)
        return single / math.sqrt(2.0 * math.sqrt(math.pi) * self._width)


def range_test(
    network: Network,
    parameters: Parameters,
    x: FloatArray,
    y: FloatArray,
    *,
    cost: str,
    batch_size: int | None,
    ridge: float = 0.0,
    cost_ridge: float | None = None,
    seed: int = 0,
    dtype: DTypeLike = np.float32,
    rules: Rules | None = None,
    row_weights: FloatArray | None = None,
    low: float = 1e-5,
    high: float = 10.0,
    steps: int = 100,
) -> RangeTest:
    """Train with η from low to high and see what the cost does. The parameters given stay as they are.

    Args:
        network: What to train.
        parameters: Where to start.
        x: Inputs of the training rows, shape (m, n_in).
        y: Desired outputs, shape (m, n_out).
        cost: Registry name.
        batch_size: N; None for the full batch.
        ridge: λ that training goes by.
        cost_ridge: λ in the cost; None where it is the same. It is 0 where ridge only shrinks the weights.
        seed: Fixes the order of the rows.
        dtype: float32 or float64.
        rules: How a gradient becomes a step; its schedule and warm-up are left out.
        row_weights: How much each row counts in the cost, shape (m,); None where all count alike.
        low: The first η, above 0.
        high: The last η, above `low`.
        steps: How many steps, one mini-batch each, at least 2. It ends earlier when the cost explodes.

    Raises:
        NetworkError: Network, parameters, data and cost do not go together, or cannot be learned by descent;
            the optimiser finds the length of its steps itself.
        ValueError: The range or the number of steps makes no sense.
    """
    so_far = range_test_so_far(
        network,
        parameters,
        x,
        y,
        cost=cost,
        batch_size=batch_size,
        ridge=ridge,
        cost_ridge=cost_ridge,
        seed=seed,
        dtype=dtype,
        rules=rules,
        row_weights=row_weights,
        low=low,
        high=high,
        steps=steps,
    )
    return deque(so_far, maxlen=1).pop()


def range_test_so_far(
    network: Network,
    parameters: Parameters,
    x: FloatArray,
    y: FloatArray,
    *,
    cost: str,
    batch_size: int | None,
    ridge: float = 0.0,
    cost_ridge: float | None = None,
    seed: int = 0,
    dtype: DTypeLike = np.float32,
    rules: Rules | None = None,
    row_weights: FloatArray | None = None,
    low: float = 1e-5,
    high: float = 10.0,
    steps: int = 100,
) -> Iterator[RangeTest]:
    """The same step by step: yields the test up to now after each, until it is finished."""
    if not (0.0 < low < high and steps >= 2):
        raise ValueError(f"a range from {low} to {high} in {steps} steps")
    rules = rules or Rules()
    _check_paced(rules)
    trainer = Trainer(
        network,
        parameters,
        x,
        y,
        cost=cost,
        batch_size=batch_size,
        learning_rate=low,
        ridge=ridge,
        seed=seed,
        dtype=dtype,
        rules=replace(rules, schedule="constant", warmup=0.0),
        row_weights=row_weights,
    )
    evaluator = Evaluator(network, cost, dtype)
    decay = ridge if cost_ridge is None else cost_ridge
    rates = np.geomspace(low, high, steps)
    costs: FloatArray = np.empty((2, steps))
    for step, rate in enumerate(rates):
        batch = _next_rows(trainer, seed, len(x))
        counts = None if row_weights is None else row_weights[batch]
        for place, values in enumerate((trainer.parameters(), parameters)):
            _, value = evaluator.measure(
                values, x[batch], y[batch], decay, len(x), l1=rules.l1, weights=counts
            )
            costs[place, step] = value.total
        now, before = costs[:, : step + 1].copy()
        found = RangeTest(rates[: step + 1], now, before, steps)
        yield found
        if found.exploded:
            return
        trainer.learning_rate = float(rate)
        trainer.step()


def _check_paced(rules: Rules) -> None:
    optimiser = OPTIMISERS[rules.optimizer]
    if optimiser.whole_batch and rules.line_search:
        raise NetworkError(
            f"{optimiser.label} finds the length of its steps itself: there is no learning rate to look for.",
            remedy="Choose another optimiser.",
        )


def _next_rows(trainer: Trainer, seed: int, rows: int) -> NDArray[np.int64] | slice:
    """The rows of the mini-batch that the trainer takes next."""
    whole = OPTIMISERS[trainer.rules.optimizer].whole_batch
    if whole or trainer.batch_size is None or trainer.batch_size >= rows:
        return slice(None)
    return order_of(seed, trainer.epoch, rows)[trainer.offset : trainer.offset + trainer.batch_size]


def _smooth(values: FloatArray, width: float) -> FloatArray:
    """A Gaussian average whose weights sum to one at the ends too; centred, so that nothing is delayed."""
    reach = math.ceil(3.0 * width)
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / width))
    whole = np.convolve(values, kernel)[reach : reach + len(values)]
    weight = np.convolve(np.ones(len(values)), kernel)[reach : reach + len(values)]
    smooth: FloatArray = whole / weight
    return smooth
