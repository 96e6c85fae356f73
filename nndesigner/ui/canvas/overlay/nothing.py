"""What is said where nothing of the network is in sight, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from nndesigner.ui.canvas.overlay.card import Card


class Nothing(Card):
    """A few quiet words and a button, in the middle of the canvas."""

    fitted = Signal()
    """The whole network is to be shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("canvasNothing", parent)
        words = QLabel("Nothing here")
        words.setProperty("role", "muted")
        button = QPushButton("Fit")
        button.setObjectName("canvasNothingFit")
        button.setToolTip("Show the whole network")
        button.setAccessibleName("Show the whole network")
        button.clicked.connect(self.fitted)
        self.row.setContentsMargins(12, 4, 4, 4)
        self.row.setSpacing(8)
        self.row.addWidget(words)
        self.row.addWidget(button)
        self.setAccessibleName(words.text())
        self.hide()

    def show_in(self, room: QRect) -> None:
        """Stand in the middle of the canvas."""
        self.adjustSize()
        self.move(room.center() - self.rect().center())
        self.show()
