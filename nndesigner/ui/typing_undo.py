"""Undo inside a text field takes back typing; where there is none to take back, it is the window's."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


def leaves_to_window(field: QLineEdit, event: QEvent) -> bool:
    """Whether a field has no use for an undo or redo key; the event is then ignored."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo) and not field.isUndoAvailable()
    redo = event.matches(QKeySequence.StandardKey.Redo) and not field.isRedoAvailable()
    if undo or redo:
        event.ignore()
    return undo or redo
