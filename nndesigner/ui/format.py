"""Numbers as the window shows them: three significant digits and a true minus sign."""

from __future__ import annotations

import math

import numpy as np

MINUS = "−"
FULL_DIGITS = 17
"""Significant digits that tell any two numbers apart."""
_SMALL_RANGE, _LARGE_RANGE = 0.1, 1000.0
"""Ends of ranges below which two decimals show little but zeros, and from which whole numbers are long."""
_ROUNDING = 1e-9
"""What a logarithm of a power of ten may lack to a whole number."""
_LARGEST_SINGLE = 3.4e38
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


def power(exponent: int) -> str:
    """A power of ten: 10⁻⁷."""
    return f"10{str(exponent).translate(_RAISED)}"


def exact(value: float, digits: int = FULL_DIGITS) -> str:
    """All digits that count, for tooltips: 0.1, 1.25·10⁻⁷.

    Args:
        value: The number; one that float32 can hold is written with the digits of float32.
        digits: Most significant digits.
    """
    if not math.isfinite(value):
        return number(value)
    rounded = float(f"{value:.{digits}g}")
    factor, _, exponent = min(_plain(value), _plain(rounded), key=len).partition("e")
    text = f"{factor}·{power(int(exponent))}" if exponent else factor
    return text.replace("-", MINUS)


def editable(value: float) -> str:
    """All digits that count, as they are typed: 1.25e−07."""
    return _plain(value).replace("-", MINUS)


def _plain(value: float) -> str:
    value += 0.0  # −0 is shown as 0
    single = np.float32(value) if abs(value) < _LARGEST_SINGLE else None
    return str(single) if single is not None and float(single) == value else repr(float(value))


def unit_exponent(limit: float) -> int:
    """The power of ten in which circles hold numbers up to a limit; 0 where they fit as they are."""
    if not math.isfinite(limit) or limit <= 0.0 or _SMALL_RANGE <= limit < _LARGE_RANGE:
        return 0
    return math.floor(math.log10(limit) + _ROUNDING)


def short(value: float, limit: float = 1.0) -> str:
    """Two digits for a neuron's circle: .41, −.07, 1.2, 14; ≈0 for what would else look like nothing.

    Args:
        value: The number.
        limit: End of the range of all that are shown: they are written in units of its `unit_exponent`.
    """
    if not math.isfinite(value):
        return number(value)
    if value == 0.0:
        return "0"
    value /= 10.0 ** unit_exponent(limit)
    size = abs(value)
    text = f"{value:.2f}" if size < 0.995 else f"{value:.1f}" if size < 9.95 else f"{value:.0f}"
    if float(text) == 0.0:
        return "≈0"
    return (text.replace("0.", ".", 1) if size < 0.995 else text).replace("-", MINUS)


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
