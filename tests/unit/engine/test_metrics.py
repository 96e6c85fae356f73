"""Metrics against worked examples and scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn import metrics as reference

from nndesigner.engine import metrics


@pytest.fixture
def classes() -> tuple[np.ndarray, np.ndarray, int]:
    """Predicted and actual classes of 200 rows; class 4 exists in neither, class 3 is never predicted."""
    random = np.random.default_rng(2)
    actual = random.integers(0, 4, 200)
    return np.where(random.random(200) < 0.6, actual, random.integers(0, 3, 200)) % 3, actual, 5


def test_one_output_means_above_one_half_and_several_mean_the_largest() -> None:
    one = np.array([[0.5], [0.50001], [0.2], [0.9]])
    assert metrics.predicted_classes(one).tolist() == [0, 1, 0, 1]
    several = np.array([[0.1, 0.8, 0.3], [0.4, 0.4, 0.1], [-3.0, -2.0, -1.0]])
    assert metrics.predicted_classes(several).tolist() == [1, 0, 2]


def test_one_output_may_lie_between_other_numbers() -> None:
    """Where −1 and 1 stand for the classes the boundary is 0; desired outputs are 0 and 1 even so."""
    a, y = np.array([[-0.2], [0.0], [0.3], [0.9]]), np.array([[0.0], [0.0], [1.0], [1.0]])
    assert metrics.predicted_classes(a, 0.0).tolist() == [0, 0, 1, 1]
    assert (metrics.accuracy(a, y, 0.0), metrics.accuracy(a, y)) == (1.0, 0.75)
    several = np.array([[-3.0, -2.0]])
    assert metrics.predicted_classes(several, 0.0).tolist() == [1]


def test_accuracy_is_the_share_of_right_rows() -> None:
    y = np.array([[0.0], [1.0], [1.0], [1.0]])
    assert metrics.accuracy(np.array([[0.2], [0.7], [0.4], [0.6]]), y) == 0.75
    assert metrics.accuracy(np.eye(3), np.eye(3)[[0, 1, 1]]) == pytest.approx(2.0 / 3.0)


def test_the_confusion_matrix_has_a_row_per_actual_class(
    classes: tuple[np.ndarray, np.ndarray, int],
) -> None:
    predicted, actual, count = classes
    expected = reference.confusion_matrix(actual, predicted, labels=range(count))
    assert np.array_equal(metrics.confusion_matrix(predicted, actual, count), expected)


def test_class_scores_are_those_of_scikit_learn(classes: tuple[np.ndarray, np.ndarray, int]) -> None:
    predicted, actual, count = classes
    matrix = metrics.confusion_matrix(predicted, actual, count)
    scores = metrics.precision_recall_f1(matrix)
    expected = reference.precision_recall_fscore_support(
        actual, predicted, labels=range(count), zero_division=0.0
    )
    for mine, theirs in zip((scores.precision, scores.recall, scores.f1, scores.rows), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-14)
    assert metrics.macro_f1(matrix) == pytest.approx(
        reference.f1_score(actual, predicted, average="macro", zero_division=0.0)
    )
    assert metrics.balanced_accuracy(matrix) == pytest.approx(
        reference.balanced_accuracy_score(actual, predicted)
    )


def test_log_loss_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    a = random.dirichlet(np.ones(4), 30)
    true = random.integers(0, 4, 30)
    assert metrics.log_loss(a, np.eye(4)[true]) == pytest.approx(reference.log_loss(true, a, labels=range(4)))
    one, binary = random.random((30, 1)), random.integers(0, 2, (30, 1)).astype(float)
    assert metrics.log_loss(one, binary) == pytest.approx(reference.log_loss(binary[:, 0], one[:, 0]))


def test_log_loss_of_a_certain_mistake_is_large_and_finite() -> None:
    loss = metrics.log_loss(np.array([[0.0, 1.0]], np.float32), np.array([[1.0, 0.0]], np.float32))
    assert loss == pytest.approx(-math.log(1e-15))


def test_roc_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    """Of 2 · 3 pairs four are in order, one is tied and one is not."""
    scores, positive = np.array([0.9, 0.4, 0.4, 0.1, 0.7]), np.array([True, True, False, False, False])
    assert metrics.roc_auc(scores, positive) == 4.5 / 6.0
    assert metrics.roc_auc(-scores, positive) == 1.5 / 6.0
    assert metrics.roc_auc(np.zeros(5), positive) == 0.5


@pytest.mark.parametrize("digits", [1, 8])
def test_roc_auc_is_that_of_scikit_learn(digits: int) -> None:
    random = np.random.default_rng(5)
    positive = random.random(300) < 0.2
    scores = np.round(positive + random.standard_normal(300), digits)  # one digit: many ties
    expected = reference.roc_auc_score(positive, scores)
    assert metrics.roc_auc(scores, positive) == pytest.approx(expected, rel=1e-12)
    assert metrics.mean_roc_auc(scores[:, None], positive[:, None] * 1.0) == pytest.approx(
        expected, rel=1e-12
    )


def test_the_mean_roc_auc_is_that_of_scikit_learn_one_against_the_rest() -> None:
    random = np.random.default_rng(6)
    a, true = random.dirichlet(np.ones(4), 200), random.integers(0, 4, 200)
    expected = reference.roc_auc_score(true, a, multi_class="ovr", average="macro")
    assert metrics.mean_roc_auc(a, np.eye(4)[true]) == pytest.approx(expected, rel=1e-12)


def test_classes_without_rows_do_not_count_in_the_mean_roc_auc() -> None:
    a = np.array([[0.8, 0.1, 0.1], [0.3, 0.6, 0.1], [0.5, 0.4, 0.1]])
    assert metrics.mean_roc_auc(a, np.eye(3)[[0, 1, 1]]) == 1.0
    assert math.isnan(metrics.mean_roc_auc(a, np.eye(3)[[1, 1, 1]]))


def test_roc_auc_needs_both_classes_and_numbers() -> None:
    for positive in (np.ones(3, bool), np.zeros(3, bool)):
        assert math.isnan(metrics.roc_auc(np.arange(3.0), positive))
    assert math.isnan(metrics.roc_auc(np.array([0.1, np.nan]), np.array([True, False])))


def test_errors_of_numbers_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(4)
    y = random.standard_normal((40, 2))
    a = y + 0.3 * random.standard_normal((40, 2))
    assert metrics.mse(a, y) == pytest.approx(reference.mean_squared_error(y, a))
    assert metrics.rmse(a, y) == pytest.approx(math.sqrt(reference.mean_squared_error(y, a)))
    assert metrics.mae(a, y) == pytest.approx(reference.mean_absolute_error(y, a))
    assert metrics.r2(a, y) == pytest.approx(reference.r2_score(y, a))


def test_r2_of_a_constant_is_one_if_hit_and_zero_if_missed() -> None:
    y = np.full((3, 2), 4.0)
    a = y.copy()
    a[:, 1] += 1.0
    assert metrics.r2(y, y) == 1.0
    assert metrics.r2(a, y) == 0.5 == reference.r2_score(y, a)


def test_without_rows_there_is_no_number() -> None:
    none = np.empty((0, 2))
    for metric in (
        metrics.accuracy,
        metrics.log_loss,
        metrics.mean_roc_auc,
        metrics.mse,
        metrics.rmse,
        metrics.mae,
        metrics.r2,
    ):
        assert math.isnan(metric(none, none))
    empty = np.zeros((3, 3), int)
    assert math.isnan(metrics.balanced_accuracy(empty))
    assert math.isnan(metrics.macro_f1(empty))
