"""What a panel shows while there is nothing to show: what will appear, and how to get it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """A headline and a sentence in the middle of the panel, with buttons under them."""

    def __init__(self, headline: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline, self._hint = QLabel(), QLabel()
        self._hint.setProperty("role", "muted")
        self._headline.setProperty("role", "strong")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(4)
        column.addStretch(1)
        for label in (self._headline, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        column.addStretch(1)
        self.say(headline, hint)

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._headline.text()} {self._hint.text()}".strip()

    def say(self, headline: str, hint: str) -> None:
        """Change the words."""
        self._headline.setText(headline)
        self._hint.setText(hint)

    def add_button(self, button: QPushButton) -> None:
        """Offer a way out of emptiness; buttons stand in the middle."""
        if not self._buttons.count():
            self._buttons.addStretch(1)
            self._buttons.addStretch(1)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
