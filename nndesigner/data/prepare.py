"""From a table and a recipe to arrays: split first, fit on the training rows, encode everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.encoding import MOST_CATEGORIES, fit_encoding, require_numbers, scaling_constants
from nndesigner.data.model import (
    ColumnPlan,
    ColumnRole,
    FloatArray,
    Kind,
    Prepared,
    Recipe,
    Scaling,
    Table,
    TableColumn,
    Task,
)
from nndesigner.data.ordering import natural_order
from nndesigner.data.splitting import split_rows
from nndesigner.errors import DataError


def prepare(table: Table, recipe: Recipe) -> Prepared:
    """Carry out a recipe.

    Raises:
        DataError: No input or not exactly one target, a target with one class, no usable row, or a column
            said to be numbers that is text.
    """
    plan = _target(recipe)
    goal = _Goal.of(table.column(plan.name), plan)
    rows = goal.rows
    labels = goal.labels if goal.classes else None
    parts = split_rows(labels, len(rows), recipe.split)
    encoding = fit_encoding(table, recipe, rows[parts == 0])
    x = encoding.encode(table)[rows]
    targets, offset, scale = goal.targets(parts)
    for array in (x, targets, goal.labels, rows, parts):
        array.flags.writeable = False
    return Prepared(
        task=goal.task,
        x=x,
        labels=goal.labels,
        targets=targets,
        rows=rows,
        parts=parts,
        input_names=encoding.input_names,
        classes=goal.classes,
        target_name=plan.name,
        target_offset=offset,
        target_scale=scale,
        dropped=goal.dropped,
        encoding=encoding,
    )


def _target(recipe: Recipe) -> ColumnPlan:
    targets = [plan for plan in recipe.columns if plan.role is ColumnRole.TARGET]
    if not targets:
        raise DataError("No column is the target.", remedy="Choose the column that is to be predicted.")
    if len(targets) > 1:
        names = " and ".join(f"“{plan.name}”" for plan in targets)
        raise DataError(f"{names} are both targets.", remedy="Choose one column that is to be predicted.")
    if not any(plan.role is ColumnRole.INPUT for plan in recipe.columns):
        raise DataError("No column is an input.", remedy="Choose at least one column to predict from.")
    return targets[0]


class _Scaled(NamedTuple):
    targets: FloatArray
    offset: float
    scale: float


@dataclass(frozen=True)
class _Goal:
    """The target column of the usable rows."""

    task: Task
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    values: FloatArray
    scaling: Scaling
    dropped: dict[str, int]

    @classmethod
    def of(cls, column: TableColumn, plan: ColumnPlan) -> _Goal:
        numeric = plan.kind is Kind.NUMBER
        if numeric:
            require_numbers(column)
        usable = ~np.isnan(column.numbers) if numeric else ~column.missing
        rows = np.flatnonzero(usable).astype(np.int64)
        if not len(rows):
            raise DataError(f"The target “{column.name}” is empty.", remedy="Choose another target.")
        dropped = _dropped(column, usable)
        if numeric:
            empty = np.empty(0, dtype=np.int64)
            return cls(Task.REGRESSION, rows, empty, (), _varying(column, rows), plan.scaling, dropped)
        classes = _classes(column, rows)
        index = {name: number for number, name in enumerate(classes)}
        labels = np.fromiter((index[cell] for cell in column.text[rows]), dtype=np.int64, count=len(rows))
        task = Task.TWO_CLASSES if len(classes) == 2 else Task.CLASSES
        return cls(task, rows, labels, classes, np.empty(0), plan.scaling, dropped)

    def targets(self, parts: NDArray[np.int8]) -> _Scaled:
        if self.classes:
            return _Scaled(np.eye(len(self.classes))[self.labels], 0.0, 1.0)
        offset, scale = scaling_constants(self.values[parts == 0], self.scaling)
        return _Scaled(((self.values - offset) / scale)[:, np.newaxis], offset, scale)


def _dropped(column: TableColumn, usable: NDArray[np.bool_]) -> dict[str, int]:
    missing = int((column.missing & ~usable).sum())
    text = int((~usable).sum()) - missing
    reasons = {f"“{column.name}” is missing": missing, f"“{column.name}” is not a number": text}
    return {reason: count for reason, count in reasons.items() if count}


def _varying(column: TableColumn, rows: NDArray[np.int64]) -> FloatArray:
    values = column.numbers[rows]
    if len(values) > 1 and values.min() == values.max():
        raise DataError(
            f"The target “{column.name}” is {values[0]:g} in every row: there is nothing to learn.",
            remedy="Choose another target.",
        )
    return values


def _classes(column: TableColumn, rows: NDArray[np.int64]) -> tuple[str, ...]:
    distinct = set(column.text[rows])
    if len(distinct) > MOST_CATEGORIES:
        raise DataError(
            f"The target “{column.name}” has {len(distinct):,} different values, too many to be classes.",
            remedy="Make it a number, or choose another target.",
        )
    classes = natural_order(distinct)
    if len(classes) < 2:
        raise DataError(
            f"The target “{column.name}” has only one class, “{classes[0]}”: there is nothing to learn.",
            remedy="Choose another target.",
        )
    return classes
