"""Which rows are for training, which are held out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import SplitPlan
from nndesigner.errors import DataError

_SPLIT_STREAM = 0x5917
"""Keeps these random draws apart from those that other parts make of the same seed."""

Labels = NDArray[np.int64]


def split_rows(labels: Labels | None, rows: int, plan: SplitPlan) -> NDArray[np.int8]:
    """Assign every row to a part: 0 training, 1 validation, 2 test.

    Args:
        labels: Class of each row to stratify by, shape (rows,); None for numbers.
        rows: Number of rows, at least one.
        plan: Shares, seed, and whether to stratify. The same plan and labels give the same parts. Whatever
            the shares, at least one row is for training, and one of every class as long as others can be
            held out instead.

    Raises:
        DataError: A share is not between 0 and 1, or the seed is negative.
    """
    _check(plan)
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([plan.seed, _SPLIT_STREAM])))
    parts = np.zeros(rows, dtype=np.int8)
    order = random.permutation(rows)
    groups = np.zeros(rows, np.int64) if labels is None or not plan.stratify else labels
    validation, test = _counts(rows, plan)
    sizes = np.bincount(groups)
    tests = _shares(sizes, test)
    validations = _shares(sizes - tests, validation)
    members = order[np.argsort(groups[order], kind="stable")]
    for start, tested, validated in zip(np.cumsum(sizes) - sizes, tests, validations, strict=True):
        parts[members[start : start + tested]] = 2
        parts[members[start + tested : start + tested + validated]] = 1
    return parts


def _check(plan: SplitPlan) -> None:
    if not (0.0 <= plan.validation <= 1.0 and 0.0 <= plan.test <= 1.0):
        raise DataError(
            "The held-out shares must be between 0 and 1.", remedy="For example 0.15 for each of them."
        )
    if plan.seed < 0:
        raise DataError("The seed of the split is negative.", remedy="Choose 0 or a larger whole number.")


def _counts(rows: int, plan: SplitPlan) -> tuple[int, int]:
    validation, test = round(rows * plan.validation), round(rows * plan.test)
    test = min(test, rows - 1)
    return min(validation, rows - 1 - test), test


def _shares(sizes: Labels, total: int) -> Labels:
    """Deal `total` rows out to groups in proportion to their sizes, by the largest remainders.

    Every group keeps a row as long as another has more than one left.
    """
    if not total:
        return np.zeros_like(sizes)
    exact = sizes * (total / sizes.sum())
    room = np.maximum(sizes - 1, 0)
    shares: Labels = np.minimum(np.floor(exact).astype(np.int64), room)
    while rest := total - int(shares.sum()):
        free = np.flatnonzero(shares < room)
        if not len(free):
            room = sizes
            continue
        neediest = free[np.argsort((shares - exact)[free], kind="stable")]
        shares[neediest[:rest]] += 1
    return shares
