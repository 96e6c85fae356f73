"""Which rows are for training, which are held out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import SplitPlan

_SPLIT_STREAM = 0x5917
"""Keeps these random draws apart from those that other parts make of the same seed."""

Labels = NDArray[np.int64]


def split_rows(labels: Labels | None, rows: int, plan: SplitPlan) -> NDArray[np.int8]:
    """Assign every row to a part: 0 training, 1 validation, 2 test.

    Args:
        labels: Class of each row to stratify by, shape (rows,); None for numbers.
        rows: Number of rows.
        plan: Shares, seed, and whether to stratify. The same plan and labels give the same parts. Whatever
            the shares, at least one row is for training.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([plan.seed, _SPLIT_STREAM])))
    parts = np.zeros(rows, dtype=np.int8)
    order = random.permutation(rows)
    groups = np.zeros(rows, np.int64) if labels is None or not plan.stratify else labels
    validation, test = _counts(rows, plan)
    sizes = np.bincount(groups)
    tests = _shares(sizes, test)
    validations = _shares(sizes - tests, validation)
    for group in range(len(sizes)):
        members = order[groups[order] == group]
        parts[members[: tests[group]]] = 2
        parts[members[tests[group] : tests[group] + validations[group]]] = 1
    return parts


def _counts(rows: int, plan: SplitPlan) -> tuple[int, int]:
    validation, test = round(rows * plan.validation), round(rows * plan.test)
    test = min(test, rows - 1)
    return min(validation, rows - 1 - test), test


def _shares(sizes: Labels, total: int) -> Labels:
    """Deal `total` rows out to groups in proportion to their sizes, by the largest remainders."""
    if not total:
        return np.zeros_like(sizes)
    exact = sizes * (total / sizes.sum())
    shares: Labels = np.floor(exact).astype(np.int64)
    largest = np.argsort(shares - exact, kind="stable")
    shares[largest[: total - int(shares.sum())]] += 1
    return shares
