"""A card with equations in which the numbers are filled in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

PADDING = 12


class EquationCard(QFrame):
    """Rich text. It grows with its text but shrinks only for another subject, so that nothing below jumps."""

    followed = Signal(str)
    """A number was clicked; carries its link."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sunken-card")
        self._label = QLabel()
        self._label.setObjectName(name)
        self._label.setAccessibleName(label)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self._label.linkActivated.connect(self.followed)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 10, PADDING, 10)
        column.addWidget(self._label)

    @property
    def html(self) -> str:
        """What is shown."""
        return self._label.text()

    def begin(self) -> None:
        """Forget the height: another subject follows."""
        self._label.setMinimumHeight(0)

    def show_html(self, html: str, tip: str = "") -> None:
        """Show equations; touches nothing where they are the same."""
        if html == self._label.text():
            return
        self._label.setText(html)
        self._label.setToolTip(tip)
        width = self._label.width()
        if self.isVisible() and width > 0:
            self._label.setMinimumHeight(max(self._label.minimumHeight(), self._label.heightForWidth(width)))
