"""Where an axis is marked, and what its marks say."""

from __future__ import annotations

import math

from nndesigner.ui.format import MINUS, number
from nndesigner.ui.plots.painting import short_number

Tick = tuple[float, str]
"""(position, words)"""

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_DECADES = 6


def nice_step(span: float, count: int, whole: bool = False) -> float:
    """The smallest round step that divides a span into at most `count` parts."""
    least = max(span / max(count, 1), 1.0 if whole else 0.0, 1e-300)
    power = 10.0 ** math.floor(math.log10(least))
    for step in _STEPS:
        if step * power >= least * (1 - 1e-9) and not (whole and (step * power) % 1):
            return step * power
    return 10.0 * power


def linear_ticks(low: float, high: float, count: int, whole: bool = False) -> list[Tick]:
    """Round numbers between low and high, all with the same number of decimals.

    Args:
        low, high: Ends of what is visible.
        count: At most so many steps.
        whole: Only whole numbers (epochs).
    """
    if not high > low:
        return []
    step = nice_step(high - low, count, whole)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [(place * step, _step_text(place * step, step)) for place in range(first, last + 1)]


def log_ticks(low: float, high: float, count: int) -> list[Tick]:
    """Powers of ten between 10^low and 10^high, with 2 and 5 between them where there is room.

    Positions are logarithms to the base of ten.
    """
    if not high > low:
        return []
    decades = range(math.floor(low), math.ceil(high) + 1)
    stride = max(1, math.ceil(len(decades) / max(min(count, _MOST_DECADES), 1)))
    inner = (1.0, 2.0, 5.0) if (high - low) * 3 <= count + 1 else (1.0,)
    places = [decade + math.log10(part) for decade in decades if decade % stride == 0 for part in inner]
    found = [(place, short_number(10.0**place)) for place in places if low - 1e-9 <= place <= high + 1e-9]
    return found if len(found) > 1 else _within_decade(low, high, count)


def _within_decade(low: float, high: float, count: int) -> list[Tick]:
    ticks = linear_ticks(10.0**low, 10.0**high, count)
    return [(math.log10(value), text) for value, text in ticks if value > 0.0]


def _step_text(value: float, step: float) -> str:
    if step >= 1e6 or 0 < step < 1e-4:
        return number(value) if value else "0"
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if step * 10**decimals % 1 > 1e-6:
        decimals += 1
    text = f"{value:,.{decimals}f}"
    return text.replace("-", MINUS)
