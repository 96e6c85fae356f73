"""The numbers that tell how good predictions are, by name: the same in the window and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from nndesigner.data.model import FloatArray, Prepared
from nndesigner.engine import metrics
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import Cost
from nndesigner.engine.network import Layer

LABELS: Mapping[str, str] = {
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy",
    "macro_f1": "Macro F1",
    "roc_auc": "ROC AUC",
    "log_loss": "Log-loss",
    "r2": "R²",
    "rmse": "Root mean square error",
    "mae": "Mean absolute error",
    "mse": "Mean square error",
}
"""For people."""


def scores(prepared: Prepared, last: Layer, cost: Cost, a: FloatArray, y: FloatArray) -> dict[str, float]:
    """Measure outputs by the metrics that suit the task, in the order in which they are to be told.

    Args:
        prepared: The data; numbers are measured in the user's unit.
        last: The output layer.
        cost: What the network learnt with.
        a: Outputs, shape (rows, n_out).
        y: Desired outputs, shape (rows, n_out).
    """
    if not prepared.classes:
        return _of_numbers(in_units(prepared, a), in_units(prepared, y))
    found = _of_classes(a, y, len(prepared.classes), cost.boundary)
    return found | {"log_loss": metrics.log_loss(a, y)} if gives_probabilities(last) else found


def in_units(prepared: Prepared, a: FloatArray) -> FloatArray:
    """Outputs for a number to predict, in the user's unit."""
    converted: FloatArray = a.astype(np.float64) * prepared.target_scale + prepared.target_offset
    return converted


def gives_probabilities(last: Layer) -> bool:
    """Whether every output lies between 0 and 1, and is not just one of the two."""
    used = [ACTIVATIONS[last.neuron_activation(neuron)] for neuron in last.neurons]
    return all(known.differentiable and known.range[0] >= 0 and known.range[1] <= 1 for known in used)


def _of_classes(a: FloatArray, y: FloatArray, classes: int, boundary: float) -> dict[str, float]:
    predicted, actual = metrics.predicted_classes(a, boundary), metrics.predicted_classes(y)
    matrix = metrics.confusion_matrix(predicted, actual, classes)
    return {
        "accuracy": metrics.accuracy(a, y, boundary),
        "balanced_accuracy": metrics.balanced_accuracy(matrix),
        "macro_f1": metrics.macro_f1(matrix),
        "roc_auc": metrics.mean_roc_auc(a, y),
    }


def _of_numbers(a: FloatArray, y: FloatArray) -> dict[str, float]:
    return {
        "r2": metrics.r2(a, y),
        "rmse": metrics.rmse(a, y),
        "mae": metrics.mae(a, y),
        "mse": metrics.mse(a, y),
    }
