"""From mouse events to gestures: which one begins where, and what the pointer is on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from nndesigner.session.selection import Selection
from nndesigner.ui.canvas.gestures.gesture import Gesture, Pointer, Saying, Stage
from nndesigner.ui.canvas.gestures.pan import Pan
from nndesigner.ui.canvas.gestures.press import Press
from nndesigner.ui.canvas.hits import NOTHING, Hit, Part
from nndesigner.ui.canvas.viewport import STEP

_NOTCH = 120.0
"""Angle of one notch of a wheel, in eighths of a degree."""
_SCROLL = 48.0
"""Pixels that Shift and one notch move the view sideways."""
_CURSORS = {
    Part.HANDLE: Qt.CursorShape.CrossCursor,
    Part.FEWER: Qt.CursorShape.PointingHandCursor,
    Part.MORE: Qt.CursorShape.PointingHandCursor,
    Part.NUMBER: Qt.CursorShape.SizeVerCursor,
    Part.TOP: Qt.CursorShape.SizeVerCursor,
    Part.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Part.NEURON: Qt.CursorShape.PointingHandCursor,
    Part.WEIGHT: Qt.CursorShape.PointingHandCursor,
    Part.CONNECTION: Qt.CursorShape.PointingHandCursor,
}


class Interaction:
    """The pointer on the canvas. At most one gesture is under way."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.gesture: Gesture | None = None
        """The gesture under way."""
        self.hover: Hit = NOTHING
        """What the pointer is on while no button is held."""
        self.at = QPointF()
        """Where the pointer is on the screen."""
        self.space = False
        """Whether the space bar is held: dragging then moves the view."""
        self._button = Qt.MouseButton.NoButton

    @property
    def saying(self) -> Saying | None:
        """Said beside the pointer."""
        return self.gesture.saying if self.gesture is not None else None

    @property
    def cursor(self) -> Qt.CursorShape:
        """Shape of the pointer."""
        if self.gesture is not None and self.gesture.cursor is not None:
            return self.gesture.cursor
        if self.space:
            return Qt.CursorShape.OpenHandCursor
        return _CURSORS.get(self.hover.part, Qt.CursorShape.ArrowCursor)

    def press(self, event: QMouseEvent) -> None:
        """A button goes down: a gesture begins."""
        if self.gesture is not None:
            self.cancel()
            return
        pointer = self._pointer(event)
        self._button = event.button()
        if event.button() is Qt.MouseButton.MiddleButton or self.space:
            self.gesture = Pan(self._stage, pointer)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.gesture = Press(self._stage, pointer, self._stage.hit(pointer.canvas))

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves."""
        pointer = self._pointer(event)
        if self.gesture is not None:
            self.gesture.move(pointer)
        elif not event.buttons():
            self.hover = self._stage.hit(pointer.canvas)

    def release(self, event: QMouseEvent) -> None:
        """The button goes up: the gesture ends."""
        if self.gesture is None or event.button() is not self._button:
            return
        gesture, self.gesture = self.gesture, None
        pointer = self._pointer(event)
        gesture.move(pointer)
        gesture.release()
        self.hover = self._stage.hit(pointer.canvas)

    def cancel(self) -> bool:
        """Leave the gesture under way; whether there was one."""
        if self.gesture is None:
            return False
        gesture, self.gesture = self.gesture, None
        gesture.cancel()
        return True

    def leave(self) -> None:
        """The pointer is no longer on the canvas."""
        self.hover = NOTHING

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; with Shift, move the view."""
        angle = event.angleDelta()
        turn = (angle.y() or angle.x()) / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._stage.viewport = self._stage.viewport.moved(QPointF(turn * _SCROLL, 0.0))
        elif turn:
            self._stage.viewport = self._stage.viewport.zoomed(STEP**turn, event.position())

    def double_click(self, event: QMouseEvent) -> Hit:
        """What was double-clicked; a weight selects its whole connection."""
        hit = self._stage.hit(self._pointer(event).canvas)
        if hit.part is Part.WEIGHT and hit.connection is not None:
            self._stage.select(Selection.of_connection(hit.connection))
        return hit

    def _pointer(self, event: QMouseEvent) -> Pointer:
        self.at = event.position()
        return Pointer(self.at, self._stage.viewport.to_canvas(self.at), event.modifiers())
