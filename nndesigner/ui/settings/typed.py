"""What is typed into a field, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nndesigner.document.setting_words import plain

Value = int | float | None


def whole(text: str) -> int:
    """A whole number; spaces and commas between thousands are allowed."""
    return int(text.replace(",", "").replace(" ", "").replace("\u202f", ""))


def real(text: str) -> float:
    """A number; a decimal comma is understood."""
    typed = text.strip().replace("−", "-")
    return float(typed.replace(",", ".") if "." not in typed else typed.replace(",", ""))


@dataclass(frozen=True)
class Kind:
    """What a field takes.

    Attributes:
        noun: For the message about what is none.
        parse: Text to number; raises ValueError where it is none.
        nothing: Words that mean None, the one to write first; none where there must be a number.
    """

    noun: str
    parse: Callable[[str], int | float]
    nothing: tuple[str, ...] = ()

    def read(self, text: str) -> Value:
        """Text to value; raises ValueError where it is none."""
        return None if text.strip().lower() in self.nothing else self.parse(text)

    def write(self, value: Value) -> str:
        """A value as text that reads back as the same: 0.3, 2, 1e−05, full."""
        return self.nothing[0] if value is None else plain(value)


WHOLE = Kind("a whole number", whole)
REAL = Kind("a number", real)
BATCH = Kind("a whole number", whole, ("full", "all", ""))
WHOLE_OR_OFF = Kind("a whole number", whole, ("off", "none", ""))
REAL_OR_OFF = Kind("a number", real, ("off", "none", ""))
