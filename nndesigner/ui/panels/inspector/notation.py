"""Numbers and symbols of the equations as rich text: indices above and below, signs in their colours."""

from __future__ import annotations

from nndesigner.ui.format import MINUS, number
from nndesigner.ui.theme import Tokens

GAP = "\u00a0"
"""A space at which no line breaks: a sign stays with its number."""

LINE = '<p style="margin-top:0; margin-bottom:5px">{}</p>'


def symbol(letter: str, layer: int, *places: int) -> str:
    """A symbol with its layer above and its neurons, counted from 1, below: w³₂₁."""
    text = ("," if any(place > 9 for place in places) else "").join(str(place) for place in places)
    below = f"<sub>{text}</sub>" if text else ""
    return f"{letter}<sup>{layer}</sup>{below}"


def plain(value: float) -> str:
    """A number inside an expression: brackets around a negative one."""
    return f"({number(value)})" if value < 0 else number(value)


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
        color = self._tokens.minus if negative else self._tokens.plus
        style = f"color:{color}; text-decoration:none"
        inner = f'<a href="{link}" style="{style}">{size}</a>' if link else size
        return f'<span style="{style}">{sign}{inner}</span>'

    def lines(self, *lines: str) -> str:
        """Equations under each other."""
        return "".join(LINE.format(line) for line in lines if line)
