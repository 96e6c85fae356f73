"""What the page says about a table: the headline, what is missing, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.describe import ColumnFacts
from nndesigner.data.model import ColumnPlan, ColumnRole, Kind, Prepared, Recipe, Table, TableColumn, Task

NAMED_ROWS = 3
"""So many row numbers are written out."""
FEW_WORDS = 0.2
"""Largest share of words in a column that is likely to be meant as numbers."""


@dataclass(frozen=True)
class Finding:
    """Something worth knowing about cells.

    Attributes:
        what: In a few words.
        then: Where, and what becomes of them.
        number: Name of the column that could be made a number to mend it; empty if none.
    """

    what: str
    then: str
    number: str = ""


def headline(table: Table | None, prepared: Prepared | None) -> str:
    """“150 rows, 4 inputs, 3 classes of species”."""
    if table is None:
        return "This file cannot be read as a table"
    if prepared is None:
        return f"{_count(table.rows, 'row')}, {_count(len(table.columns), 'column')}"
    inputs = _count(prepared.x.shape[1], "input")
    if prepared.task is Task.REGRESSION:
        goal = f"predicting {prepared.target_name}"
    else:
        goal = f"{len(prepared.classes):,} classes of {prepared.target_name}"
    return f"{_count(table.rows, 'row')}, {inputs}, {goal}"


def column_words(plan: ColumnPlan, facts: ColumnFacts) -> str:
    """Under a heading: “complete”, or what is missing and what fills it."""
    gaps = []
    if facts.missing:
        gaps.append(f"{facts.missing:,} missing")
    if facts.unconverted:
        gaps.append(f"{facts.unconverted:,} not a number")
    if not gaps:
        return "complete"
    if plan.role is ColumnRole.IGNORE:
        return ", ".join(gaps)
    remedy = {
        (ColumnRole.INPUT, Kind.NUMBER): "median",
        (ColumnRole.INPUT, Kind.CATEGORY): "no category",
        (ColumnRole.TARGET, Kind.NUMBER): "left out",
        (ColumnRole.TARGET, Kind.CATEGORY): "left out",
    }[plan.role, plan.kind]
    return f"{', '.join(gaps)} · {remedy}"


def flagged(column: TableColumn, plan: ColumnPlan) -> NDArray[np.bool_]:
    """Cells of a used column that hold nothing usable."""
    if plan.role is ColumnRole.IGNORE:
        return np.zeros(len(column.text), np.bool_)
    return column.missing | column.unconverted if plan.kind is Kind.NUMBER else column.missing


def findings(table: Table, recipe: Recipe) -> tuple[Finding, ...]:
    """All that is worth a warning, the worst first."""
    return tuple(_findings(table, recipe))


def _findings(table: Table, recipe: Recipe) -> Iterator[Finding]:
    pairs = list(zip(table.columns, recipe.columns, strict=True))
    for column, plan in pairs:
        lost = np.flatnonzero(flagged(column, plan)) if plan.role is ColumnRole.TARGET else np.empty(0, int)
        if len(lost):
            noun = "row has" if len(lost) == 1 else "rows have"
            yield Finding(f"{len(lost):,} {noun} no usable {plan.name}", f"{_rows(lost)}. Left out.")
    used = [(column, plan) for column, plan in pairs if plan.role is ColumnRole.INPUT]
    numbers = [column for column, plan in used if plan.kind is Kind.NUMBER]
    text = [column.unconverted for column in numbers]
    yield from _cells(text, ("is not a number", "are not numbers"), "the column’s training median")
    gaps = [column.missing for column in numbers]
    yield from _cells(gaps, ("is missing", "are missing"), "the column’s training median")
    words = [column.missing for column, plan in used if plan.kind is Kind.CATEGORY]
    yield from _cells(words, ("with a category is missing", "with categories are missing"), "no category")
    for column, plan in pairs:
        if plan.kind is Kind.CATEGORY and plan.role is not ColumnRole.TARGET:
            yield from _almost_numbers(column)


def _cells(masks: Sequence[NDArray[np.bool_]], words: tuple[str, str], filling: str) -> Iterator[Finding]:
    count = sum(int(mask.sum()) for mask in masks)
    if not count:
        return
    rows = np.flatnonzero(np.logical_or.reduce(masks))
    what = f"1 cell {words[0]}" if count == 1 else f"{count:,} cells {words[1]}"
    filled = "It counts as" if count == 1 else "They count as"
    yield Finding(what, f"{_rows(rows)}. {filled} {filling}.")


def _almost_numbers(column: TableColumn) -> Iterator[Finding]:
    """A column that would be numbers but for a few words, which are more likely slips than categories."""
    words = np.flatnonzero(column.unconverted)
    present = int(np.count_nonzero(~column.missing))
    if not 0 < len(words) <= FEW_WORDS * present:
        return
    cells = "1 cell" if len(words) == 1 else f"{len(words):,} cells"
    first = f"“{column.text[words[0]]}” in {_rows(words[:1])}"
    yield Finding(f"{column.name} would be numbers but for {cells}", f"{first}.", number=column.name)


def _rows(rows: NDArray[np.int64]) -> str:
    """“row 3”, “rows 3, 5 and 88”, “rows 3, 5, 88 and 12 more”; numbered from 1."""
    named = [f"{int(row) + 1:,}" for row in rows[:NAMED_ROWS]]
    if len(rows) == 1:
        return f"row {named[0]}"
    if len(rows) > NAMED_ROWS:
        return f"rows {', '.join(named)} and {len(rows) - NAMED_ROWS:,} more"
    return f"rows {', '.join(named[:-1])} and {named[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
