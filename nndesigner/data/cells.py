"""Cells of text become numbers, missing values, or stay words. Every cell ends up as exactly one of these."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from nndesigner.data.model import ReadOptions, TableColumn

_LARGEST = 1e100
"""Larger values are no measurements, and their squares would overflow; they count as text."""

_PATTERNS = {
    decimal: re.compile(rf"[-+]?(?:[0-9]+(?:{sign}[0-9]*)?|{sign}[0-9]+)(?:[eE][-+]?[0-9]+)?")
    for decimal, sign in ((".", r"\."), (",", ","))
}


def to_number(cell: str, decimal: str = ".") -> float:
    """The number that a cell holds; NaN if it is none.

    Stricter than `float`: words such as “inf” and spellings such as “1_000” are no measurements.
    """
    # Published tables and this program itself write a true minus sign.
    plain = cell.replace("−", "-")
    if _PATTERNS[decimal].fullmatch(plain) is None:
        return np.nan
    value = float(plain.replace(decimal, "."))
    return value if abs(value) <= _LARGEST else np.nan


def to_column(name: str, cells: NDArray[np.object_], options: ReadOptions) -> TableColumn:
    """Decide about every cell of a column. Works once per distinct cell: most columns repeat theirs.

    Args:
        name: The column's name.
        cells: Text as it stands in the file, shape (rows,); empty where a short row has no such cell.
        options: Which words mean a missing cell, and the decimal sign.
    """
    import pandas as pd

    codes, distinct = pd.factorize(cells)
    words = [cell.strip() for cell in distinct]
    gone = {"", *options.missing}
    text = np.array(words, dtype=object)[codes]
    missing = np.array([word in gone for word in words])[codes]
    values = [np.nan if word in gone else to_number(word, options.decimal) for word in words]
    numbers = np.array(values)[codes]
    for array in (text, missing, numbers):
        array.flags.writeable = False
    return TableColumn(name, text, numbers, missing)
