"""Held-out rows have the classes in their proportions, and no class is held out altogether."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nndesigner.data.model import SplitPlan
from nndesigner.data.splitting import split_rows
from nndesigner.errors import DataError

SHARES = st.sampled_from([0.0, 0.1, 0.15, 0.2, 0.25, 0.5])


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=20, max_size=200), SHARES, SHARES, st.integers(0, 2**40))
def test_every_class_is_held_out_in_its_proportion(
    labels: list[int], validation: float, test: float, seed: int
) -> None:
    array = np.array(labels, dtype=np.int64)
    parts = split_rows(array, len(array), SplitPlan(validation, test, True, seed))
    for label in np.unique(array):
        mine = parts[array == label]
        kept = 1 if validation + test < 1 and len(mine) > 2 else 0
        assert (mine == 0).sum() >= kept
        assert abs((mine == 2).sum() - test * len(mine)) <= 2
        assert abs((mine == 1).sum() - validation * len(mine)) <= 3


def test_half_the_rows_held_out_are_half_of_every_class() -> None:
    labels = np.array([0, 1] * 50, dtype=np.int64)
    parts = split_rows(labels, 100, SplitPlan(0.25, 0.25))
    for label in (0, 1):
        counts = np.bincount(parts[labels == label], minlength=3)
        assert np.abs(counts - np.array([25, 12.5, 12.5])).max() <= 1.0


def test_classes_with_one_row_are_trained_on() -> None:
    labels = np.array([0] * 30 + [1, 2, 3, 4], dtype=np.int64)
    parts = split_rows(labels, 34, SplitPlan(0.2, 0.2))
    assert parts[30:].tolist() == [0, 0, 0, 0]
    assert np.bincount(parts).tolist() == [20, 7, 7]


def test_when_every_class_has_one_row_some_are_held_out_all_the_same() -> None:
    assert np.bincount(split_rows(np.arange(20), 20, SplitPlan(0.15, 0.15))).tolist() == [14, 3, 3]


def test_another_seed_holds_out_other_rows() -> None:
    first, second = (split_rows(None, 100, SplitPlan(seed=seed)) for seed in (1, 2))
    assert (first != second).any()
    assert np.bincount(first).tolist() == np.bincount(second).tolist() == [70, 15, 15]


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    for plan in (SplitPlan(validation=share), SplitPlan(test=share)):
        with pytest.raises(DataError) as caught:
            split_rows(None, 10, plan)
        assert str(caught.value) == (
            "The held-out shares must be between 0 and 1. For example 0.15 for each of them."
        )


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(DataError, match="The seed of the split is negative"):
        split_rows(None, 10, SplitPlan(seed=-1))
