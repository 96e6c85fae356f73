"""What keys do on the canvas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from nndesigner.session.selection import Selection
from nndesigner.ui import step_names
from nndesigner.ui.canvas.commands import Commands
from nndesigner.ui.canvas.gestures.gesture import Stage
from nndesigner.ui.canvas.navigating import Way, next_layer, next_selection
from nndesigner.ui.canvas.picking import joined
from nndesigner.ui.canvas.placing import moved
from nndesigner.ui.canvas.structure import Structure

NUDGE, FAR = 8.0, 40.0
"""Canvas units that an arrow key moves a layer, and with Shift."""
ARROWS: Mapping[int, Way] = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
}


class Owner(Protocol):
    """What keys ask of the canvas besides edits."""

    def rename_selected(self) -> None:
        """Type a name."""

    def edit_selected_size(self) -> None:
        """Type a number of neurons."""

    def cancel_gesture(self) -> bool:
        """Leave what is under way; whether anything was."""

    def dismiss_notice(self) -> bool:
        """Close the message that is seen; whether there was one."""


class Keys:
    """Keys of the canvas; layers nudged while an arrow key is held move in one step."""

    def __init__(self, stage: Stage, commands: Commands, structure: Structure, owner: Owner) -> None:
        self._stage, self._commands, self._owner = stage, commands, owner
        self._structure = structure
        self._nudged = QPointF()
        self._plain: Mapping[int, Callable[[], object]] = {
            Qt.Key.Key_Delete: commands.delete,
            Qt.Key.Key_Backspace: commands.delete,
            Qt.Key.Key_F2: owner.rename_selected,
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_N: owner.edit_selected_size,
            Qt.Key.Key_Plus: lambda: commands.grow(1),
            Qt.Key.Key_Minus: lambda: commands.grow(-1),
            Qt.Key.Key_Insert: commands.insert,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; whether it means anything here."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._commands.select_all()
            return True
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        if event.key() in ARROWS:
            self._arrow(ARROWS[event.key()], event.modifiers())
            return True
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        does = self._plain.get(event.key())
        if does is None or held or not self._stage.session.selection:
            return False
        does()
        return True

    def release(self, event: QKeyEvent) -> None:
        """Settle a nudge once the arrow key is released."""
        if event.key() in ARROWS and not event.isAutoRepeat():
            self.settle()

    def settle(self) -> None:
        """Make a nudge under way an edit."""
        by, self._nudged = self._nudged, QPointF()
        if by.isNull():
            return
        self._stage.preview(None)
        layers = self._stage.session.selection.layers
        if layers:
            name = step_names.move(self._stage.geometry.network, layers)
            self._commands.apply(name, moved(layers, by.x(), by.y()))

    def cancel(self) -> bool:
        """Forget a nudge under way; whether there was one."""
        if self._nudged.isNull():
            return False
        self._nudged = QPointF()
        self._stage.preview(None)
        return True

    def walk(self, step: int) -> bool:
        """Select the next layer, or with -1 the one before; False beyond the ends, where Tab leaves."""
        self.settle()
        found = next_layer(self._stage.geometry, self._stage.session.selection, step)
        if found is not None:
            self._stage.select(found)
        return found is not None

    def _enter(self) -> None:
        """From a layer to its neurons; a neuron is given a name."""
        chosen = self._stage.session.selection
        if chosen.layers and not chosen.neurons:
            self._stage.select(next_selection(self._stage.geometry, chosen, Way.DOWN))
        else:
            self._owner.rename_selected()

    def _escape(self) -> bool:
        if self.cancel() or self._owner.cancel_gesture() or self._owner.dismiss_notice():
            return True
        if self._stage.session.selection:
            self._stage.select(Selection())
            return True
        return False

    def _arrow(self, way: Way, modifiers: Qt.KeyboardModifier) -> None:
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        chosen = self._stage.session.selection
        if modifiers & Qt.KeyboardModifier.ControlModifier and (chosen.neurons or chosen.layers):
            self.settle()
            self._structure.move(way)
            return
        if modifiers & Qt.KeyboardModifier.AltModifier or not chosen.layers:
            self.settle()
            step = next_selection(self._stage.geometry, chosen, way)
            self._stage.select(joined(chosen, step) if shift else step)
            return
        length = FAR if shift else NUDGE
        self._nudged += QPointF(way.value[0] * length, way.value[1] * length)
        self._stage.preview(moved(chosen.layers, self._nudged.x(), self._nudged.y()))
