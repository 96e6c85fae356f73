"""One figure, and the table they make."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        name: What was measured.
        value: The median.
        unit: Of the value.
        target: What it should reach, or stay below; None where there is no target.
        met: Whether it does; None without a target.
        peer: What it was measured against.
        spread: Distance of the quartiles divided by the median.
    """

    name: str
    value: float
    unit: str
    target: float | None
    met: bool | None
    peer: str
    spread: float


def row(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    peer: str = "",
) -> Row:
    """The figure of several repeats, with a target from below or from above or none.

    Raises:
        ValueError: There are two targets.
    """
    median = statistics.median(values)
    low, _, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else (median,) * 3
    spread = (high - low) / abs(median) if median else 0.0
    if at_least is not None and at_most is not None:
        raise ValueError(f"two targets for {name}")
    if at_least is not None:
        return Row(name, median, unit, at_least, median >= at_least, peer, spread)
    met = None if at_most is None else median <= at_most
    return Row(name, median, unit, at_most, met, peer, spread)


def table(rows: Sequence[Row]) -> str:
    """All figures as text in columns."""
    heads = [field.name for field in fields(Row)]
    cells = [heads, *([_cell(value) for value in asdict(figure).values()] for figure in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
