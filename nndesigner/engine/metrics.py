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

_HALFWAY = 0.5
"""Between the desired outputs 0 and 1."""


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


def predicted_classes(a: FloatArray, boundary: float = _HALFWAY) -> IntArray:
    """Class of each row.

    One output: 1 if a > boundary, else 0. Several: the index of the largest, the first of equals (THEORY T4).

    Args:
        a: Activations.
        boundary: `boundary` of the cost that the network learnt with: 0 where −1 and 1 stand for the classes.
    """
    if a.shape[1] == 1:
        return (a[:, 0] > boundary).astype(np.intp)
    largest: IntArray = np.argmax(a, axis=1)
    return largest


def accuracy(a: FloatArray, y: FloatArray, boundary: float = _HALFWAY) -> float:
    """Share of rows whose class is predicted; `boundary` is that of `predicted_classes`."""
    if not len(y):
        return math.nan
    return float(np.mean(predicted_classes(a, boundary) == predicted_classes(y)))


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


def roc_auc(scores: FloatArray, positive: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: the share of pairs of a row of the class and another where it scores higher.

    Ties count ½. It is the rank statistic of Mann & Whitney 1947, so no threshold has to be chosen.

    Args:
        scores: Of each row, higher where the class is likelier; shape (rows,).
        positive: Whether the row is of the class, shape (rows,).

    Returns:
        From 0 to 1, ½ for guessing; NaN where all rows are of the class or none is, or a score is NaN.
    """
    of_class, others = np.sort(scores[positive]), np.sort(scores[~positive])
    if not len(of_class) or not len(others) or np.isnan(scores).any():
        return math.nan
    lower = int(np.searchsorted(others, of_class, "left").sum())
    not_higher = int(np.searchsorted(others, of_class, "right").sum())
    return (lower + not_higher) / (2 * len(of_class) * len(others))


def mean_roc_auc(a: FloatArray, y: FloatArray) -> float:
    """Mean `roc_auc` of each class against the rest, over the classes that have rows and others beside them.

    One output scores the second of two classes. NaN where no class has both.
    """
    labels = np.arange(a.shape[1]) if a.shape[1] > 1 else np.ones(1, np.intp)
    of_class = predicted_classes(y)[:, np.newaxis] == labels
    there = np.flatnonzero(of_class.any(axis=0) & ~of_class.all(axis=0))
    areas = [roc_auc(a[:, place], of_class[:, place]) for place in there]
    return float(np.mean(areas)) if areas else math.nan


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
