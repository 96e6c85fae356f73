"""Undo and redo: a list of documents that share structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from nndesigner.document.model import Document

DEPTH = 500
"""Steps kept; documents share what they have in common, so a step costs what it changed."""


@dataclass(frozen=True, eq=False)
class Step:
    """A document and the name of the edit that made it."""

    name: str
    document: Document


class History:
    """The past, the present and what was undone. Going back gives the very same document object."""

    def __init__(self, document: Document, beginning: str = "New") -> None:
        self._steps = [Step(beginning, document)]
        self._place = 0
        self.project = uuid4().hex
        """Names the project as long as it is open; no two have the same name."""

    @property
    def steps(self) -> Sequence[Step]:
        """All of them from the oldest on, those included that were undone. The first is how it all began."""
        return tuple(self._steps)

    @property
    def place(self) -> int:
        """Which of the steps is the present one."""
        return self._place

    @property
    def document(self) -> Document:
        """The present document."""
        return self._steps[self._place].document

    @property
    def undo_name(self) -> str | None:
        """Name of the edit that undo would take back."""
        return self._steps[self._place].name if self._place else None

    @property
    def redo_name(self) -> str | None:
        """Name of the edit that redo would make again."""
        return self._steps[self._place + 1].name if self._place + 1 < len(self._steps) else None

    def push(self, name: str, document: Document) -> None:
        """Make a document the present one; what was undone is forgotten."""
        self._steps = [*self._steps[: self._place + 1], Step(name, document)][-DEPTH:]
        self._place = len(self._steps) - 1

    def undo(self) -> None:
        """Go back one step, if there is one."""
        self._place = max(0, self._place - 1)

    def redo(self) -> None:
        """Go forward one step, if there is one."""
        self._place = min(len(self._steps) - 1, self._place + 1)

    def go_to(self, place: int) -> None:
        """Make any of the steps the present one; IndexError if there is none at this place."""
        if not 0 <= place < len(self._steps):
            raise IndexError(place)
        self._place = place
