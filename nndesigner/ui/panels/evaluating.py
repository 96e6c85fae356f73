"""How good the network is on one part of the data. Knows no widget."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import Part, Prepared
from nndesigner.document.model import Document
from nndesigner.engine.costs import COSTS, Cost
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.metrics import (
    ClassScores,
    IntArray,
    confusion_matrix,
    precision_recall_f1,
    predicted_classes,
)
from nndesigner.engine.network import Layer, Network
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.errors import NetworkError
from nndesigner.session.scores import LABELS, in_units, scores

_WORK = 20_000_000
"""Weights times rows that take a few milliseconds."""
_FEWEST_ROWS = 16
_SHORT = dict(LABELS) | {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced",
    "macro_f1": "macro F1",
    "log_loss": "log-loss",
    "rmse": "RMSE",
    "mae": "MAE",
    "mse": "MSE",
}
"""What the metrics are called where there is little room."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Predictions of one part of the data and everything that follows from them.

    Attributes:
        part: Which part.
        last: The output layer.
        minimised: The cost that the network learns with.
        rows: Prepared rows, shape (n,).
        outputs: a^L of them, shape (n, n_out).
        wanted: Desired outputs, the same shape.
        cost: Mean cost over them, without the regulariser.
    """

    part: Part
    prepared: Prepared
    last: Layer
    minimised: Cost
    rows: NDArray[np.int64]
    outputs: FloatArray
    wanted: FloatArray
    cost: float

    @property
    def figures(self) -> tuple[tuple[str, float], ...]:
        """Short names and values of what matters for the task, the most telling first, then the cost."""
        return *((_SHORT[name], value) for name, value in self.scores.items()), ("cost", self.cost)

    @cached_property
    def scores(self) -> Mapping[str, float]:
        """The metrics that suit the task, by name."""
        return scores(self.prepared, self.last, self.minimised, self.outputs, self.wanted)

    # -- classes

    @cached_property
    def predicted(self) -> IntArray:
        """Predicted class of each row."""
        return predicted_classes(self.outputs, self.minimised.boundary)

    @cached_property
    def confusion(self) -> IntArray:
        """Rows by class: row = actual, column = predicted."""
        actual = self.prepared.labels[self.rows]
        return confusion_matrix(self.predicted, actual, len(self.prepared.classes))

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
        return in_units(self.prepared, self.outputs)

    @cached_property
    def actual_numbers(self) -> FloatArray:
        """What they should be, in the unit of the target, shape (n, n_out)."""
        return in_units(self.prepared, self.wanted)


class Evaluating:
    """An evaluation under way, done in slices so short that the window stays fluent between them.

    Raises:
        NetworkError: The network cannot be computed with this cost.
        DataError: Its outputs do not fit the data.
    """

    def __init__(self, document: Document, parameters: Parameters, part: Part, prepared: Prepared) -> None:
        settings, last = document.training, document.network.output_layer
        if last is None:
            raise NetworkError("The network needs an output layer.", remedy="Add one from the palette.")
        self._last, self._minimised = last, COSTS[settings.cost]
        self._part, self._prepared, self._parameters = part, prepared, parameters
        self._rows = prepared.select(part)
        self._evaluator = _evaluator(document.network, settings.cost, settings.precision)
        self._wanted = prepared.y(last.size)[self._rows]
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
        yield Evaluation(
            self._part,
            self._prepared,
            self._last,
            self._minimised,
            self._rows,
            whole,
            self._wanted,
            mean,
        )


@lru_cache(maxsize=1)
def _evaluator(network: Network, cost: str, precision: str) -> Evaluator:
    """The compiled network is used again while only the weights change."""
    return Evaluator(network, cost, precision)
