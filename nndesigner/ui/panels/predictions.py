"""Predictions for the rows of a table, computed when they come into sight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import Prepared
from nndesigner.data.source import DataSource
from nndesigner.document.model import Document
from nndesigner.engine.costs import COSTS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.metrics import predicted_classes
from nndesigner.engine.parameters import FloatArray, Parameters
from nndesigner.errors import NetworkError

_CHUNK = 128


@dataclass(frozen=True)
class Prediction:
    """What the network says about one row.

    Attributes:
        words: Class name or number in the user's unit.
        output: Activation behind it.
        right: Whether the class is the actual one; None for numbers.
    """

    words: str
    output: float
    right: bool | None


class Predictions:
    """Predictions of one network for one data source, chunk by chunk."""

    def __init__(self, document: Document, data: DataSource) -> None:
        self._prepared: Prepared = data.prepared
        self._parameters: Parameters = document.parameters
        self._chunks: dict[int, FloatArray] = {}
        self._evaluator = _evaluator(document, data.prepared)
        self.network = document.network
        self.boundary = COSTS[document.training.cost].boundary

    @property
    def possible(self) -> bool:
        """Whether the network fits the data."""
        return self._evaluator is not None

    def use(self, parameters: Parameters) -> None:
        """Predict with these from now on."""
        if parameters is not self._parameters:
            self._parameters = parameters
            self._chunks.clear()

    def of(self, sample: int) -> Prediction | None:
        """The prediction for a prepared row; None where the network does not fit."""
        outputs = self._outputs(sample)
        if outputs is None:
            return None
        prepared = self._prepared
        if not prepared.classes:
            value = float(outputs[0, 0])
            return Prediction(f"{value * prepared.target_scale + prepared.target_offset:.6g}", value, None)
        label = int(predicted_classes(outputs, self.boundary)[0])
        output = float(outputs[0, label if outputs.shape[1] > 1 else 0])
        return Prediction(prepared.classes[label], output, label == int(prepared.labels[sample]))

    def _outputs(self, sample: int) -> FloatArray | None:
        if self._evaluator is None:
            return None
        chunk, place = divmod(sample, _CHUNK)
        if chunk not in self._chunks:
            rows = self._prepared.x[chunk * _CHUNK : (chunk + 1) * _CHUNK]
            self._chunks[chunk] = self._evaluator.outputs(self._parameters, rows)
        return self._chunks[chunk][place : place + 1]


def samples_by_row(prepared: Prepared, rows: int) -> NDArray[np.int64]:
    """Prepared row of each row of the table; −1 where it was left out. Shape (rows,)."""
    found = np.full(rows, -1, np.int64)
    found[prepared.rows] = np.arange(len(prepared.rows))
    return found


def _evaluator(document: Document, prepared: Prepared) -> Evaluator | None:
    first, last = document.network.input_layer, document.network.output_layer
    if first is None or last is None or first.size != prepared.x.shape[1]:
        return None
    fitting = {prepared.outputs, prepared.targets.shape[1]}
    if last.size not in fitting:
        return None
    try:
        return Evaluator(document.network, None, document.training.precision)
    except NetworkError:  # said where it can be mended: in the problem bar
        return None
