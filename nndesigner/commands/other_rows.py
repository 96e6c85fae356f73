"""Rows of another file, encoded as the project encodes its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import ColumnRole, FloatArray, Kind, Prepared, ReadOptions, Table, TableColumn
from nndesigner.data.reading import read_table, sniff
from nndesigner.data.source import DataSource, read_bytes
from nndesigner.errors import DataError


@dataclass(frozen=True)
class OtherRows:
    """A table that the project has not seen.

    Attributes:
        read: How its bytes were read.
        x: Encoded inputs, shape (rows, n_in), with the constants fitted on the training rows.
        notes: Sentences about cells that had to be replaced.
    """

    table: Table
    read: ReadOptions
    x: FloatArray
    notes: tuple[str, ...]


def open_rows(source: DataSource, path: Path) -> OtherRows:
    """Read another file and encode its rows for the project's network.

    Whether there is a header, and which words mean a missing cell, is as in the project's own data.

    Raises:
        DataError: The file cannot be read, lacks input columns, or has text where numbers belong.
    """
    raw = read_bytes(path)
    known = source.recipe.read
    read = replace(sniff(raw, path.name), header=known.header, missing=known.missing)
    table = read_table(raw, read, path.name)
    try:
        x = source.prepared.encoding.encode(table)
        notes = (*_text_notes(source, table), *_unknown_notes(source.prepared, table))
    except DataError as error:
        raise DataError(error.what, where=str(path), remedy=error.remedy) from error
    return OtherRows(table, read, x, notes)


def desired(source: DataSource, rows: OtherRows, outputs: int) -> tuple[NDArray[np.int64], FloatArray]:
    """Desired outputs for the rows whose target is known.

    Returns:
        Those rows' numbers, and their desired outputs, shape (known rows, outputs).

    Raises:
        DataError: The target column is missing, or no row has a usable target.
    """
    prepared = source.prepared
    column = rows.table.column(prepared.target_name)
    known, values = _classes(prepared, column) if prepared.classes else _numbers(prepared, column)
    if not len(known):
        raise DataError(
            f"No row has a value of “{prepared.target_name}” that the network was trained on.",
            remedy="Choose a table with the same target.",
        )
    y = values
    if prepared.classes:
        labels = values[:, 0].astype(np.int64)
        y = values if outputs == 1 else np.eye(len(prepared.classes))[labels]
    return known, y


def _classes(prepared: Prepared, column: TableColumn) -> tuple[NDArray[np.int64], FloatArray]:
    index = {name: float(number) for number, name in enumerate(prepared.classes)}
    labels = np.array([index.get(cell, np.nan) for cell in column.text], dtype=np.float64)
    known = np.flatnonzero(~np.isnan(labels)).astype(np.int64)
    return known, labels[known, np.newaxis]


def _numbers(prepared: Prepared, column: TableColumn) -> tuple[NDArray[np.int64], FloatArray]:
    known = np.flatnonzero(~np.isnan(column.numbers)).astype(np.int64)
    scaled = (column.numbers[known] - prepared.target_offset) / prepared.target_scale
    return known, scaled[:, np.newaxis]


def _text_notes(source: DataSource, table: Table) -> list[str]:
    notes = []
    for plan in source.recipe.columns:
        if plan.role is not ColumnRole.INPUT or plan.kind is not Kind.NUMBER:
            continue
        column = table.column(plan.name)
        text = np.flatnonzero(column.unconverted)
        if not len(text):
            continue
        if np.isnan(column.numbers).all():
            raise DataError(
                f"The column “{plan.name}” should be numbers, but none of its {len(text)} cells is one; "
                f"the first is “{column.text[text[0]]}” in row {text[0] + 1}.",
                remedy="Choose a table like the one the network was trained on.",
            )
        one = len(text) == 1
        words = (
            "1 cell is not a number and counts" if one else f"{len(text):,} cells are not numbers and count"
        )
        notes.append(f"In “{plan.name}” {words} as missing.")
    return notes


def _unknown_notes(prepared: Prepared, table: Table) -> list[str]:
    return [
        f"In “{name}” {count:,} of {table.rows:,} cells hold a category that was not trained on."
        for name, count in prepared.encoding.unknown(table).items()
    ]
