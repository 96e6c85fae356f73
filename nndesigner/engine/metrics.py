"""How good predictions are. Activations a and desired outputs y have shape (rows, outputs).

All return NaN where there is nothing to measure (no rows, a class nobody predicted is counted as 0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nndesigner.engine.parameters import FloatArray

IntArray = NDArray[np.integer[Any]]

_SMALLEST = 1e-15
"""Probabilities are kept this far from 0 in a log-loss; below it, one wrong row would decide it all."""


@dataclass(frozen=True, eq=False)
class ClassScores:
    """One number per class, each of shape (classes,).

    Attributes:
        precision: Of the rows predicted as the class, the share that is of it; 0 if none is predicted.
        recall: Of the rows of the class, the share that is predicted as it; 0 if there is none.
        f1: Harmonic mean of the two; 0 if both are.
        rows: Number of rows of the class.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]
    rows: IntArray


def predicted_classes(a: FloatArray) -> IntArray:
    """Class of each row.

    One output: 1 if a > 0.5, else 0. Several: the index of the largest, the first of equals (THEORY T4).
    """
    if a.shape[1] == 1:
        return (a[:, 0] > 0.5).astype(np.intp)
    largest: IntArray = np.argmax(a, axis=1)
    return largest


def accuracy(a: FloatArray, y: FloatArray) -> float:
    """Share of rows whose class is predicted."""
    if not len(y):
        return math.nan
    return float(np.mean(predicted_classes(a) == predicted_classes(y)))


def confusion_matrix(predicted: IntArray, actual: IntArray, classes: int) -> IntArray:
    """Count rows by class, shape (classes, classes): row = actual, column = predicted."""
    flat = np.asarray(actual, np.intp) * classes + np.asarray(predicted, np.intp)
    return np.bincount(flat, minlength=classes * classes).reshape(classes, classes)


def balanced_accuracy(matrix: IntArray) -> float:
    """Mean recall over the classes that have rows, from a confusion matrix."""
    rows = matrix.sum(axis=1)
    there = rows > 0
    return float(np.mean(np.diag(matrix)[there] / rows[there])) if there.any() else math.nan


def precision_recall_f1(matrix: IntArray) -> ClassScores:
    """Scores per class, from a confusion matrix."""
    hits = np.diag(matrix).astype(float)
    rows, predicted = matrix.sum(axis=1), matrix.sum(axis=0)
    return ClassScores(
        precision=_share(hits, predicted),
        recall=_share(hits, rows),
        f1=_share(2.0 * hits, rows + predicted),
        rows=rows,
    )


def macro_f1(matrix: IntArray) -> float:
    """Mean F1 over the classes that have rows or predictions, from a confusion matrix."""
    seen = (matrix.sum(axis=0) + matrix.sum(axis=1)) > 0
    return float(np.mean(precision_recall_f1(matrix).f1[seen])) if seen.any() else math.nan


def log_loss(a: FloatArray, y: FloatArray) -> float:
    """Mean −ln of the probability given to the true class.

    One output is the probability of class 1; several are normalised to sum to one in each row.
    """
    if not len(y):
        return math.nan
    share = np.asarray(a, np.float64)
    true = predicted_classes(y)
    if a.shape[1] == 1:
        share = np.hstack([1.0 - share, share])
    share = np.clip(share, _SMALLEST, None)
    share = share / share.sum(axis=1, keepdims=True)
    return float(-np.mean(np.log(share[np.arange(len(true)), true])))


def mse(a: FloatArray, y: FloatArray) -> float:
    """Mean of (a − y)² over rows and outputs; without the ½ of the cost."""
    return float(np.mean(np.square(_errors(a, y)))) if len(y) else math.nan


def rmse(a: FloatArray, y: FloatArray) -> float:
    """Square root of `mse`, in the unit of y."""
    return math.sqrt(mse(a, y))


def mae(a: FloatArray, y: FloatArray) -> float:
    """Mean of |a − y| over rows and outputs, in the unit of y."""
    return float(np.mean(np.abs(_errors(a, y)))) if len(y) else math.nan


def r2(a: FloatArray, y: FloatArray) -> float:
    """Share of the variance of y that is explained, 1 at best, averaged over the outputs.

    A constant output scores 1 if it is predicted exactly, else 0. NaN for fewer than two rows.
    """
    if len(y) < 2:
        return math.nan
    left = np.square(_errors(a, y)).sum(axis=0)
    exact = np.asarray(y, np.float64)
    whole = np.square(exact - exact.mean(axis=0)).sum(axis=0)
    varied = whole > 0.0
    scores = np.where(left > 0.0, 0.0, 1.0)
    scores[varied] = 1.0 - left[varied] / whole[varied]
    return float(scores.mean())


def _errors(a: FloatArray, y: FloatArray) -> NDArray[np.float64]:
    return np.asarray(a, np.float64) - np.asarray(y, np.float64)


def _share(part: NDArray[np.float64], whole: IntArray) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
