"""How the import page is left."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class Buttons(QWidget):
    """Cancel, import only, import. One that is off says why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cancel = QPushButton("Cancel")
        self.only = QPushButton("Import only")
        self.primary = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button, name in (
            (self.cancel, "importCancel"),
            (self.only, "importOnly"),
            (self.primary, "importPrimary"),
        ):
            button.setObjectName(name)
            row.addWidget(button)
        self.primary.setProperty("primary", True)
        self.cancel.setToolTip("Leave everything as it was (Esc)")

    def refresh(self, reason: str, network_reason: str, editing: bool) -> None:
        """Say what can be done.

        Args:
            reason: Why nothing can be imported; empty if it can.
            network_reason: Why no network can be made; empty if it can.
            editing: Whether the data is in the project already.
        """
        self.only.setVisible(not editing)
        self.only.setEnabled(not reason)
        self.only.setToolTip(reason or "Use the table as data, and leave the network as it is")
        self.primary.setText("Apply" if editing else "Import and make the network")
        self.primary.setEnabled(not (reason or network_reason))
        says = "Use the data like this (Enter)" if editing else "Use the table, and make this network (Enter)"
        self.primary.setToolTip(reason or network_reason or says)
