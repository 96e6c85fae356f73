"""The bar with what is worth a warning, and the card with what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nndesigner.errors import NNDesignerError
from nndesigner.ui.import_page.findings import Finding
from nndesigner.ui.theme import Theme


class FindingsBar(QFrame):
    """Cells that hold nothing usable: how many, where, and what becomes of them."""

    showNext = Signal()
    """The user wants to see the next such cell."""
    numberWanted = Signal(str)
    """The user wants this column to be a number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("surface", "warning")
        self.setObjectName("import:findings")
        self.words = QLabel()
        self.words.setObjectName("import:findingWords")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.linkActivated.connect(self.numberWanted)
        self.show_them = QPushButton("Show them")
        self.show_them.setObjectName("import:showFindings")
        self.show_them.setProperty("link", True)
        self.show_them.setToolTip("Go to the next such cell")
        self.show_them.clicked.connect(self.showNext)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        row.addWidget(self.show_them, 0, Qt.AlignmentFlag.AlignTop)

    def show_findings(self, found: Sequence[Finding], marked: bool) -> None:
        """Show these; nothing to say hides the bar.

        Args:
            found: What is worth a warning.
            marked: Whether there are marked cells to go to.
        """
        self.setVisible(bool(found))
        self.show_them.setVisible(marked)
        self.words.setText("<br>".join(self._line(finding) for finding in found))

    def _line(self, finding: Finding) -> str:
        line = f"<b>{escape(finding.what)}</b>: {escape(finding.then)}"
        if not finding.number:
            return line
        style = f"color:{self._theme.tokens.accent}; text-decoration:none"
        link = f'<a href="{escape(finding.number)}" style="{style}">Make it a number</a>'
        return f"{line} {link}"


class ErrorCard(QFrame):
    """Why a file cannot be read or imported, where, and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "warning")
        self.setObjectName("import:error")
        self.what, self.where, self.remedy = QLabel(), QLabel(), QLabel()
        for label, name, role in (
            (self.what, "import:errorWhat", "strong"),
            (self.where, "import:errorWhere", "muted"),
            (self.remedy, "import:errorRemedy", ""),
        ):
            label.setObjectName(name)
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for label in (self.what, self.remedy, self.where):
            column.addWidget(label)

    def show_error(self, error: NNDesignerError | None) -> None:
        """Show an error; None hides the card."""
        self.setVisible(error is not None)
        if error is not None:
            for label, text in (
                (self.what, error.what),
                (self.where, error.where),
                (self.remedy, error.remedy),
            ):
                label.setText(text)
                label.setVisible(bool(text))
            self.setAccessibleName(f"Error: {error.what}")


def framed(widget: QWidget) -> QFrame:
    """A widget in a card."""
    frame = QFrame()
    frame.setProperty("surface", "card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(widget)
    return frame
