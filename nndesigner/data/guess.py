"""Sensible choices for a table: what each column is, and which one is to be predicted."""

from __future__ import annotations

import re

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

_TARGET_NAMES = (
    "target", "class", "label", "species", "outcome", "diagnosis", "digit", "result", "output", "y",
)
"""The most telling first: next to a “label”, x and y are coordinates."""

_COUNTER_NAME = re.compile(r"(?:.*[ _.-])?(?:id|index|nr|no|row|key|number|unnamed: 0|#)\.?", re.IGNORECASE)
_NAMELESS = re.compile(r"column \d+")
_MOST_CATEGORIES = 50
_MOST_INTEGER_CLASSES = 20
_LARGEST_INTEGER_CLASS = 99
_FEWEST_ROWS_FOR_NAMES = 10
_FEWEST_ROWS_TO_HOLD_OUT = 20
_NEARLY_ALL = 0.9


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
            why = _why_ignored(column, table.rows)
            sentences.append(f"“{plan.name}” is left out{f': {why}' if why else ''}.")
        else:
            sentences += _about_cells(column, plan)
    if not recipe.split.validation and table.rows < _FEWEST_ROWS_TO_HOLD_OUT:
        sentences.append(f"With {table.rows} rows none is held out.")
    return tuple(sentences)


def _about_cells(column: TableColumn, plan: ColumnPlan) -> list[str]:
    text = int(column.unconverted.sum())
    if plan.kind is Kind.NUMBER and text:
        cells = "1 cell is" if text == 1 else f"{text:,} cells are"
        fate = "its rows are left out" if plan.role is ColumnRole.TARGET else "the training median stands in"
        return [f"In “{plan.name}” {cells} not a number: {fate}."]
    numeric = not text and not column.missing.all()
    if plan.kind is Kind.CATEGORY and plan.role is ColumnRole.TARGET and numeric:
        count = len(np.unique(column.numbers[~column.missing]))
        return [f"“{plan.name}” holds {count} different numbers: they are taken as classes."]
    return []


def _target(table: Table) -> str:
    """The column with the most telling name; else the last one that could be predicted at all."""
    names = {column.name.lower(): column.name for column in table.columns}
    for telling in _TARGET_NAMES:
        if telling in names:
            return names[telling]
    likely = [column.name for column in table.columns if not _why_ignored(column, table.rows)]
    return likely[-1] if likely else table.columns[-1].name


def _plan(column: TableColumn, is_target: bool, rows: int) -> ColumnPlan:
    kind = _kind(column, is_target)
    if is_target:
        return ColumnPlan(column.name, kind, ColumnRole.TARGET)
    role = ColumnRole.IGNORE if _why_ignored(column, rows) else ColumnRole.INPUT
    return ColumnPlan(column.name, kind, role, _scaling(column))


def _kind(column: TableColumn, is_target: bool) -> Kind:
    present = ~column.missing
    if not _is_numeric(column):
        return Kind.CATEGORY
    if not is_target or column.unconverted.any():
        return Kind.NUMBER
    values = np.unique(column.numbers[present])
    whole = bool(np.all(values == np.round(values)))
    few = len(values) <= _MOST_INTEGER_CLASSES and len(values) * 2 <= present.sum()
    small = np.abs(values).max() <= _LARGEST_INTEGER_CLASS
    return Kind.CATEGORY if whole and few and small else Kind.NUMBER


def _is_numeric(column: TableColumn) -> bool:
    """Whether all cells are numbers; or nearly all, where they are far too many to be categories."""
    present = column.text[~column.missing]
    if not len(present):
        return False
    text = int(column.unconverted.sum())
    if not text:
        return True
    return 1.0 - text / len(present) >= _NEARLY_ALL and len(set(present)) > _MOST_CATEGORIES


def _why_ignored(column: TableColumn, rows: int) -> str:
    """Why a column is no input, as the end of a sentence; empty if it is one."""
    present = ~column.missing
    if not present.any():
        return "it is empty"
    if _is_numeric(column):
        return "it only counts the rows" if _counts_rows(column, rows) else ""
    distinct = len(set(column.text[present]))
    if distinct == present.sum() and distinct >= _FEWEST_ROWS_FOR_NAMES:
        return "every row has another value"
    return f"it has {distinct} different words" if distinct > _MOST_CATEGORIES else ""


def _counts_rows(column: TableColumn, rows: int) -> bool:
    """A running number that is called so in any order; one without a name only if it counts up."""
    if rows <= 2 or np.isnan(column.numbers).any():
        return False
    count = np.arange(rows) + column.numbers.min()
    if _COUNTER_NAME.fullmatch(column.name):
        return np.array_equal(np.sort(column.numbers), count)
    nameless = _NAMELESS.fullmatch(column.name) is not None
    return nameless and column.numbers[0] in (0.0, 1.0) and np.array_equal(column.numbers, count)


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
