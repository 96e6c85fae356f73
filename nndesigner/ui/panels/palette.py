"""The palette beside the canvas: what can be put on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nndesigner.ui.bridge import Bridge
from nndesigner.ui.notices import Notices
from nndesigner.ui.panels.palette_rows import PaletteRows
from nndesigner.ui.theme import Theme


class PalettePanel(QWidget):
    """Rows can be dragged onto the canvas; double-click or Enter adds without dragging."""

    addRequested = Signal(str)
    """A row was activated; carries its kind."""

    def __init__(
        self, _bridge: Bridge, theme: Theme, _notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.rows = PaletteRows(theme)
        self.rows.asked.connect(self.addRequested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self.rows)
        column.addStretch(1)
        self.setFocusProxy(self.rows)
