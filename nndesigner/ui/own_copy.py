"""Ctrl+C in a table or on selected text copies that, not what is selected on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget


class OwnCopy(QObject):
    """Watches a page: who has the focus on it keeps the key where the window's command would take it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.installEventFilter(self)

    def eventFilter(self, _page: QObject, event: QEvent, /) -> bool:
        """Claim the key; fields of text do that by themselves."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Copy) or not _copies(QApplication.focusWidget()):
            return False
        event.accept()
        return True


def _copies(focused: QWidget | None) -> bool:
    """Whether a widget has something of its own to copy."""
    if isinstance(focused, QLabel):
        return focused.hasSelectedText()
    return isinstance(focused, QTableView) and focused.currentIndex().isValid()
