"""Keys on the canvas that ask for something to add."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def asked_for(event: QKeyEvent, *, bare: bool) -> str | None:
    """What is searched for among the things to add if a key asks for them; None if it does not.

    Args:
        event: The key.
        bare: Whether the canvas is empty. Then Space asks, and so does every letter, with which the search
            begins; else only A does.
    """
    held = event.modifiers() & _HELD
    if held or event.isAutoRepeat():
        return None
    if not bare:
        plain = event.key() == Qt.Key.Key_A and not event.modifiers()
        return "" if plain else None
    if event.key() == Qt.Key.Key_Space:
        return ""
    return event.text() if event.text().isalnum() else None
