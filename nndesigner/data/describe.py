"""What a column holds, in numbers: for the preview, the inspector and `info --json`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from nndesigner.data.model import FloatArray, Kind, Part, Prepared, TableColumn
from nndesigner.data.ordering import natural_order

_BINS = 14


@dataclass(frozen=True)
class ColumnFacts:
    """Facts about one column.

    Attributes:
        missing, unconverted: Numbers of such cells; the latter are text where numbers belong.
        distinct: Different values among the present cells.
        categories: All values with their counts, in natural order; empty for numbers.
        histogram: Counts: of 14 equal bins from minimum to maximum, or of the most frequent categories.
        minimum, maximum, mean: NaN unless numbers.
    """

    missing: int
    unconverted: int
    distinct: int
    categories: tuple[tuple[str, int], ...]
    histogram: tuple[int, ...]
    minimum: float
    maximum: float
    mean: float


def describe_column(column: TableColumn, kind: Kind) -> ColumnFacts:
    """Describe a column as the kind it is taken for."""
    missing = int(column.missing.sum())
    if kind is Kind.CATEGORY:
        return _describe_category(column, missing)
    values = column.numbers[~np.isnan(column.numbers)]
    unconverted = int(column.unconverted.sum())
    if not len(values):
        return ColumnFacts(missing, unconverted, 0, (), (), np.nan, np.nan, np.nan)
    return ColumnFacts(
        missing,
        unconverted,
        len(np.unique(values)),
        (),
        _histogram(values),
        float(values.min()),
        float(values.max()),
        float(values.mean()),
    )


def split_counts(prepared: Prepared) -> dict[Part, int]:
    """Number of rows per part."""
    return {part: len(prepared.select(part)) for part in Part}


def _histogram(values: FloatArray) -> tuple[int, ...]:
    """Counts per bin. NumPy's own refuses values that differ only in their last digits."""
    span = values.max() - values.min()
    place = (values - values.min()) / span * _BINS if span > 0.0 else np.full(len(values), _BINS / 2)
    counts = np.bincount(np.minimum(place.astype(np.int64), _BINS - 1), minlength=_BINS)
    return tuple(int(count) for count in counts)


def _describe_category(column: TableColumn, missing: int) -> ColumnFacts:
    counts = Counter(column.text[~column.missing])
    ordered = tuple((name, counts[name]) for name in natural_order(set(counts)))
    histogram = tuple(count for _, count in ordered[:_BINS])
    return ColumnFacts(missing, 0, len(counts), ordered, histogram, np.nan, np.nan, np.nan)
