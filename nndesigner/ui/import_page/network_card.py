"""The network that will be made for the table, and the line in which its hidden layers can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nndesigner.data.model import Prepared
from nndesigner.document.edits import Hidden, suggested_hidden
from nndesigner.document.hidden_layers import network_words, read_hidden, write_hidden
from nndesigner.errors import UsageError


class NetworkCard(QFrame):
    """Suggests hidden layers until the user writes some."""

    changed = Signal()
    """Whether the hidden layers can be used may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setObjectName("import:network")
        self._prepared: Prepared | None = None
        self._own = False
        self.hidden: Sequence[Hidden] | None = ()
        """The hidden layers; None where the text cannot be used."""
        self.problem = ""
        """Why it cannot be used."""
        self.field = QLineEdit()
        self.field.setObjectName("import:hidden")
        self.field.setAccessibleName("Hidden layers")
        self.field.setToolTip("Sizes and activations, such as 8:relu or 30:sigmoid, 10:relu; none for none")
        self.field.textEdited.connect(self._edited)
        self.words = QLabel()
        self.words.setObjectName("import:networkWords")
        self.words.setWordWrap(True)
        self.note = QLabel("You can change all of it on the canvas.")
        self._arrange()

    def begin(self) -> None:
        """Suggest again: another file follows."""
        self._own = False

    def show_prepared(self, prepared: Prepared | None, replaces: bool) -> None:
        """Show the network for these arrays.

        Args:
            prepared: None where there is nothing to make a network for.
            replaces: Whether the project has a network already.
        """
        self._prepared = prepared
        if prepared is not None and not self._own:
            self.field.setText(write_hidden(suggested_hidden(prepared)))
        replaced = "It takes the place of the present network; undo brings that back."
        self.note.setText(replaced if replaces else "You can change all of it on the canvas.")
        self._read()

    def _arrange(self) -> None:
        heading = QLabel("The network that fits")
        heading.setProperty("role", "strong")
        self.note.setProperty("role", "muted")
        label = QLabel("Hidden layers")
        label.setProperty("role", "muted")
        label.setBuddy(self.field)
        self.field.setMaximumWidth(320)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.field, 1)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for item in (heading, self.words, self.note):
            column.addWidget(item)
        column.addSpacing(4)
        column.addLayout(row)

    def _edited(self) -> None:
        self._own = True
        self._read()

    def _read(self) -> None:
        try:
            self.hidden, self.problem = read_hidden(self.field.text()), ""
        except UsageError as error:
            self.hidden, self.problem = None, f"{error.what} {error.remedy}".strip()
        self._mark(self.hidden is None)
        if self.hidden is None:
            self.words.setText(self.problem)
        elif self._prepared is not None:
            self.words.setText(f"{network_words(self._prepared, self.hidden)}.")
        self.changed.emit()

    def _mark(self, wrong: bool) -> None:
        for widget, name, value in (
            (self.field, "invalid", wrong),
            (self.words, "role", "error" if wrong else ""),
        ):
            if widget.property(name) != value:
                widget.setProperty(name, value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
