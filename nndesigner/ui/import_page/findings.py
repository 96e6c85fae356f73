"""What the page says about a table: the headline, what is missing, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.describe import ColumnFacts
from nndesigner.data.model import ColumnPlan, ColumnRole, Kind, Recipe, Table, TableColumn, Task
from nndesigner.ui.import_page.work import Answer

NAMED_ROWS = 3
"""So many row numbers are written out."""


@dataclass(frozen=True)
class Finding:
    """Something worth knowing about cells, in two parts: what, and what becomes of them."""

    what: str
    then: str


def headline(answer: Answer) -> str:
    """“150 rows, 4 inputs, 3 classes of species”."""
    source, prepared = answer.source, answer.prepared
    if source is None:
        return "This file cannot be read as a table"
    if prepared is None:
        return f"{_count(source.table.rows, 'row')}, {_count(len(source.table.columns), 'column')}"
    inputs = _count(prepared.x.shape[1], "input")
    if prepared.task is Task.REGRESSION:
        goal = f"predicting {prepared.target_name}"
    else:
        goal = f"{len(prepared.classes):,} classes of {prepared.target_name}"
    return f"{_count(source.table.rows, 'row')}, {inputs}, {goal}"


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


def _cells(masks: Sequence[NDArray[np.bool_]], words: tuple[str, str], filling: str) -> Iterator[Finding]:
    count = sum(int(mask.sum()) for mask in masks)
    if not count:
        return
    rows = np.flatnonzero(np.logical_or.reduce(masks))
    what = f"1 cell {words[0]}" if count == 1 else f"{count:,} cells {words[1]}"
    filled = "It counts as" if count == 1 else "They count as"
    yield Finding(what, f"{_rows(rows)}. {filled} {filling}.")


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
