"""Cost and score of parameters over the training and validation rows of a document."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nndesigner.data.model import FloatArray, Part
from nndesigner.document.model import Document
from nndesigner.document.runs import Measurement
from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.metrics import accuracy, r2
from nndesigner.engine.parameters import Parameters
from nndesigner.errors import NetworkError


@dataclass(frozen=True, eq=False)
class Arrays:
    """Inputs (rows, n_in) and desired outputs (rows, n_out) in the training precision, C-contiguous."""

    x: FloatArray
    y: FloatArray


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
    x = np.ascontiguousarray(prepared.x[rows], dtype=dtype)
    return Arrays(x, np.ascontiguousarray(prepared.y(last.size)[rows], dtype=dtype))


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
        self._score = accuracy if data is not None and data.prepared.classes else r2

    def measure(self, parameters: Parameters, epoch: float, settings: TrainingSettings) -> Measurement | None:
        """Cost and score over both parts; None when the training cost is not finite."""
        train, validation = self._training, self._validation
        outputs, cost = self._evaluator.measure(parameters, train.x, train.y, settings.ridge, len(train.x))
        if not math.isfinite(cost.total):
            return None
        held_out_cost = held_out_score = math.nan
        if len(validation.x):
            held_out, value = self._evaluator.measure(parameters, validation.x, validation.y)
            held_out_cost, held_out_score = value.data, float(self._score(held_out, validation.y))
        return Measurement(
            epoch=epoch,
            cost=cost.total,
            penalty=cost.penalty,
            validation_cost=held_out_cost,
            score=float(self._score(outputs, train.y)),
            validation_score=held_out_score,
            learning_rate=settings.learning_rate,
        )
