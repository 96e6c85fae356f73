"""What a gesture is: from a press of the button to its release, one undoable edit at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from nndesigner.document.model import Document
from nndesigner.session.selection import Selection
from nndesigner.session.session import Edit, Session
from nndesigner.ui.canvas.geometry import Geometry
from nndesigner.ui.canvas.hits import Hit
from nndesigner.ui.canvas.painting.canvas_painter import Brushes
from nndesigner.ui.canvas.viewport import Viewport


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is, on the screen and on the canvas, and which keys are held."""

    screen: QPointF
    canvas: QPointF
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Whether what is clicked joins the selection instead of replacing it: with Shift or Ctrl."""
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        return bool(self.modifiers & keys)

    @property
    def toggles(self) -> bool:
        """Whether what is clicked leaves the selection if it was in it: with Ctrl."""
        return bool(self.modifiers & Qt.KeyboardModifier.ControlModifier)


@dataclass(frozen=True)
class Saying:
    """What is said beside the pointer."""

    words: str
    refused: bool = False


class Stage(Protocol):
    """What a gesture may use of the canvas."""

    @property
    def session(self) -> Session:
        """The session."""

    @property
    def geometry(self) -> Geometry:
        """Where everything of the present document stands; previews do not change it."""

    @property
    def viewport(self) -> Viewport:
        """The part of the canvas that is seen."""

    @viewport.setter
    def viewport(self, viewport: Viewport) -> None: ...

    def hit(self, point: QPointF) -> Hit:
        """What is at a point of the canvas."""

    def apply(self, name: str, edit: Edit) -> bool:
        """Make an edit; whether it was made."""

    def select(self, selection: Selection) -> None:
        """Select something."""

    def preview(self, edit: Callable[[Document], Document] | None) -> None:
        """Show what an edit would do, or no longer show it; the document stays as it is."""

    def ask_to_connect(self, at: QPointF, layer: int, neuron: int | None) -> None:
        """Let the user choose what is added at a point and connected with a layer or neuron before it."""

    def edit_size(self, layer: int) -> None:
        """Let the user type a number of neurons."""


class Gesture:
    """A gesture under way. It never edits before it is released; what it does not override does nothing."""

    cursor: Qt.CursorShape | None = None
    """Shape of the pointer meanwhile."""
    saying: Saying | None = None
    """Said beside the pointer."""

    def move(self, pointer: Pointer) -> None:
        """The pointer has moved."""

    def release(self) -> None:
        """The button is released, where the pointer moved last: make the edit."""

    def cancel(self) -> None:
        """Leave everything as it was."""

    def paint(self, brushes: Brushes) -> None:
        """Paint what the gesture shows over the canvas."""
