"""Cost and score of rows that come a few at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nndesigner.engine.costs import COSTS
from nndesigner.engine.metrics import predicted_classes
from nndesigner.engine.network import Layer
from nndesigner.engine.parameters import FloatArray
from nndesigner.engine.sharing import sharing


@dataclass(frozen=True)
class Quality:
    """How good a network is on some rows.

    Attributes:
        cost: Mean cost, without the regulariser.
        score: Share of rows whose class is predicted, or R².
    """

    cost: float
    score: float


class Tally:
    """Cost and score of rows that come in slices.

    Args:
        cost: Registry name.
        spread: Squared deviations of the desired outputs from their means, shape (n_out,); None for classes.
    """

    def __init__(self, cost: str, spread: FloatArray | None) -> None:
        self._cost, self._spread = COSTS[cost], spread
        self._rows = self._hits = 0
        self._total = 0.0
        self._left: FloatArray = np.zeros(1 if spread is None else len(spread))

    def add(self, output: Layer, z: FloatArray, a: FloatArray, y: FloatArray) -> None:
        """Take in some rows: weighted inputs, activations and desired outputs of the output layer."""
        for activation, places in sharing(output):
            mean = self._cost.value(activation, z[:, places], a[:, places], y[:, places])
            self._total += mean * len(y)
        self._rows += len(y)
        if self._spread is None:
            self._hits += int(
                np.count_nonzero(predicted_classes(a, self._cost.boundary) == predicted_classes(y))
            )
        else:
            self._left += np.square(a - y).sum(axis=0)

    def quality(self) -> Quality:
        """Of all rows so far."""
        if not self._rows:
            return Quality(math.nan, math.nan)
        return Quality(self._total / self._rows, self._score())

    def _score(self) -> float:
        """Accuracy or, as `metrics.r2` has it, R²."""
        if self._spread is None:
            return self._hits / self._rows
        if self._rows < 2:
            return math.nan
        varied = self._spread > 0.0
        scores = np.where(self._left > 0.0, 0.0, 1.0)
        scores[varied] = 1.0 - self._left[varied] / self._spread[varied]
        return float(scores.mean())


def spread_of(y: FloatArray) -> FloatArray:
    """Squared deviations of desired outputs (rows, n_out) from their means, shape (n_out,)."""
    exact = np.asarray(y, np.float64)
    result: FloatArray = np.square(exact - exact.mean(axis=0)).sum(axis=0) if len(y) else exact.sum(axis=0)
    return result
