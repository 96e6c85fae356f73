"""The arrangement of a subject: title, sections, and labelled fields in two columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

LABEL_WIDTH = 78
ROW_GAP = 6


def title() -> QLabel:
    """The name of what is shown."""
    return _label("title", wrap=True)


def section(words: str) -> QLabel:
    """A heading inside the panel."""
    made = _label("section")
    made.setText(words)
    made.setContentsMargins(0, 10, 0, 0)
    return made


def muted(words: str = "") -> QLabel:
    """A quiet sentence."""
    made = _label("muted", wrap=True)
    made.setText(words)
    return made


def small(words: str = "") -> QLabel:
    """A small quiet sentence."""
    made = _label("small", wrap=True)
    made.setText(words)
    return made


class Form(QWidget):
    """Fields under each other, their labels in one column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, QLabel] = {}

    def add(self, words: str, field: QWidget) -> None:
        """Add a labelled field; the label takes the focus to it."""
        row = self._grid.rowCount()
        label = QLabel(words)
        label.setProperty("role", "muted")
        label.setBuddy(field)
        self._labels[field] = label
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(field, row, 1)

    def add_wide(self, widget: QWidget) -> None:
        """Add something under the fields' column."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)

    def set_label(self, field: QWidget, words: str) -> None:
        """Change the words beside a field."""
        if self._labels[field].text() != words:
            self._labels[field].setText(words)

    def set_shown(self, field: QWidget, shown: bool) -> None:
        """Show or hide a field with its label."""
        field.setVisible(shown)
        self._labels[field].setVisible(shown)


def _label(role: str, *, wrap: bool = False) -> QLabel:
    made = QLabel()
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
