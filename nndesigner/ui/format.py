"""Numbers as the window shows them: three significant digits and a true minus sign."""

from __future__ import annotations

import math

MINUS = "−"
_SMALL_RANGE, _TINY_RANGE = 0.1, 0.01
"""Ends of ranges below which two decimals, or three, would show little but zeros."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """Three significant digits: 0.482, −1.86, 1,230, 1.20·10⁻⁷."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0.0:
        return "0"
    size = abs(value)
    if not 1e-4 <= size < 1e6:
        factor, exponent = f"{value:.2e}".split("e")
        return f"{factor}·10{str(int(exponent)).translate(_RAISED)}".replace("-", MINUS)
    rounded = float(f"{size:.2e}")
    digits = max(0, 2 - math.floor(math.log10(rounded)))
    return f"{value:,.{digits}f}".replace("-", MINUS)


def exact(value: float) -> str:
    """Full precision, for tooltips."""
    return repr(float(value)).replace("-", MINUS)


def short(value: float, limit: float = 1.0) -> str:
    """Two digits for a neuron's circle: .41, −.07, 1.2, 14.

    Where all numbers are small, it is one digit that counts: .004, 4e−5.

    Args:
        value: The number.
        limit: End of the range of all that are shown.
    """
    value += 0.0  # −0 is shown as 0
    if not math.isfinite(value):
        return number(value)
    size = abs(value)
    if 0.0 < limit < _SMALL_RANGE and value:
        return _small(value, limit)
    text = f"{value:.2f}" if size < 0.995 else f"{value:.1f}" if size < 9.95 else f"{value:.0f}"
    if size < 0.995:
        text = text.replace("0.", ".", 1)
    return text.lstrip("-") if float(text) == 0.0 else text.replace("-", MINUS)


def _small(value: float, limit: float) -> str:
    """One digit: .004, or 4e−5 where the range itself is that small."""
    if limit < _TINY_RANGE:
        factor, exponent = f"{value:.0e}".split("e")
        return f"{factor}e{int(exponent)}".replace("-", MINUS)
    text = f"{value:.3f}".replace("0.", ".", 1)
    return text.lstrip("-") if float(text) == 0.0 else text.replace("-", MINUS)


def duration(seconds: float) -> str:
    """Time in words: 0.4 s, 12 s, 3 min 05 s, 1 h 20 min."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def rate(per_second: float) -> str:
    """Samples per second: 812, 812 k, 1.2 M."""
    if per_second >= 999_500:
        return f"{per_second / 1e6:.1f} M"
    return f"{per_second / 1e3:.0f} k" if per_second >= 9_950 else f"{per_second:,.0f}"
