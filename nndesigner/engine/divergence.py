"""Why numbers stopped being finite: what broke first, and what was measured on the way there."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.broken import (
    Broken,
    Kind,
    broken_cost,
    broken_data,
    broken_parameters,
    broken_pass,
)
from nndesigner.engine.costs import COSTS
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.engine.curvature import sharpest_curvature
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.engine.program import quiet
from nndesigner.engine.trainer import Trainer

_ROWS_MEASURED = 2048
_TINY = 1e-30
"""Length of parameters that are all zero."""


@dataclass(frozen=True)
class Measured:
    """Numbers of the steps before the break.

    Attributes:
        rate: η in force.
        decay: ηλ/m: the share of every weight that ridge takes away in one step of plain descent.
        input: Largest magnitude of a finite input.
        input_column: Where it is.
        target: Largest magnitude of a finite desired output.
        steps: Steps from the last finite measurement to the break.
        ratio: Length of the first of these steps beside the length of the parameters before it; None where
            even that was not finite.
        cost_before: Mean cost where these steps began, in float64.
        cost_after: The same after the last finite step.
        limit: η from which on steps overshoot further and further, by the curvature where training began;
            None where it could not be measured.
    """

    rate: float
    decay: float
    input: float
    input_column: int
    target: float
    steps: int = 0
    ratio: float | None = None
    cost_before: float = math.nan
    cost_after: float = math.nan
    limit: float | None = None


@dataclass(frozen=True)
class Diagnosis:
    """What broke first, and the numbers that led there; `broken` is None where it was not found in time."""

    broken: Broken | None
    measured: Measured


@quiet
def diagnose(
    trainer: Trainer,
    x: FloatArray,
    y: FloatArray,
    *,
    cost: str,
    start: Parameters,
    steps: int,
    halted: Callable[[], bool],
) -> Diagnosis:
    """Find what broke first, by training once more from where all was finite, one step at a time.

    After the break one NaN spoils the whole network within a step or two, so what is left tells nothing.

    Args:
        trainer: As it was at the last finite measurement; it is stepped.
        x: The training rows, shape (m, n_in), in the precision of training.
        y: Desired outputs, shape (m, n_out).
        cost: Registry name.
        start: The parameters where training began, at which the curvature is measured.
        steps: Steps made since the last finite measurement.
        halted: Asked before every step; True ends the search.
    """
    network, before = trainer.network, trainer.parameters()
    measured = _measured(trainer, x, y)
    bad = broken_data(network, x, y) or broken_parameters(network, before, Kind.PARAMETERS)
    if bad is not None:
        return Diagnosis(bad, measured)
    replay = _Replay(trainer, before, steps, halted)
    evaluator, picked = Evaluator(network, cost, np.float64), _spread_out(len(x))
    measured = replace(
        measured,
        rate=replay.rate,
        steps=replay.steps,
        ratio=replay.ratio,
        cost_before=evaluator.cost(before, x[picked], y[picked]).data,
        cost_after=evaluator.cost(replay.last, x[picked], y[picked]).data,
        limit=_limit(trainer, start, cost, x, y),
    )
    # Where no neuron shows it, nothing but the step itself is left; and where that is finite, the cost.
    bad = broken_pass(network, replay.last, cost, x, y) or broken_parameters(network, replay.after, Kind.STEP)
    if bad is None and not math.isfinite(Evaluator(network, cost, x.dtype).cost(replay.after, x, y).data):
        bad = broken_cost(network, replay.after, x)
    return Diagnosis(bad, measured)


class _Replay:
    """Training again up to the break.

    Attributes:
        last: The parameters before the step that broke; the last ones if none did.
        after: The parameters after it.
        steps: Steps made.
        rate: η of the last one.
        ratio: Length of the first step beside the parameters before it; None if it was not finite.
    """

    def __init__(self, trainer: Trainer, before: Parameters, steps: int, halted: Callable[[], bool]) -> None:
        self.last = self.after = before
        self.steps, self.rate = 0, trainer.rate
        self.ratio: float | None = None
        while self.steps < steps and not halted():
            self.rate = trainer.rate
            trainer.run(1)
            self.steps += 1
            self.after = trainer.parameters()
            if not trainer.finite():
                return
            if self.ratio is None:
                self.ratio = _length(self.after, self.last) / max(_length(self.last), _TINY)
            self.last = self.after


def _measured(trainer: Trainer, x: FloatArray, y: FloatArray) -> Measured:
    sizes = np.where(np.isfinite(x), np.abs(x), 0.0)
    columns = sizes.max(axis=0)
    column = int(columns.argmax())
    target = float(np.where(np.isfinite(y), np.abs(y), 0.0).max())
    rate = trainer.rate
    return Measured(rate, rate * trainer.ridge / len(x), float(columns[column]), column, target)


def _limit(trainer: Trainer, start: Parameters, cost: str, x: FloatArray, y: FloatArray) -> float | None:
    """The limit of η on a bowl of the sharpest curvature; None for rules that have no such limit.

    2 / h for plain descent. With momentum both roots of the recursion of the steps stay within the unit
    circle up to 2 (1 + μ) / h, and with Nesterov's up to 2 (1 + μ) / (1 + 2μ) / h.
    """
    rules = trainer.rules
    mu = rules.momentum
    factors = {"sgd": 2.0, "momentum": 2.0 * (1.0 + mu), "nesterov": 2.0 * (1.0 + mu) / (1.0 + 2.0 * mu)}
    # What is made of straight lines bends in its kinks only, where no difference tells how much.
    straight = cost == PERCEPTRON.name or COSTS[cost].kinks(x, x) is not None
    if rules.optimizer not in factors or straight:
        return None
    curvature = sharpest_curvature(trainer.network, start, cost, x, y, decay=trainer.ridge / len(x))
    return None if curvature is None else factors[rules.optimizer] / curvature


def _spread_out(rows: int) -> NDArray[np.int64]:
    return np.linspace(0, rows - 1, min(rows, _ROWS_MEASURED)).astype(np.int64)


def _length(parameters: Parameters, other: Parameters | None = None) -> float:
    """Euclidean length of all weights and biases together, or of their distance from others, in float64."""
    total = 0.0
    for arrays, others in (
        (parameters.weights, other.weights if other else {}),
        (parameters.biases, other.biases if other else {}),
    ):
        for key, array in arrays.items():
            difference = array.astype(np.float64) - (others[key] if other else 0.0)
            total += float(np.vdot(difference, difference))
    return math.sqrt(total)
