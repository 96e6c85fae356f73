"""Moving the view."""

from __future__ import annotations

from PySide6.QtCore import Qt

from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Stage


class Pan(Gesture):
    """The canvas follows the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, pointer: Pointer) -> None:
        self._stage, self._start, self._before = stage, pointer.screen, stage.viewport

    def move(self, pointer: Pointer) -> None:
        self._stage.viewport = self._before.moved(pointer.screen - self._start)

    def cancel(self) -> None:
        self._stage.viewport = self._before
