"""Which numbers colour the canvas."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from nndesigner.ui.canvas.overlay.card import Card
from nndesigner.ui.canvas.values import WORDS, Mode


class ModeTabs(Card):
    """Weights, activations or errors."""

    chosen = Signal(Mode)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("canvasModes", parent)
        self.setAccessibleName("What the canvas shows")
        self._group = QButtonGroup(self)
        self._buttons: dict[Mode, QToolButton] = {}
        for mode in Mode:
            button = QToolButton()
            button.setObjectName(f"canvasMode:{mode.value}")
            button.setText(WORDS[mode].title)
            button.setCheckable(True)
            button.setToolTip(WORDS[mode].description)
            button.setAccessibleName(f"Show {WORDS[mode].title.lower()}")
            button.clicked.connect(lambda _checked=False, mode=mode: self.chosen.emit(mode))
            self._group.addButton(button)
            self._buttons[mode] = button
            self.row.addWidget(button)
        self._buttons[Mode.WEIGHTS].setChecked(True)

    def show_mode(self, mode: Mode) -> None:
        """Show which mode is on."""
        self._buttons[mode].setChecked(True)
