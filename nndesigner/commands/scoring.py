"""How good a network is on some rows: its cost, and the metrics that suit the task by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nndesigner.data.model import FloatArray, Prepared
from nndesigner.document.model import Document
from nndesigner.engine import metrics
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.evaluate import Evaluator
from nndesigner.engine.network import Layer
from nndesigner.errors import NetworkError


@dataclass(frozen=True)
class Score:
    """What an evaluation found.

    Attributes:
        cost: The cost the network was trained with, without the regulariser.
        metrics: In the order in which they are to be told; numbers are in the user's unit.
    """

    rows: int
    cost: float
    metrics: dict[str, float]


def ends(document: Document) -> tuple[Prepared, Layer]:
    """The data and the output layer of a project that can predict.

    Raises:
        NetworkError: It has no data, no single input and output layer, or they do not fit each other.
    """
    first, last = document.network.input_layer, document.network.output_layer
    if document.data is None:
        raise NetworkError("The project has no data.", remedy="Open it in the window and choose some.")
    if first is None or last is None:
        raise NetworkError("The network needs one input and one output layer.")
    prepared = document.data.prepared
    if first.size != prepared.x.shape[1]:
        raise NetworkError(
            f"The data has {prepared.x.shape[1]} inputs, the input layer {first.size} neurons.",
            remedy="Make the network fit the data.",
        )
    prepared.y(last.size)  # raises where the output layer does not fit
    return prepared, last


def score(document: Document, x: FloatArray, y: FloatArray) -> Score:
    """Evaluate the project's network.

    Args:
        document: A project that `ends` accepts.
        x: Encoded inputs, shape (rows, n_in).
        y: Desired outputs, shape (rows, n_out).
    """
    prepared, last = ends(document)
    evaluator = Evaluator(document.network, document.training.cost, document.training.precision)
    a, cost = evaluator.measure(document.parameters, x, y)
    if prepared.classes:
        found = _class_metrics(a, y, len(prepared.classes), probabilities=gives_probabilities(last))
    else:
        found = _number_metrics(in_units(prepared, a), in_units(prepared, y))
    return Score(len(x), cost.data, found)


def in_units(prepared: Prepared, a: FloatArray) -> FloatArray:
    """Outputs for a number to predict, in the user's unit."""
    converted: FloatArray = a.astype(np.float64) * prepared.target_scale + prepared.target_offset
    return converted


def gives_probabilities(last: Layer) -> bool:
    """Whether every output lies between 0 and 1."""
    ranges = [ACTIVATIONS[last.neuron_activation(neuron)].range for neuron in last.neurons]
    return all(low >= 0 and high <= 1 for low, high in ranges)


def _class_metrics(a: FloatArray, y: FloatArray, classes: int, *, probabilities: bool) -> dict[str, float]:
    matrix = metrics.confusion_matrix(metrics.predicted_classes(a), metrics.predicted_classes(y), classes)
    found = {
        "accuracy": metrics.accuracy(a, y),
        "balanced_accuracy": metrics.balanced_accuracy(matrix),
        "macro_f1": metrics.macro_f1(matrix),
    }
    return found | ({"log_loss": metrics.log_loss(a, y)} if probabilities else {})


def _number_metrics(a: FloatArray, y: FloatArray) -> dict[str, float]:
    return {
        "r2": metrics.r2(a, y),
        "rmse": metrics.rmse(a, y),
        "mae": metrics.mae(a, y),
        "mse": metrics.mse(a, y),
    }
