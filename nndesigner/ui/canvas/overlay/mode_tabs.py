"""Which numbers colour the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from nndesigner.ui.canvas.modes import WORDS, Mode
from nndesigner.ui.canvas.overlay.card import Card


class ModeTabs(Card):
    """Weights, activations, errors, gradients, biases, change."""

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
            button.setAccessibleName(f"Show {WORDS[mode].title.lower()}")
            button.clicked.connect(lambda _checked=False, mode=mode: self.chosen.emit(mode))
            self._group.addButton(button)
            self._buttons[mode] = button
            self.row.addWidget(button)
        self._buttons[Mode.WEIGHTS].setChecked(True)
        self.explain(lambda _mode: "")

    def show_mode(self, mode: Mode) -> None:
        """Show which mode is on."""
        self._buttons[mode].setChecked(True)

    def explain(self, emptiness: Callable[[Mode], str]) -> None:
        """Say on every tab what it shows, and why it is empty where it is."""
        for place, (mode, button) in enumerate(self._buttons.items(), start=1):
            reason = emptiness(mode)
            head = f"{WORDS[mode].title} (Alt+{place})"
            words = "\n".join(filter(None, (head, WORDS[mode].description, reason)))
            if words != button.toolTip():
                button.setToolTip(words)
                button.setAccessibleDescription(reason)

    def fit_into(self, width: int) -> None:
        """Take no more width than there is: symbols stand for the titles where these have no room."""
        self._write(full=True)
        if self.sizeHint().width() > width:
            self._write(full=False)
        self.adjustSize()

    def _write(self, *, full: bool) -> None:
        for mode, button in self._buttons.items():
            button.setText(WORDS[mode].title if full else WORDS[mode].symbol)
