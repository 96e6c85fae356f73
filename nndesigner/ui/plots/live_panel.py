"""A panel that refreshes itself when something it shows has changed, and only while it can be seen."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QTimer, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.theme import Theme


class LivePanel(QWidget):
    """Base of panels. Many changes at once lead to one refresh; a hidden panel does nothing.

    Attributes:
        session, theme, notices: What every panel reads from and speaks to.
        rest_ms: Least time between two refreshes, for panels whose refresh is work.
    """

    rest_ms = 0

    def __init__(self, bridge: Bridge, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.theme, self.notices = bridge.session, theme, notices
        self._stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)

    @abstractmethod
    def refresh(self) -> None:
        """Show the present state of the session."""

    def watch(self, *signals: SignalInstance) -> None:
        """Refresh after any of these."""
        for signal in signals:
            signal.connect(self.invalidate)

    def invalidate(self) -> None:
        """What is shown may be out of date."""
        self._stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start(max(self._resting.remainingTime(), 0))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._due()

    def _due(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            if self.rest_ms:
                self._resting.start(self.rest_ms)
            self.refresh()
