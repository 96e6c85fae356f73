"""Lies behind a list that is open, over all of the window: a press on it closes the list."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget


class Closable(Protocol):
    """What lies over the backdrop."""

    def dismiss(self) -> None:
        """Close."""


class Backdrop(QWidget):
    """Cannot be seen; keeps the mouse from what is behind it."""

    def __init__(self, window: QWidget, front: Closable) -> None:
        super().__init__(window)
        self._window, self._front = window, front
        window.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Lie over all of the window."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Somebody presses beside the list."""
        self._front.dismiss()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing behind scrolls."""
        event.accept()
