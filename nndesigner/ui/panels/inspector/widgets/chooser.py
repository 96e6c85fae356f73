"""A combo box over a closed set of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

MIXED = "…"
"""Shown where what is selected differs."""


class Chooser(QComboBox):
    """Shows one of several keys, and reports the one the user picks.

    The wheel scrolls the panel, not the choice: a value must not change because the pointer passed over it.
    """

    def __init__(
        self, name: str, label: str, hint: str, chosen: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPlaceholderText(MIXED)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chosen = chosen
        self._offered: tuple[tuple[str, str], ...] = ()
        self.activated.connect(self._picked)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Set what can be chosen: (key, words)."""
        offered = tuple(choices)
        if offered == self._offered:
            return
        self._offered = offered
        self.clear()
        for key, words in offered:
            self.addItem(words, key)

    def show_key(self, key: str | None) -> None:
        """Show a key; None means that it differs."""
        index = self.findData(key) if key is not None else -1
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the panel scroll."""
        event.ignore()

    def _picked(self, index: int) -> None:
        self._chosen(str(self.itemData(index)))
