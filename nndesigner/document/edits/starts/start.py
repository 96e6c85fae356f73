"""What a ready-made network is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nndesigner.document.model import Document, Point


@dataclass(frozen=True)
class Start:
    """A network in the palette.

    Attributes:
        label: As the palette names it.
        shape: Its layer sizes in words.
        description: One sentence.
        build: Replaces the document's network by this one, its middle at a canvas position.
    """

    label: str
    shape: str
    description: str
    build: Callable[[Document, Point], Document]
