"""Which rows are for training, which are held out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import SplitPlan

_SPLIT_STREAM = 0x5917
"""Keeps these random draws apart from those that other parts make of the same seed."""


def split_rows(labels: NDArray[np.int64] | None, rows: int, plan: SplitPlan) -> NDArray[np.int8]:
    """Assign every row to a part: 0 training, 1 validation, 2 test.

    Args:
        labels: Class of each row to stratify by, shape (rows,); None for numbers.
        rows: Number of rows.
        plan: Shares, seed, and whether to stratify. The same plan and labels give the same parts.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([plan.seed, _SPLIT_STREAM])))
    parts = np.zeros(rows, dtype=np.int8)
    held_out = plan.validation + plan.test
    if held_out <= 0.0 or not rows:
        return parts
    order = random.permutation(rows)
    if labels is not None and plan.stratify:
        order = _interleaved(order, labels)
    counts = _counts(rows, plan)
    if labels is not None and plan.stratify:
        return _stratified(order, rows, plan)
    parts[order[: counts[0]]] = 1
    parts[order[counts[0] : counts[0] + counts[1]]] = 2
    return parts


def _counts(rows: int, plan: SplitPlan) -> tuple[int, int]:
    validation, test = round(rows * plan.validation), round(rows * plan.test)
    while validation + test >= rows and validation + test > 0:
        validation, test = (validation - 1, test) if validation >= test else (validation, test - 1)
    return validation, test


def _interleaved(order: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The shuffled rows, reordered so that any stretch has the classes in their overall proportions."""
    shuffled = labels[order]
    place = np.empty(len(order))
    for label in np.unique(labels):
        mine = np.flatnonzero(shuffled == label)
        place[mine] = (np.arange(len(mine)) + 0.5) / len(mine)
    result: NDArray[np.int64] = order[np.argsort(place, kind="stable")]
    return result


def _stratified(order: NDArray[np.int64], rows: int, plan: SplitPlan) -> NDArray[np.int8]:
    """Cut an interleaved order into evenly spread parts of exactly the counts asked for."""
    validation, test = _counts(rows, plan)
    parts = np.zeros(rows, dtype=np.int8)
    position = np.arange(rows)
    held = validation + test
    if not held:
        return parts
    chosen = order[np.flatnonzero((position + 1) * held // rows > position * held // rows)]
    is_test = (np.arange(held) + 1) * test // held > np.arange(held) * test // held
    parts[chosen] = np.where(is_test, 2, 1)
    return parts
