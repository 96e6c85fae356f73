"""Which figures are asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """Says of a figure's name whether it is to be measured.

    Attributes:
        group: What the figure belongs to; asking for it asks for all of its figures.
        only: Part of a name; None for everything.
    """

    group: str
    only: str | None = None

    def __call__(self, name: str) -> bool:
        return self.only is None or self.only in f"{self.group} {name}"
