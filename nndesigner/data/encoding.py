"""The constants that turn cells into numbers, fitted on training rows only, and their use on any table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.cells import to_number
from nndesigner.data.images import is_pixel
from nndesigner.data.model import (
    ColumnPlan,
    ColumnRole,
    FloatArray,
    Kind,
    Recipe,
    Scaling,
    Table,
    TableColumn,
)
from nndesigner.data.ordering import natural_order
from nndesigner.errors import DataError

Rows = NDArray[np.int64]

MOST_CATEGORIES = 1000
"""A column with more different words is an id or free text; each would become an input or an output."""

_MOST_CELLS = 250_000_000
"""Inputs of all rows together: 2 GB."""


@dataclass(frozen=True)
class NumberEncoding:
    """x = (value − offset) / scale; a missing value becomes `fill` first."""

    name: str
    offset: float
    scale: float
    fill: float

    @property
    def input_names(self) -> tuple[str, ...]:
        """The one input."""
        return (self.name,)

    def encode(self, column: TableColumn) -> FloatArray:
        """Shape (rows, 1).

        Raises:
            DataError: There are cells, but none is a number.
        """
        _refuse_text(column, "Choose a table like the one the network was trained on.")
        values = np.where(np.isnan(column.numbers), self.fill, column.numbers)
        result: FloatArray = ((values - self.offset) / self.scale)[:, np.newaxis]
        return result


@dataclass(frozen=True)
class CategoryEncoding:
    """One input per category seen in the training rows: 1 where the cell is it, else 0.

    A missing cell, or a category that the training rows do not have, is all zeros. Numbers are the same
    category however they are written: programs turn a column of 1 and 2 into 1.0 and 2.0.
    """

    name: str
    categories: tuple[str, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """Such as "colour = red"."""
        return tuple(f"{self.name} = {category}" for category in self.categories)

    def encode(self, column: TableColumn) -> FloatArray:
        """Shape (rows, categories)."""
        places = self._places(column)
        result = np.zeros((len(places), len(self.categories)))
        rows = np.flatnonzero(places >= 0)
        result[rows, places[rows]] = 1.0
        return result

    def unknown(self, column: TableColumn) -> int:
        """How many cells hold a category that the training rows do not have."""
        return int(((self._places(column) < 0) & ~column.missing).sum())

    def _places(self, column: TableColumn) -> Rows:
        """Which category each cell is; −1 for none."""
        by_text = {category: place for place, category in enumerate(self.categories)}
        by_value = {
            value: place
            for category, place in by_text.items()
            for value in (to_number(category), to_number(category, ","))
            if value == value
        }
        found = np.fromiter(
            (
                by_text.get(cell, by_value.get(number, -1))
                for cell, number in zip(column.text, column.numbers.tolist(), strict=True)
            ),
            dtype=np.int64,
            count=len(column.text),
        )
        found[column.missing] = -1
        return found


@dataclass(frozen=True)
class Encoding:
    """All inputs of a recipe, in the order of its columns."""

    columns: tuple[NumberEncoding | CategoryEncoding, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """One per input of the network."""
        return tuple(name for column in self.columns for name in column.input_names)

    def encode(self, table: Table) -> FloatArray:
        """Inputs of every row, shape (rows, inputs), columns matched by name.

        Raises:
            DataError: The table lacks columns; the message names them all.
        """
        present = {column.name for column in table.columns}
        lacking = [column.name for column in self.columns if column.name not in present]
        if lacking:
            raise DataError(
                f"The table has no column {', '.join(f'“{name}”' for name in lacking)}.",
                remedy="It needs the input columns of the data that the network was trained on.",
            )
        if table.rows * len(self.input_names) > _MOST_CELLS:
            raise DataError(
                f"{table.rows:,} rows with {len(self.input_names):,} inputs are more than can be held.",
                remedy="Ignore category columns with many different words, or use fewer rows.",
            )
        blocks = [column.encode(table.column(column.name)) for column in self.columns]
        return np.concatenate(blocks, axis=1) if blocks else np.empty((table.rows, 0))

    def unknown(self, table: Table) -> dict[str, int]:
        """Cells with a category that was never trained on, by column; columns without any are left out."""
        counts = {
            column.name: column.unknown(table.column(column.name))
            for column in self.columns
            if isinstance(column, CategoryEncoding)
        }
        return {name: count for name, count in counts.items() if count}


def fit_encoding(table: Table, recipe: Recipe, training: Rows) -> Encoding:
    """Fit the constants of all input columns on the training rows.

    Args:
        table: The table as read.
        recipe: Which columns are inputs, of which kind and scaling.
        training: Row numbers of the training rows; nothing else is looked at.

    Raises:
        DataError: A number column has not a single number.
    """
    inputs = [plan for plan in recipe.columns if plan.role is ColumnRole.INPUT]
    pixels = _pixel_constants(table, inputs, training)
    fitted: list[NumberEncoding | CategoryEncoding] = []
    for plan in inputs:
        column = table.column(plan.name)
        if plan.kind is Kind.CATEGORY:
            fitted.append(_fit_categories(column, training))
        else:
            fitted.append(_fit_numbers(column, plan, training, pixels if _of_picture(plan) else None))
    return Encoding(tuple(fitted))


def _fit_categories(column: TableColumn, training: Rows) -> CategoryEncoding:
    seen = set(column.text[training][~column.missing[training]])
    if len(seen) > MOST_CATEGORIES:
        raise DataError(
            f"The column “{column.name}” has {len(seen):,} different values; as a category each of them "
            "becomes an input.",
            remedy="Ignore it, or make it a number.",
        )
    return CategoryEncoding(column.name, natural_order(seen))


def _fit_numbers(
    column: TableColumn, plan: ColumnPlan, training: Rows, constants: tuple[float, float] | None
) -> NumberEncoding:
    require_numbers(column)
    values = _known(column, training)
    if not len(values):
        return NumberEncoding(plan.name, 0.0, 1.0, 0.0)
    offset, scale = constants or scaling_constants(values, plan.scaling)
    return NumberEncoding(plan.name, offset, scale, float(np.median(values)))


def _of_picture(plan: ColumnPlan) -> bool:
    return plan.kind is Kind.NUMBER and plan.scaling is Scaling.MINMAX and is_pixel(plan.name)


def _pixel_constants(table: Table, inputs: list[ColumnPlan], training: Rows) -> tuple[float, float] | None:
    """One range for all pixels of a picture; None if there are none.

    By itself, a pixel at the rim that is 1 in one training row and 0 in the others would count as much as
    the darkest ink, and 9 in a held-out row as nine times that.
    """
    known = [_known(table.column(plan.name), training) for plan in inputs if _of_picture(plan)]
    values = np.concatenate(known) if known else np.empty(0)
    return scaling_constants(values, Scaling.MINMAX) if len(values) else None


def _known(column: TableColumn, rows: Rows) -> FloatArray:
    values = column.numbers[rows]
    return values[~np.isnan(values)]


def scaling_constants(values: FloatArray, scaling: Scaling) -> tuple[float, float]:
    """(offset, scale) for finite values, at least one; a constant column has scale 1."""
    if scaling is Scaling.NONE:
        return 0.0, 1.0
    if values.min() == values.max():
        # The computed deviation of equal values can be 1e−16 instead of 0, which would blow up new ones.
        return float(values[0]), 1.0
    if scaling is Scaling.MINMAX:
        offset, scale = float(values.min()), float(values.max() - values.min())
    else:
        offset, scale = float(values.mean()), float(values.std())
    # Values that differ only in their last digits can still have no measurable deviation.
    return offset, scale if scale > 0.0 else 1.0


def require_numbers(column: TableColumn) -> None:
    """Refuse a column said to be numbers in which no cell is one.

    Raises:
        DataError: Names the column, how many cells are text, and the first one.
    """
    _refuse_text(column, "Make it a category, or ignore it.")
    if column.missing.all():
        raise DataError(f"The column “{column.name}” is empty.", remedy="Ignore it.")


def _refuse_text(column: TableColumn, remedy: str) -> None:
    text = np.flatnonzero(column.unconverted)
    if not len(text) or not np.isnan(column.numbers).all():
        return
    raise DataError(
        f"The column “{column.name}” should be numbers, but none of its {len(text)} cells is one; "
        f"the first is “{column.text[text[0]]}” in row {text[0] + 1}.",
        remedy=remedy,
    )
