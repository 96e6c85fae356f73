"""Cost and score of parameters over the training and validation rows of a document."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from nndesigner.data.model import FloatArray, Part
from nndesigner.document.model import Document
from nndesigner.document.runs import Measurement
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.costs import COSTS
from nndesigner.engine.evaluate import Evaluator, never
from nndesigner.engine.feed import with_ones
from nndesigner.engine.metrics import accuracy, r2
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError


@dataclass(frozen=True, eq=False)
class Arrays:
    """Rows in the training precision.

    Attributes:
        x: Inputs, shape (rows, n_in), ready to be gathered.
        y: Desired outputs, shape (rows, n_out).
        weights: How much each row counts in the cost, shape (rows,); None where all count alike.
    """

    x: FloatArray
    y: FloatArray
    weights: FloatArray | None = None


def part_arrays(document: Document, part: Part | None) -> Arrays:
    """The rows of one part of the data, encoded for this document's network; all rows for None.

    Raises:
        NetworkError: There is no data, or the network has no output layer.
    """
    last = document.network.output_layer
    if document.data is None or last is None:
        raise NetworkError("There is nothing to train: data and an output layer are needed.")
    prepared = document.data.prepared
    rows = prepared.select(part)
    dtype = np.dtype(document.training.precision)
    with np.errstate(over="ignore"):  # training names the row that is too large
        x = with_ones(prepared.x[rows], dtype)
        y = np.ascontiguousarray(prepared.y(last.size)[rows], dtype=dtype)
    by_class = class_weights(document)
    return Arrays(x, y, None if by_class is None else by_class[prepared.labels[rows]].astype(dtype))


def class_weights(document: Document) -> FloatArray | None:
    """How much a row of each class counts, shape (classes,); None where all rows count alike.

    Balanced weights m / (k · rows of the class) give each of k classes the same say in the cost, and are 1 on
    average over the training rows, by which they go.
    """
    data = document.data
    if data is None or document.training.class_weights != "balanced" or not data.prepared.classes:
        return None
    prepared = data.prepared
    counts = np.bincount(prepared.labels[prepared.select(Part.TRAIN)], minlength=len(prepared.classes))
    there = counts > 0
    weights: FloatArray = np.zeros(len(counts))
    weights[there] = counts.sum() / (there.sum() * counts[there])
    return weights


def training_arrays(document: Document) -> Arrays:
    """The training rows."""
    return part_arrays(document, Part.TRAIN)


class Meter:
    """Measures parameters of one document's network again and again."""

    def __init__(self, document: Document, training: Arrays) -> None:
        self._training = training
        self._validation = part_arrays(document, Part.VALIDATION)
        self._evaluator = Evaluator(document.network, document.training.cost, document.training.precision)
        data = document.data
        boundary = COSTS[document.training.cost].boundary
        classes = data is not None and bool(data.prepared.classes)
        self._score = partial(accuracy, boundary=boundary) if classes else r2

    def measure(
        self,
        parameters: Parameters,
        epoch: float,
        settings: TrainingSettings,
        rate: float,
        halted: Callable[[], bool] = never,
    ) -> Measurement | None:
        """Cost and score over both parts, `rate` being η in force; None when the cost is not finite.

        Raises:
            Halted: `halted` said so before it was done.
        """
        train, validation = self._training, self._validation
        outputs, cost = self._evaluator.measure(
            parameters,
            train.x,
            train.y,
            settings.cost_ridge,
            len(train.x),
            l1=settings.l1,
            weights=train.weights,
            halted=halted,
        )
        if not math.isfinite(cost.total):
            return None
        held_out_cost = held_out_score = math.nan
        if len(validation.x):
            held_out, value = self._evaluator.measure(
                parameters, validation.x, validation.y, weights=validation.weights, halted=halted
            )
            held_out_cost, held_out_score = value.data, float(self._score(held_out, validation.y))
        return Measurement(
            epoch=epoch,
            cost=cost.total,
            penalty=cost.penalty,
            validation_cost=held_out_cost,
            score=float(self._score(outputs, train.y)),
            validation_score=held_out_score,
            learning_rate=rate,
        )
