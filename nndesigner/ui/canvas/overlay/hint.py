"""What an empty canvas says: how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nndesigner.document.edits import STARTS


class Hint(QFrame):
    """Friendly words and a few ways to begin, in the middle of an empty canvas."""

    itemRequested = Signal(str)
    """A button was pressed; carries the palette item."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvasHint")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        title = QLabel("Draw your network here")
        title.setProperty("role", "headline")
        words = QLabel(
            "Drag an input layer from the palette on the left, then a hidden and an output layer beside it.\n"
            "Layers connect by themselves; drag from one to another to connect them your way."
        )
        words.setProperty("role", "muted")
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self._buttons())
        self.setAccessibleName("Empty canvas")
        self.adjustSize()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._button("layer:input", "Add an input layer", "Add an input layer", primary=True))
        for key, start in STARTS.items():
            row.addWidget(self._button(f"start:{key}", f"{start.label}  {start.shape}", start.description))
        row.addStretch(1)
        return row

    def _button(self, item: str, words: str, tip: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"hint:{item}")
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setProperty("primary", primary)
        button.clicked.connect(lambda: self.itemRequested.emit(item))
        return button
