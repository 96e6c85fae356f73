"""What stands in a list that is searched, and how it is looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from nndesigner.ui.searching.matching import best_first, folded


@dataclass(frozen=True)
class Row:
    """One thing that can be found.

    Attributes:
        key: Stands for it when it is chosen.
        words: What it is called, and found by.
        detail: More about it, beside the words: where it is, for instance.
        note: At the right edge: a shortcut, a shape.
        icon: A key of `icons.GLYPHS`, or empty.
        hint: A sentence for the foot of the list while the row is the current one.
        off: Why it cannot be chosen; empty where it can.
        section: The heading that it stands under while nothing is typed.
        aside: Further words that it is found by.
        faint: Whether it counts less than others.
    """

    key: Any
    words: str
    detail: str = ""
    note: str = ""
    icon: str = ""
    hint: str = ""
    off: str = ""
    section: str = ""
    aside: str = ""
    faint: bool = False

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        parts = [self.words, self.note, self.detail]
        if self.off:
            parts.append(f"not available: {self.off}")
        return ", ".join(part for part in parts if part)


class Source(Protocol):
    """A list of rows, which are made when they are to be shown."""

    def find(self, typed: str) -> list[int]:
        """Places of the rows that fit what was typed, the best first."""

    def row(self, place: int) -> Row:
        """The row at a place."""

    def section(self, place: int) -> str:
        """The heading that a row stands under while nothing is typed."""


class Rows:
    """A source that has all its rows."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._texts = [folded(row.words) for row in rows]
        self._asides = [folded(f"{row.detail} {row.aside}") for row in rows]
        self._off = frozenset(place for place, row in enumerate(rows) if row.off)

    def find(self, typed: str) -> list[int]:
        """Places of the rows that fit, the best first; those that are off after others nearly as good."""
        return best_first(typed, self._texts, self._asides, self._off)

    def row(self, place: int) -> Row:
        """The row at a place."""
        return self._rows[place]

    def section(self, place: int) -> str:
        """The heading that a row stands under."""
        return self._rows[place].section
