"""Numbers and symbols of the equations as rich text: indices above and below, signs in their colours."""

from __future__ import annotations

import math

from nndesigner.ui.format import MINUS, number
from nndesigner.ui.plots.notation import places
from nndesigner.ui.theme import Tokens

GAP = "\u00a0"
"""A space at which no line breaks: a sign stays with its number."""

MOST_DIGITS = 7
"""A number with more is not read."""
_MISSED = 0.05
"""The share of a difference that its rounded terms may miss and still make it: 0.99997 − 1 is −0.000031."""
_SMALLEST = 1e-4
"""Numbers below it are written with a power of ten."""

LINE = '<p style="margin-top:0; margin-bottom:5px">{}</p>'


def symbol(letter: str, layer: int, *neurons: int) -> str:
    """A symbol with its layer above and its neurons, counted from 1, below: w³₂,₁."""
    below = f"<sub>{places(*neurons)}</sub>" if neurons else ""
    return f"{letter}<sup>{layer}</sup>{below}"


def plain(value: float) -> str:
    """A number inside an expression: brackets around a negative one."""
    return f"({number(value)})" if value < 0 else number(value)


def difference(a: float, y: float) -> str:
    """a − y with as many digits as it takes to see how far apart they are.

    Empty where `MOST_DIGITS` are too few.
    """
    three = f"{plain(a)} − {plain(y)}"
    size, apart = max(abs(a), abs(y)), a - y
    if not math.isfinite(apart) or _makes(apart, float(f"{a:.2e}"), float(f"{y:.2e}")):
        return three
    if not _SMALLEST <= size < 10.0**MOST_DIGITS:
        return ""
    before = 1 + math.floor(math.log10(size))
    for digits in range(4, MOST_DIGITS + 1):
        decimals = max(0, digits - before)
        if _makes(apart, round(a, decimals), round(y, decimals)):
            return f"{_with_decimals(a, decimals)} − {_with_decimals(y, decimals)}"
    return ""


def _makes(apart: float, a: float, y: float) -> bool:
    return abs(a - y - apart) <= _MISSED * abs(apart)


def _with_decimals(value: float, decimals: int) -> str:
    """A whole number stays one."""
    text = f"{value:,.0f}" if value == round(value) else f"{value:,.{decimals}f}"
    return f"({text.replace('-', MINUS)})" if value < 0 else text


def result(value: float) -> str:
    """What an equation comes to, with its equals sign."""
    return f"={GAP}<b>{number(value)}</b>"


class Writer:
    """Writes coloured numbers for one theme."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def faint(self, words: str) -> str:
        """Something beside the matter."""
        return f'<span style="color:{self._tokens.faint}">{words}</span>'

    def signed(self, value: float, *, first: bool = False, link: str = "") -> str:
        """A number as a term of a sum, sign and number in the colour of the sign.

        Args:
            value: The number.
            first: Whether no plus sign is needed.
            link: Where a click on it leads.
        """
        negative = value < 0
        sign = f"{MINUS}{GAP}" if negative else "" if first else f"+{GAP}"
        size = number(abs(value))
        color = self._tokens.minus_text if negative else self._tokens.plus_text
        style = f"color:{color}; text-decoration:none"
        inner = f'<a href="{link}" style="{style}">{size}</a>' if link else size
        return f'<span style="{style}">{sign}{inner}</span>'

    def lines(self, *lines: str) -> str:
        """Equations under each other."""
        return "".join(LINE.format(line) for line in lines if line)
