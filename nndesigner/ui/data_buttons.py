"""Two buttons for whoever has no data yet: a bundled data set, or a table of one's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from nndesigner.data.bundled import BUNDLED

NO_DATA = "no-data"
"""Code of the problem that they solve."""


class DataButtons(QWidget):
    """Beside the words that say that data is missing."""

    openDataRequested = Signal()
    bundledRequested = Signal(str)
    """A bundled data set was chosen, by its key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bundled, self.opening = QPushButton("Bundled data"), QPushButton("Open…")
        self.bundled.setObjectName("problemBundled")
        self.bundled.setToolTip("Choose one of the data sets that come with the program")
        self.opening.setObjectName("problemOpen")
        self.opening.setToolTip("Open a table of your own")
        self.opening.clicked.connect(self.openDataRequested)
        menu = QMenu(self.bundled)
        for key, data in BUNDLED.items():
            menu.addAction(data.label).triggered.connect(partial(self._choose, key))
        self.bundled.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.bundled)
        row.addWidget(self.opening)

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.bundledRequested.emit(key)
