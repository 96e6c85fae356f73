"""The constants that turn cells into numbers, fitted on training rows only, and their use on any table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from nndesigner.errors import DataError

Rows = NDArray[np.int64]


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
        """Shape (rows, 1)."""
        values = np.where(np.isnan(column.numbers), self.fill, column.numbers)
        result: FloatArray = ((values - self.offset) / self.scale)[:, np.newaxis]
        return result


@dataclass(frozen=True)
class CategoryEncoding:
    """One input per category seen in the training rows: 1 where the cell is it, else 0.

    A missing cell, or a category that the training rows do not have, is all zeros.
    """

    name: str
    categories: tuple[str, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """Such as "colour = red"."""
        return tuple(f"{self.name} = {category}" for category in self.categories)

    def encode(self, column: TableColumn) -> FloatArray:
        """Shape (rows, categories)."""
        known = np.array(self.categories, dtype=object)
        result: FloatArray = (column.text[:, np.newaxis] == known[np.newaxis, :]).astype(np.float64)
        result[column.missing] = 0.0
        return result

    def unknown(self, column: TableColumn) -> int:
        """How many cells hold a category that the training rows do not have."""
        known = set(self.categories)
        return sum(
            1
            for cell, missing in zip(column.text, column.missing, strict=True)
            if not missing and cell not in known
        )


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
    return Encoding(tuple(_fit(table.column(plan.name), plan, training) for plan in inputs))


def _fit(column: TableColumn, plan: ColumnPlan, training: Rows) -> NumberEncoding | CategoryEncoding:
    if plan.kind is Kind.CATEGORY:
        seen = {
            cell
            for cell, gone in zip(column.text[training], column.missing[training], strict=True)
            if not gone
        }
        return CategoryEncoding(plan.name, tuple(sorted(seen)))
    require_numbers(column)
    values = column.numbers[training]
    values = values[~np.isnan(values)]
    if not len(values):
        return NumberEncoding(plan.name, 0.0, 1.0, 0.0)
    offset, scale = scaling_constants(values, plan.scaling)
    return NumberEncoding(plan.name, offset, scale, float(np.median(values)))


def scaling_constants(values: FloatArray, scaling: Scaling) -> tuple[float, float]:
    """(offset, scale) for finite values; a constant column has scale 1."""
    if scaling is Scaling.NONE:
        return 0.0, 1.0
    if scaling is Scaling.MINMAX:
        offset, scale = float(values.min()), float(values.max() - values.min())
    else:
        offset, scale = float(values.mean()), float(values.std())
    return offset, scale if scale > 0.0 else 1.0


def require_numbers(column: TableColumn) -> None:
    """Refuse a column said to be numbers in which no cell is one.

    Raises:
        DataError: Names the column, how many cells are text, and the first one.
    """
    if not np.isnan(column.numbers).all():
        return
    text = np.flatnonzero(column.unconverted)
    if not len(text):
        raise DataError(f"The column “{column.name}” is empty.", remedy="Ignore it.")
    raise DataError(
        f"The column “{column.name}” should be numbers, but none of its {len(text)} cells is one; "
        f"the first is “{column.text[text[0]]}” in row {text[0] + 1}.",
        remedy="Make it a category, or ignore it.",
    )
