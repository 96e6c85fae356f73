"""How good the network is on one part of the data. Knows no widget."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import Part, Prepared
from nndesigner.document.model import Document
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.metrics import (
    ClassScores,
    IntArray,
    accuracy,
    confusion_matrix,
    macro_f1,
    mae,
    precision_recall_f1,
    predicted_classes,
    r2,
    rmse,
)
from nndesigner.engine.network import Network
from nndesigner.engine.parameters import FloatArray, Parameters

_WORK = 20_000_000
"""Weights times rows that take a few milliseconds."""
_FEWEST_ROWS = 16


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Predictions of one part of the data and everything that follows from them.

    Attributes:
        part: Which part.
        rows: Prepared rows, shape (n,).
        outputs: a^L of them, shape (n, n_out).
        wanted: Desired outputs, the same shape.
        cost: Mean cost over them, without the regulariser.
    """

    part: Part
    prepared: Prepared
    rows: NDArray[np.int64]
    outputs: FloatArray
    wanted: FloatArray
    cost: float

    @property
    def figures(self) -> tuple[tuple[str, float], ...]:
        """Names and values of what matters for the task, the most telling first."""
        if self.prepared.classes:
            return ("accuracy", self.accuracy), ("macro F1", self.macro_f1), ("cost", self.cost)
        return ("RMSE", self.rmse), ("R²", self.r2), ("MAE", self.mae), ("cost", self.cost)

    # -- classes

    @cached_property
    def accuracy(self) -> float:
        """Share of rows whose class is predicted."""
        return accuracy(self.outputs, self.wanted)

    @cached_property
    def predicted(self) -> IntArray:
        """Predicted class of each row."""
        return predicted_classes(self.outputs)

    @cached_property
    def confusion(self) -> IntArray:
        """Rows by class: row = actual, column = predicted."""
        actual = self.prepared.labels[self.rows]
        return confusion_matrix(self.predicted, actual, len(self.prepared.classes))

    @cached_property
    def macro_f1(self) -> float:
        """Mean F1 over the classes."""
        return macro_f1(self.confusion)

    @cached_property
    def by_class(self) -> ClassScores:
        """Precision, recall and F1 of each class."""
        return precision_recall_f1(self.confusion)

    def samples_in(self, actual: int, predicted: int) -> NDArray[np.int64]:
        """Prepared rows of one cell of the confusion matrix."""
        labels = self.prepared.labels[self.rows]
        found: NDArray[np.int64] = self.rows[(labels == actual) & (self.predicted == predicted)]
        return found

    # -- numbers, in the user's units

    @cached_property
    def predicted_numbers(self) -> FloatArray:
        """Predictions in the unit of the target, shape (n, n_out)."""
        return self._in_units(self.outputs)

    @cached_property
    def actual_numbers(self) -> FloatArray:
        """What they should be, in the unit of the target, shape (n, n_out)."""
        return self._in_units(self.wanted)

    @cached_property
    def rmse(self) -> float:
        """Root mean squared error in the unit of the target."""
        return rmse(self.predicted_numbers, self.actual_numbers)

    @cached_property
    def mae(self) -> float:
        """Mean absolute error in the unit of the target."""
        return mae(self.predicted_numbers, self.actual_numbers)

    @cached_property
    def r2(self) -> float:
        """Share of the variance explained."""
        return r2(self.outputs, self.wanted)

    def _in_units(self, values: FloatArray) -> FloatArray:
        return np.asarray(values, np.float64) * self.prepared.target_scale + self.prepared.target_offset


class Evaluating:
    """An evaluation under way, done in slices so short that the window stays fluent between them.

    Raises:
        NetworkError: The network cannot be computed with this cost.
        DataError: Its outputs do not fit the data.
    """

    def __init__(self, document: Document, parameters: Parameters, part: Part, prepared: Prepared) -> None:
        last = document.network.output_layer
        self._part, self._prepared, self._parameters = part, prepared, parameters
        self._rows = prepared.select(part)
        settings = document.training
        self._evaluator = _evaluator(document.network, settings.cost, settings.precision)
        self._wanted = prepared.y(last.size if last is not None else 0)[self._rows]
        self._slice = max(_WORK // max(document.network.parameter_count, 1), _FEWEST_ROWS)

    def slices(self) -> Iterator[Evaluation | None]:
        """Do one slice at a time; the last one gives the result, the others None."""
        outputs: list[FloatArray] = []
        cost = 0.0
        for start in range(0, len(self._rows), self._slice):
            part = slice(start, start + self._slice)
            wanted = self._wanted[part]
            x = self._prepared.x[self._rows[part]]
            found, value = self._evaluator.measure(self._parameters, x, wanted)
            outputs.append(found)
            cost += value.data * len(wanted)
            if part.stop < len(self._rows):
                yield None
        whole = np.concatenate(outputs) if outputs else np.empty((0, self._wanted.shape[1]))
        mean = cost / len(self._rows) if len(self._rows) else math.nan
        yield Evaluation(self._part, self._prepared, self._rows, whole, self._wanted, mean)


@lru_cache(maxsize=1)
def _evaluator(network: Network, cost: str, precision: str) -> Evaluator:
    """The compiled network is used again while only the weights change."""
    return Evaluator(network, cost, precision)
