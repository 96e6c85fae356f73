"""Sensible choices for a table: what each column is, and which one is to be predicted."""

from __future__ import annotations

import numpy as np

from nndesigner.data.images import is_pixel
from nndesigner.data.model import (
    ColumnPlan,
    ColumnRole,
    Kind,
    ReadOptions,
    Recipe,
    Scaling,
    SplitPlan,
    Table,
    TableColumn,
)
from nndesigner.errors import DataError

_TARGET_NAMES = ("target", "class", "label", "species", "y", "output", "digit", "outcome", "result")
_ID_NAMES = ("id", "index", "nr", "no", "row", "key", "number")
_MOST_CATEGORIES = 50
_MOST_INTEGER_CLASSES = 20
_FEWEST_ROWS_TO_HOLD_OUT = 20


def guess_recipe(table: Table, read: ReadOptions, target: str | None = None) -> Recipe:
    """Choose kinds, roles, scaling and split for a table.

    Args:
        table: The table as read.
        read: How it was read, kept in the recipe.
        target: Name of the column to predict; None chooses one.

    Raises:
        DataError: There are not two columns, or no column of that name.
    """
    if len(table.columns) < 2:
        raise DataError(
            "The table has only one column.",
            remedy="An input and a target are needed; choose another delimiter if columns run together.",
        )
    goal = table.column(target).name if target is not None else _target(table)
    columns = tuple(_plan(column, column.name == goal, table.rows) for column in table.columns)
    if not any(plan.role is ColumnRole.INPUT for plan in columns):
        columns = tuple(_forced_input(plan) for plan in columns)
    return Recipe(read, columns, _split(table.rows))


def explain(table: Table, recipe: Recipe) -> tuple[str, ...]:
    """One sentence for every choice that is not obvious."""
    sentences = []
    for plan in recipe.columns:
        column = table.column(plan.name)
        if plan.role is ColumnRole.IGNORE:
            sentences.append(f"“{plan.name}” is left out: {_why_ignored(column, table.rows)}.")
    if not recipe.split.validation and table.rows < _FEWEST_ROWS_TO_HOLD_OUT:
        sentences.append(f"With {table.rows} rows none is held out.")
    return tuple(sentences)


def _target(table: Table) -> str:
    for column in reversed(table.columns):
        if column.name.strip().lower() in _TARGET_NAMES:
            return column.name
    return table.columns[-1].name


def _plan(column: TableColumn, is_target: bool, rows: int) -> ColumnPlan:
    kind = _kind(column, is_target)
    if is_target:
        return ColumnPlan(column.name, kind, ColumnRole.TARGET)
    role = ColumnRole.IGNORE if _why_ignored(column, rows) else ColumnRole.INPUT
    return ColumnPlan(column.name, kind, role, _scaling(column))


def _kind(column: TableColumn, is_target: bool) -> Kind:
    present = ~column.missing
    if not present.any() or np.isnan(column.numbers[present]).any():
        return Kind.CATEGORY
    if not is_target:
        return Kind.NUMBER
    values = np.unique(column.numbers[present])
    whole = bool(np.all(values == np.round(values)))
    few = len(values) <= _MOST_INTEGER_CLASSES and len(values) * 2 <= present.sum()
    return Kind.CATEGORY if whole and few else Kind.NUMBER


def _why_ignored(column: TableColumn, rows: int) -> str:
    """Why a column is no input, as the end of a sentence; empty if it is one."""
    present = ~column.missing
    if not present.any():
        return "it is empty"
    numeric = not np.isnan(column.numbers[present]).any()
    distinct = len(set(column.text[present]))
    if numeric:
        counts = np.array_equal(np.sort(column.numbers), np.arange(rows) + np.nanmin(column.numbers))
        named = column.name.strip().lower() in _ID_NAMES or column.name.strip().lower().endswith(
            ("_id", " id")
        )
        return "it only counts the rows" if named and counts and rows > 2 else ""
    if distinct == present.sum() and distinct > 2 and distinct > _FEWEST_ROWS_TO_HOLD_OUT:
        return "every row has another value"
    return f"it has {distinct} different words" if distinct > _MOST_CATEGORIES else ""


def _scaling(column: TableColumn) -> Scaling:
    values = column.numbers[~np.isnan(column.numbers)]
    if not len(values):
        return Scaling.NONE
    whole = bool(np.all(values == np.round(values)))
    if whole and values.min() >= 0.0 and is_pixel(column.name):
        return Scaling.MINMAX
    return Scaling.NONE if np.abs(values).max() <= 1.0 else Scaling.STANDARD


def _forced_input(plan: ColumnPlan) -> ColumnPlan:
    if plan.role is ColumnRole.TARGET:
        return plan
    return ColumnPlan(plan.name, plan.kind, ColumnRole.INPUT, plan.scaling)


def _split(rows: int) -> SplitPlan:
    return SplitPlan(0.0, 0.0) if rows < _FEWEST_ROWS_TO_HOLD_OUT else SplitPlan()
