"""Choosing the row of data that is looked at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from nndesigner.data.model import Prepared
from nndesigner.session.session import Session
from nndesigner.ui.bridge import Bridge
from nndesigner.ui.format import number
from nndesigner.ui.icons import icon
from nndesigner.ui.style import indent
from nndesigner.ui.theme import Theme


def row_words(prepared: Prepared, sample: int) -> str:
    """Part and desired output of a prepared row: “validation · versicolor”."""
    part = ("training", "validation", "test")[prepared.parts[sample]]
    if prepared.classes:
        return f"{part} · {prepared.classes[prepared.labels[sample]]}"
    wanted = float(prepared.targets[sample, 0]) * prepared.target_scale + prepared.target_offset
    return f"{part} · {prepared.target_name} = {number(wanted)}"


class SampleBar(QWidget):
    """“‹ row 57 ›  validation · versicolor”. Rows are numbered as in the table, from 1."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = bridge.session, theme
        self.previous, self.next = QToolButton(), QToolButton()
        self.row = _RowBox(self._session)
        self.words = QLabel()
        self._arrange()
        bridge.selectionChanged.connect(self.refresh)
        bridge.dataChanged.connect(self.refresh)
        theme.changed.connect(self._recolor)
        self._recolor()
        self.refresh()

    def refresh(self) -> None:
        """Show the row looked at."""
        data, sample = self._session.document.data, self._session.sample
        self.setVisible(sample is not None)
        if data is None or sample is None:
            return
        prepared = data.prepared
        self.row.blockSignals(True)
        self.row.setRange(int(prepared.rows[0]) + 1, int(prepared.rows[-1]) + 1)
        self.row.setValue(int(prepared.rows[sample]) + 1)
        self.row.blockSignals(False)
        self.words.setText(row_words(prepared, sample))
        self._enable(self.previous, sample > 0, "Previous row", "This is the first row")
        self._enable(self.next, sample < len(prepared.rows) - 1, "Next row", "This is the last row")

    def _enable(self, button: QToolButton, on: bool, tip: str, why_not: str) -> None:
        button.setEnabled(on)
        button.setToolTip(tip if on else why_not)

    def _recolor(self) -> None:
        self.previous.setIcon(icon("previous", self._theme.tokens))
        self.next.setIcon(icon("next", self._theme.tokens))

    def _arrange(self) -> None:
        self.words.setProperty("role", "muted")
        self.words.setObjectName("sampleWords")
        for button, name, spoken, step in (
            (self.previous, "samplePrevious", "Previous row", -1),
            (self.next, "sampleNext", "Next row", 1),
        ):
            button.setObjectName(name)
            button.setAccessibleName(spoken)
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, step=step: self.row.stepBy(step))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.previous, self.row, self.next):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.words)


class _RowBox(QSpinBox):
    """Row numbers of the table; steps over rows that were left out."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("sampleRow")
        self.setAccessibleName("Row looked at")
        self.setToolTip("Row of the table that the activations and errors belong to")
        self.setPrefix("row ")
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)
        indent(self)
        self.valueChanged.connect(self._entered)

    def stepBy(self, steps: int) -> None:
        """Go so many usable rows on."""
        data, sample = self._session.document.data, self._session.sample
        if data is not None and sample is not None:
            last = len(data.prepared.rows) - 1
            self._session.look_at(min(max(sample + steps, 0), last))

    def _entered(self, value: int) -> None:
        data = self._session.document.data
        if data is not None:
            rows = data.prepared.rows
            self._session.look_at(min(int(np.searchsorted(rows, value - 1)), len(rows) - 1))
