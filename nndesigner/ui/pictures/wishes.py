"""What a picture is to be like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from nndesigner.ui.canvas.modes import Mode as Shown

SCALES = (1, 2, 4)
"""Pixels per unit that can be chosen for PNG."""


class Format(StrEnum):
    """Kinds of picture files; the value is the ending of the file's name without its dot."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return f".{self.value}"

    @staticmethod
    def of(path: Path) -> Format | None:
        """What the ending of a file's name stands for."""
        return next((kind for kind in Format if kind.suffix == path.suffix.lower()), None)


class Seen(NamedTuple):
    """What a canvas shows."""

    shown: Shown = Shown.WEIGHTS
    lines: bool = True


@dataclass(frozen=True)
class Wishes:
    """How to draw.

    Attributes:
        dark: In the colours of the dark theme.
        swapped: Orange is plus and blue is minus.
        shown: Which numbers.
        lines: Whether connections are drawn.
        scale: Pixels per unit, for PNG.
        transparent: Whether the background is left out.
        legend: Whether the colours are explained.
        title: Written above; empty for none.
    """

    dark: bool = False
    swapped: bool = False
    shown: Shown = Shown.WEIGHTS
    lines: bool = True
    scale: int = 2
    transparent: bool = False
    legend: bool = True
    title: str = ""
