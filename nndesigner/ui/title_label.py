"""The words at the right of the menu bar: which project this is, and how long ago it was saved."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.files import Files

_EVERY_MS = 5000
_JUST_NOW = 5
_MINUTE, _HOUR = 60, 3600


class TitleLabel(QLabel):
    """“iris.nnd — saved 12 s ago”."""

    changed = Signal()
    """It says something else, and may need another width."""

    def __init__(self, bridge: Bridge, files: Files, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("titleLabel")
        self.setProperty("role", "muted")
        self.setContentsMargins(12, 5, 12, 5)
        self._session, self._files = bridge.session, files
        self._saved_at: float | None = None
        self._was_modified = False
        bridge.fileChanged.connect(self._follow)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Count while it is seen."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._timer.stop()
        super().hideEvent(event)

    def refresh(self) -> None:
        """Say it as it is now."""
        path = self._session.path
        self.setToolTip(str(path) if path is not None else "Not saved in a file yet")
        text = f"{self._files.name} — {self._state()}" if path or self._session.modified else ""
        if text != self.text():
            self.setText(text)
            self.adjustSize()
            self.changed.emit()

    def _follow(self) -> None:
        modified = self._session.modified
        if modified:
            self._saved_at = None
        elif self._session.path is not None and (self._was_modified or self._saved_at is None):
            self._saved_at = time.monotonic() if self._was_modified else None
        self._was_modified = modified
        self.refresh()

    def _state(self) -> str:
        if self._session.modified:
            return "not saved"
        if self._saved_at is None:
            return "saved"
        seconds = int(time.monotonic() - self._saved_at)
        if seconds < _JUST_NOW:
            return "saved just now"
        if seconds < _MINUTE:
            return f"saved {seconds} s ago"
        return f"saved {seconds // _MINUTE} min ago" if seconds < _HOUR else f"saved {seconds // _HOUR} h ago"
